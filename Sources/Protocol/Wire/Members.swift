/// An object whose fields a closure writes.
struct Members: Encodable {
    let write: (inout ObjectWriter) throws -> Void

    func encode(to encoder: any Encoder) throws {
        var object = ObjectWriter(encoder)
        try write(&object)
    }
}

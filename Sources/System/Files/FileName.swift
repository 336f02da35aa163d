/// The name of an entry of a folder, byte for byte.
///
/// Linux allows every byte but `/` and NUL, so not every name is a text: one that went through a
/// `String` might not be found again.
struct FileName {
    /// The bytes and the NUL that ends them, as calls take them.
    let bytes: [CChar]

    /// Copies a name that ends with NUL.
    init(copying name: UnsafePointer<CChar>) {
        bytes = Array(UnsafeBufferPointer(start: name, count: Self.length(of: name) + 1))
    }

    /// Takes a text for a name.
    init(_ text: String) {
        bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
    }

    /// The name for people; bytes that are no text are shown as `�`.
    var text: String {
        String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func length(of name: UnsafePointer<CChar>) -> Int {
        var length = 0
        while name[length] != 0 { length += 1 }
        return length
    }
}

/// A value that is an object on the wire.
///
/// Internal, so that how a value travels is nobody else's business: the public types carry no
/// conformance to `Codable`, and everything outside speaks of frames, lines and texts.
protocol WireObject {
    /// Every field that a request may give; others are refused where reading is strict.
    static var fields: [WireName] { get }

    /// Reads the value's fields.
    init(from object: ObjectReader) throws(ProtocolError)

    /// Writes the value's fields.
    func write(to object: inout ObjectWriter) throws
}

/// The one bridge between `WireObject` and the standard library's coders.
struct Wire<Value: WireObject>: Codable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        let object = try ObjectReader(decoder)
        try object.refuseUnknown(among: Value.fields)
        value = try Value(from: object)
    }

    func encode(to encoder: any Encoder) throws {
        var object = ObjectWriter(encoder)
        try value.write(to: &object)
    }
}

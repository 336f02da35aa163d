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
    func write(to object: inout ObjectWriter)
}

extension WireObject {
    /// The object as one line of JSON, without a line feed.
    var encodedObject: [UInt8] {
        ObjectWriter.text(write(to:))
    }
}

/// The one bridge between `WireObject` and the standard library's decoders.
struct Wire<Value: WireObject>: Decodable {
    let value: Value

    init(from decoder: any Decoder) throws {
        let object = try ObjectReader(decoder)
        try object.refuseUnknown(among: Value.fields)
        value = try Value(from: object)
    }
}

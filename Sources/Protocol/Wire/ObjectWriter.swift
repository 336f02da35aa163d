/// Writes the fields of one object.
///
/// What is nil is left out.
struct ObjectWriter {
    private var container: KeyedEncodingContainer<WireName>

    /// Opens an object in `encoder`.
    init(_ encoder: any Encoder) {
        container = encoder.container(keyedBy: WireName.self)
    }

    /// Writes which object of which version of the interface this is.
    mutating func putKind(_ kind: String) throws {
        try put("apiVersion", "lanekeeper/v1")
        try put("kind", kind)
    }

    mutating func put<Value: Encodable>(_ name: WireName, _ value: Value?) throws {
        try container.encodeIfPresent(value, forKey: name)
    }

    mutating func put<Text: WireText>(_ name: WireName, _ value: Text?) throws {
        try container.encodeIfPresent(value?.wireText, forKey: name)
    }

    mutating func put<Text: WireText>(_ name: WireName, _ values: [Text]) throws {
        try container.encode(values.map(\.wireText), forKey: name)
    }

    mutating func put<Counter: WireCounter>(_ name: WireName, _ value: Counter?) throws {
        try container.encodeIfPresent(value?.rawValue, forKey: name)
    }

    mutating func put<Value: WireObject>(_ name: WireName, _ value: Value?) throws {
        try container.encodeIfPresent(value.map { Wire($0) }, forKey: name)
    }

    mutating func put<Value: WireObject>(_ name: WireName, _ values: [Value]) throws {
        try container.encode(values.map { Wire($0) }, forKey: name)
    }
}

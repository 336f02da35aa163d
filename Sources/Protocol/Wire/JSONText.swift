public import DataStructures

/// Values that are stored as one line of JSON in a column or a file, and configuration text.
public enum JSONText {
    /// Writes the payload of an event: members sorted by name.
    public static func encode(_ payload: OrderedTable<String, JSONValue>) -> String {
        var text: [UInt8] = []
        text.append(json: payload)
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes a list of strings.
    public static func encode(_ strings: [String]) -> String {
        var text: [UInt8] = []
        text.append(json: strings)
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the payload of an event.
    ///
    /// - Throws: `invalidJSON`, or `invalidField` if it is no object.
    public static func decodePayload(
        _ text: String
    ) throws(ProtocolError) -> OrderedTable<String, JSONValue> {
        let value = try decodeValue(Array(text.utf8)[...])
        guard case .object(let members) = value else {
            throw ProtocolError(.invalidField, "\(ObjectReader.quote(value)) is not an object")
        }
        return members
    }

    /// Reads a list of strings.
    ///
    /// - Throws: `invalidJSON`, or `invalidField` if it is no list of strings.
    public static func decodeStrings(_ text: String) throws(ProtocolError) -> [String] {
        let value = try decodeValue(Array(text.utf8)[...])
        guard case .array(let items) = value else {
            throw ProtocolError(.invalidField, "\(ObjectReader.quote(value)) is not a list")
        }
        var strings: [String] = []
        for (index, item) in items.enumerated() {
            guard case .string(let string) = item else {
                let problem = "\(ObjectReader.quote(item)) is not a string"
                throw ProtocolError(.invalidField, path: "[\(index)]", problem)
            }
            strings.append(string)
        }
        return strings
    }

    /// Reads any JSON value.
    ///
    /// - Throws: `invalidJSON`.
    public static func decodeValue(_ text: ArraySlice<UInt8>) throws(ProtocolError) -> JSONValue {
        try JSONLine.decode(AnyJSON.self, from: text, .tolerant).value
    }

    /// Reads a JSON value from text with comments, trailing commas and unquoted names (JSON5), as
    /// configuration files are written.
    ///
    /// - Throws: `invalidJSON`.
    public static func decodeConfiguration(
        _ text: ArraySlice<UInt8>
    ) throws(ProtocolError) -> JSONValue {
        try JSONLine.decodeRelaxed(text)
    }

    /// Writes any JSON value: one line, members sorted by name.
    public static func encode(_ value: JSONValue) -> [UInt8] {
        var text: [UInt8] = []
        text.append(json: value)
        return text
    }
}

import DataStructures

/// The bridge between `JSONValue` and the standard library's decoders.
struct AnyJSON: Decodable {
    let value: JSONValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let text = Self.attempt({ try container.decode(String.self) }) {
            value = .string(text)
        } else if let number = Self.attempt({ try container.decode(Int64.self) }) {
            value = .integer(number)
        } else if let flag = Self.attempt({ try container.decode(Bool.self) }) {
            value = .bool(flag)
        } else if let number = Self.attempt({ try container.decode(Double.self) }) {
            value = .double(number)
        } else if let object = Self.attempt({ try decoder.container(keyedBy: WireName.self) }) {
            value = .object(try Self.members(of: object))
        } else {
            value = .array(try container.decode([AnyJSON].self).map(\.value))
        }
    }

    private static func members(
        of object: KeyedDecodingContainer<WireName>
    ) throws -> OrderedTable<String, JSONValue> {
        var members = OrderedTable<String, JSONValue>()
        for name in object.allKeys {
            members[name.stringValue] = try object.decode(AnyJSON.self, forKey: name).value
        }
        return members
    }

    /// A value that is of another type is not an error here: the next type is tried.
    private static func attempt<Value>(_ decode: () throws -> Value) -> Value? {
        do {
            return try decode()
        } catch {
            return nil
        }
    }
}

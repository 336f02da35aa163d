import DataStructures

extension ObjectReader {
    /// Labels: an object of at most 32 members; names of 1 to 63 bytes of `A-Za-z0-9._/-`, values
    /// that are strings of at most 256 bytes.
    ///
    /// Empty if it is absent.
    func labels(_ name: WireName) throws(ProtocolError) -> OrderedTable<String, String> {
        let labels = try stringTable(name, countMax: 32, valueByteCountMax: 256)
        for (label, _) in labels where !Self.isLabelName(label) {
            let allowed = "a label name (1 to 63 bytes of A-Z, a-z, 0-9, ., _, /, -)"
            throw error(name, "\(Self.quote(.string(label))) is not \(allowed)")
        }
        return labels
    }

    /// An object whose members are strings, at most `countMax`; empty if it is absent.
    func stringTable(
        _ name: WireName,
        countMax: Int,
        valueByteCountMax: Int
    ) throws(ProtocolError) -> OrderedTable<String, String> {
        var table = OrderedTable<String, String>()
        let object = try ObjectReader(name, of: self)
        let names = object.names
        guard names.count <= countMax else {
            throw error(name, "\(names.count) members are more than \(countMax)")
        }
        for member in names {
            table[member.stringValue] = try object.string(member, 0...valueByteCountMax)
        }
        return table
    }

    /// A W3C trace context of version 00: `00-<32 hex>-<16 hex>-<2 hex>`; nil if it is absent.
    func traceparent(_ name: WireName) throws(ProtocolError) -> String? {
        let allowed = "a W3C trace context (00-<32 hex digits>-<16 hex digits>-<2 hex digits>)"
        guard let text = try stringIfPresent(name, 0...256) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isValid =
            parts.map(\.utf8.count) == [2, 32, 16, 2] && parts[0] == "00"
            && parts.allSatisfy { $0.utf8.allSatisfy(Self.isLowerHex) }
        guard isValid else { throw bad(name, allowed, given: .string(text)) }
        return text
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }

    private static func isLabelName(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"), UInt8(ascii: "/"):
                    true
                default:
                    false
                }
            }
    }
}

extension OrderedTable where Key == String {
    /// The same members as JSON values.
    func mapValuesToJSON() -> OrderedTable<String, JSONValue> where Value == String {
        var members = OrderedTable<String, JSONValue>()
        for (name, value) in self { members[name] = .string(value) }
        return members
    }

    /// The same members as JSON values.
    func mapValuesToJSON() -> OrderedTable<String, JSONValue> where Value == Int64 {
        var members = OrderedTable<String, JSONValue>()
        for (name, value) in self { members[name] = .integer(value) }
        return members
    }
}

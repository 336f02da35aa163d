import DataStructures

/// The grammar of RFC 8259 in the one form that we write.
extension [UInt8] {
    /// Appends a string with its quotes.
    mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        if Self.isPlain(text.utf8Span.span) {
            append(contentsOf: text.utf8)
        } else {
            for byte in text.utf8 { append(escaped: byte) }
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends `true` or `false`.
    mutating func append(json flag: Bool) {
        append(contentsOf: flag ? "true".utf8 : "false".utf8)
    }

    /// Appends an integer.
    mutating func append(json number: some FixedWidthInteger) {
        append(contentsOf: String(number).utf8)
    }

    /// Appends a list of strings.
    mutating func append(json texts: [String]) {
        append(list: texts) { $0.append(json: $1) }
    }

    /// Appends any value; a number that JSON cannot say is `null`.
    mutating func append(json value: JSONValue) {
        switch value {
        case .null:
            append(contentsOf: "null".utf8)
        case .bool(let flag):
            append(json: flag)
        case .integer(let number):
            append(json: number)
        case .double(let number):
            append(contentsOf: number.isFinite ? "\(number)".utf8 : "null".utf8)
        case .string(let text):
            append(json: text)
        case .array(let items):
            append(list: items) { $0.append(json: $1) }
        case .object(let members):
            append(json: members)
        }
    }

    /// Appends an object; its members are in order already.
    mutating func append(json members: OrderedTable<String, JSONValue>) {
        append(UInt8(ascii: "{"))
        var isFirst = true
        for (name, value) in members {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            append(json: name)
            append(UInt8(ascii: ":"))
            append(json: value)
        }
        append(UInt8(ascii: "}"))
    }

    /// Appends a list of what `appendItem` appends.
    mutating func append<Item>(list items: [Item], _ appendItem: (inout [UInt8], Item) -> Void) {
        append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            appendItem(&self, item)
        }
        append(UInt8(ascii: "]"))
    }

    /// True if no byte needs an escape.
    private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            switch bytes[index] {
            case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): return false
            default: break
            }
        }
        return true
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): append(contentsOf: #"\\"#.utf8)
        case UInt8(ascii: "\n"): append(contentsOf: #"\n"#.utf8)
        case UInt8(ascii: "\r"): append(contentsOf: #"\r"#.utf8)
        case UInt8(ascii: "\t"): append(contentsOf: #"\t"#.utf8)
        case 0..<0x20:
            append(contentsOf: byte < 0x10 ? #"\u000"#.utf8 : #"\u00"#.utf8)
            append(contentsOf: String(byte, radix: 16).utf8)
        default: append(byte)
        }
    }
}

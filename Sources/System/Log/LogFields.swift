/// The fields of one log line, written in logfmt as they are added.
///
/// Values with blanks, quotes, equals signs or control characters are quoted and escaped, so that a
/// line stays a line whatever is in it.
public struct LogFields {
    /// The most bytes of a value that are written; the rest becomes `...`.
    public static let valueByteCountMax = 1_024

    private(set) var bytes: [UInt8]

    init(reusing bytes: consuming [UInt8]) {
        self.bytes = bytes
        self.bytes.removeAll(keepingCapacity: true)
    }

    /// Adds a text.
    ///
    /// - Parameters:
    ///   - key: Lower case words joined by `_`, written as it is.
    ///   - value: Any text.
    public mutating func add(_ key: String, _ value: String) {
        addKey(key)
        addValue(value.utf8)
    }

    /// Adds a text if there is one.
    ///
    /// - Parameters:
    ///   - key: Lower case words joined by `_`, written as it is.
    ///   - value: Any text; nil adds nothing.
    public mutating func add(_ key: String, _ value: String?) {
        if let value { add(key, value) }
    }

    /// Adds a number.
    ///
    /// - Parameters:
    ///   - key: Lower case words joined by `_`, with the unit in the name.
    ///   - value: Any number.
    public mutating func add(_ key: String, _ value: some BinaryInteger) {
        addKey(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Adds `true` or `false`.
    ///
    /// - Parameters:
    ///   - key: Lower case words joined by `_`.
    ///   - value: The truth.
    public mutating func add(_ key: String, _ value: Bool) {
        addKey(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    mutating func addPrefix(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func addKey(_ key: String) {
        if let last = bytes.last, last != UInt8(ascii: ">") { bytes.append(UInt8(ascii: " ")) }
        bytes.append(contentsOf: key.utf8)
        bytes.append(UInt8(ascii: "="))
    }

    private mutating func addValue(_ value: String.UTF8View) {
        let isCut = value.count > Self.valueByteCountMax
        let needsQuotes = isCut || value.isEmpty || value.contains(where: Self.needsQuotes)
        guard needsQuotes else {
            bytes.append(contentsOf: value)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in isCut ? Self.whole(value.prefix(Self.valueByteCountMax)) : value[...] {
            addEscaped(byte)
        }
        if isCut { bytes.append(contentsOf: "...".utf8) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Drops the beginning of a character that was cut in two.
    private static func whole(_ text: Substring.UTF8View) -> Substring.UTF8View {
        guard let start = text.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return text }
        let length = text.distance(from: start, to: text.endIndex)
        let needed = text[start] < 0x80 ? 1 : text[start] < 0xE0 ? 2 : text[start] < 0xF0 ? 3 : 4
        return length < needed ? text[..<start] : text
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "=")
            || byte == UInt8(ascii: "\\")
    }

    private mutating func addEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
        case 0..<0x20, 0x7F:
            let digits = String(byte, radix: 16)
            bytes.append(contentsOf: (digits.count == 1 ? "\\x0" : "\\x").utf8)
            bytes.append(contentsOf: digits.utf8)
        default: bytes.append(byte)
        }
    }
}

import DataStructures
public import Protocol

/// Reads configuration text: JSON with comments, trailing commas, unquoted names and single quotes.
///
/// It takes JSON5 but for numbers that are not finite and names with letters outside of ASCII.
/// Unlike a general reader it says where a mistake is, and refuses a name that is given twice,
/// because one of the two would be ignored.
///
/// Source: <https://spec.json5.org>.
public struct RelaxedJSON {
    /// The most objects and lists inside each other.
    public static let depthMax = 64

    /// The place of a byte: line and column from 1, columns counted in bytes.
    private struct Place {
        var line = 1
        var column = 1
    }

    /// The first mistake of the text: reading ends there.
    private struct SyntaxError: Error {
        let place: Place
        let what: String
    }

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private var problems = ConfigurationProblems()

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one value.
    ///
    /// - Parameter bytes: UTF-8; the caller bounds their number.
    /// - Returns: The value; or the first mistake of form and the names that are given twice before
    ///   it, each with line and column (in bytes, from 1) as its path.
    /// - Complexity: O(bytes).
    public static func parse(_ bytes: [UInt8]) -> Result<JSONValue, ConfigurationProblems> {
        var reader = RelaxedJSON(bytes)
        do throws(SyntaxError) {
            try reader.checkText()
            let value = try reader.value()
            try reader.skipBlanks()
            guard reader.position == bytes.count else {
                throw reader.unexpected("the end")
            }
            return reader.problems.isEmpty ? .success(value) : .failure(reader.problems)
        } catch {
            reader.add(error.what, at: error.place)
            return .failure(reader.problems)
        }
    }

    // MARK: Places

    private func place(of position: Int) -> Place {
        var place = Place()
        for byte in bytes[..<min(position, bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                place = Place(line: place.line + 1, column: 1)
            } else {
                place.column += 1
            }
        }
        return place
    }

    private mutating func add(_ what: String, at place: Place) {
        problems.add("line \(place.line), column \(place.column)", what)
    }

    private func mistake(_ what: String, at position: Int? = nil) -> SyntaxError {
        SyntaxError(place: place(of: position ?? self.position), what: what)
    }

    private func unexpected(_ wanted: String) -> SyntaxError {
        guard let byte = next else { return mistake("the text ends before \(wanted)") }
        let isShown = byte > 32 && byte < 127
        let found = isShown ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
        return mistake("\(found) where \(wanted) belongs")
    }

    private func checkText() throws(SyntaxError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw mistake("not UTF-8", at: error.byteOffsets.lowerBound)
        }
    }

    // MARK: Bytes

    private var next: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    /// Takes the text if it stands here.
    private mutating func take(_ text: StaticString) -> Bool {
        let wanted = Array("\(text)".utf8)
        guard bytes[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func skipBlanks() throws(SyntaxError) {
        while true {
            if take("//") {
                while let byte = next, byte != UInt8(ascii: "\n") { position += 1 }
            } else if take("/*") {
                try skipComment(from: position - 2)
            } else if take(" ") || take("\n") || take("\t") || take("\r") || take("\u{C}")
                || take("\u{B}") || take("\u{A0}") || take("\u{FEFF}")
            {
                continue
            } else {
                return
            }
        }
    }

    private mutating func skipComment(from start: Int) throws(SyntaxError) {
        while !take("*/") {
            guard next != nil else { throw mistake("a comment that does not end", at: start) }
            position += 1
        }
    }

    // MARK: Values

    private mutating func value() throws(SyntaxError) -> JSONValue {
        try skipBlanks()
        guard let byte = next else { throw unexpected("a value") }
        switch byte {
        case UInt8(ascii: "{"):
            return try nested { reader throws(SyntaxError) in try reader.object() }
        case UInt8(ascii: "["):
            return try nested { reader throws(SyntaxError) in try reader.list() }
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        default: return try word()
        }
    }

    private mutating func nested(
        _ read: (inout RelaxedJSON) throws(SyntaxError) -> JSONValue
    ) throws(SyntaxError) -> JSONValue {
        guard depth < Self.depthMax else {
            throw mistake("more than \(Self.depthMax) objects and lists inside each other")
        }
        depth += 1
        position += 1
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(SyntaxError) -> JSONValue {
        var members = OrderedTable<String, JSONValue>()
        while true {
            try skipBlanks()
            if take("}") { return .object(members) }
            let start = position
            let name = try name()
            try skipBlanks()
            guard take(":") else { throw unexpected("':'") }
            let value = try value()
            if members.contains(name) {
                let shown = JSONValue.string(name).excerpt
                add("the name \(shown) is given twice", at: place(of: start))
            }
            members[name] = value
            try skipBlanks()
            guard take(",") || next == UInt8(ascii: "}") else { throw unexpected("',' or '}'") }
        }
    }

    private mutating func list() throws(SyntaxError) -> JSONValue {
        var items: [JSONValue] = []
        while true {
            try skipBlanks()
            if take("]") { return .array(items) }
            items.append(try value())
            try skipBlanks()
            guard take(",") || next == UInt8(ascii: "]") else { throw unexpected("',' or ']'") }
        }
    }

    private mutating func word() throws(SyntaxError) -> JSONValue {
        let start = position
        let text = identifier()
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "": throw unexpected("a value")
        default:
            let shown = JSONValue.string(text).excerpt
            throw mistake("\(shown) is no value (quote a string)", at: start)
        }
    }

    // MARK: Names and strings

    private mutating func name() throws(SyntaxError) -> String {
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") { return try string() }
        let text = identifier()
        guard let first = text.utf8.first, !isDigit(first) else { throw unexpected("a name") }
        return text
    }

    private mutating func identifier() -> String {
        let start = position
        while let byte = next, isWord(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        default:
            false
        }
    }

    private mutating func string() throws(SyntaxError) -> String {
        let start = position
        let quote = next
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case quote: return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<32: throw mistake("a string that does not end on its line", at: start)
            default: text.append(byte)
            }
        }
        throw mistake("a string that does not end", at: start)
    }

    private mutating func escape(into text: inout [UInt8]) throws(SyntaxError) {
        if take("\r\n") || take("\n") || take("\r") { return }
        guard let byte = next else { throw unexpected("the end of a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "v"): text.append(11)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "0") where !(next.map(isDigit) ?? false): text.append(0)
        case UInt8(ascii: "x"): try append(code: hex(digitCount: 2), to: &text)
        case UInt8(ascii: "u"): try unicode(into: &text)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            throw mistake("a digit cannot be escaped", at: position - 1)
        default: text.append(byte)
        }
    }

    private mutating func unicode(into text: inout [UInt8]) throws(SyntaxError) {
        var code = try hex(digitCount: 4)
        if (0xD800..<0xDC00).contains(code) {
            guard take("\\u") else { throw mistake("half of a surrogate pair") }
            let low = try hex(digitCount: 4)
            guard (0xDC00..<0xE000).contains(low) else { throw mistake("half of a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        try append(code: code, to: &text)
    }

    private func append(code: UInt32, to text: inout [UInt8]) throws(SyntaxError) {
        guard let scalar = Unicode.Scalar(code) else { throw mistake("half of a surrogate pair") }
        text += Array(String(Character(scalar)).utf8)
    }

    private mutating func hex(digitCount: Int) throws(SyntaxError) -> UInt32 {
        let end = position + digitCount
        guard end <= bytes.count, bytes[position..<end].allSatisfy(isWord),
            let code = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
        else { throw mistake("an escape needs \(digitCount) hexadecimal digits") }
        position = end
        return code
    }

    // MARK: Numbers

    private mutating func number() throws(SyntaxError) -> JSONValue {
        let start = position
        while let byte = next, isWord(byte) || byte == UInt8(ascii: ".") || isSign(byte, start) {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Self.number(text) else {
            let shown = JSONValue.string(text).excerpt
            throw mistake("\(shown) is no finite number", at: start)
        }
        return number
    }

    /// A sign belongs to the number at its start and after an exponent.
    private func isSign(_ byte: UInt8, _ start: Int) -> Bool {
        guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { return false }
        return position == start || bytes[position - 1] | 0x20 == UInt8(ascii: "e")
    }

    private static func number(_ text: String) -> JSONValue? {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-")
        else { return nil }
        let sign = isNegative ? "-" : ""
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            return Int64(sign + digits.dropFirst(2), radix: 16).map(JSONValue.integer)
        }
        if digits.count > 1, first == UInt8(ascii: "0"),
            digits.utf8.allSatisfy({ $0 < 58 && $0 > 47 })
        {
            return nil
        }
        if let integer = Int64(sign + digits) { return .integer(integer) }
        return decimal(sign: sign, digits)
    }

    /// `Double` takes words and hexadecimal fractions too; JSON has none of them.
    private static func decimal(sign: String, _ digits: Substring) -> JSONValue? {
        let isPlain = digits.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
                UInt8(ascii: "-"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default:
                false
            }
        }
        let padded =
            (digits.hasPrefix(".") ? "0" : "") + digits + (digits.hasSuffix(".") ? "0" : "")
        guard isPlain, let number = Double(sign + padded), number.isFinite else { return nil }
        return Int64(exactly: number).map(JSONValue.integer) ?? .double(number)
    }
}

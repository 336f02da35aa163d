import DataStructures
public import Protocol

/// Reads configuration text: JSON with comments (JSON5), by Foundation.
///
/// Foundation says neither where a text is broken nor that a name is given twice, of which it would
/// drop one. So brackets, strings, comments and names are looked through first, and what is wrong
/// with those has a line and a column; values are Foundation's matter alone.
public struct ConfigurationSyntax {
    /// The most objects and lists inside each other.
    public static let depthMax = 64

    /// The place of a byte: line and column from 1, columns counted in bytes.
    private struct Place {
        var line = 1
        var column = 1

        var text: String { "line \(line), column \(column)" }
    }

    /// An object or list that is open.
    private struct Bracket {
        let opening: UInt8
        let place: Place
        /// The names of an object so far.
        var names = OrderedTable<String, Bool>()
    }

    private let bytes: [UInt8]
    private var position = 0
    private var place = Place()
    private var open: [Bracket] = []
    /// A word or string that is a name if a colon follows.
    private var lastWord: (text: String, place: Place)?
    private var problems = ConfigurationProblems()

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one value.
    ///
    /// - Parameter bytes: UTF-8; the caller bounds their number.
    /// - Returns: The value; or what is wrong with the text, each with line and column (in bytes,
    ///   from 1) as its path where they are known.
    /// - Complexity: O(bytes).
    public static func parse(_ bytes: [UInt8]) -> Result<JSONValue, ConfigurationProblems> {
        var text = ConfigurationSyntax(bytes)
        text.lookThrough()
        guard text.problems.isEmpty else { return .failure(text.problems) }
        do throws(ProtocolError) {
            return .success(try JSONText.decodeConfiguration(bytes[...]))
        } catch {
            let problem = ConfigurationProblem(
                "",
                "not JSON",
                allowed: "JSON with comments; look for a missing comma, colon or quote"
            )
            return .failure(ConfigurationProblems(problem))
        }
    }

    private mutating func lookThrough() {
        while position < bytes.count {
            guard open.count <= Self.depthMax else {
                problems.add(
                    place.text,
                    "more than \(Self.depthMax) objects and lists inside each other"
                )
                return
            }
            guard take() else { return }
        }
        if let bracket = open.last {
            let character = String(UnicodeScalar(bracket.opening))
            problems.add(bracket.place.text, "'\(character)' is not closed")
        }
    }

    /// Looks at the next thing; false if nothing after it can be understood.
    private mutating func take() -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            open.append(Bracket(opening: bytes[position], place: place))
        case UInt8(ascii: "}"): return close(UInt8(ascii: "{"))
        case UInt8(ascii: "]"): return close(UInt8(ascii: "["))
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return takeString()
        case UInt8(ascii: "/"): return takeComment()
        case UInt8(ascii: ":"): noteName()
        case UInt8(ascii: ","): lastWord = nil
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): break
        default: takeWord()
        }
        advance()
        return true
    }

    private mutating func advance() {
        if bytes[position] == UInt8(ascii: "\n") {
            place.line += 1
            place.column = 1
        } else {
            place.column += 1
        }
        position += 1
    }

    private mutating func close(_ opening: UInt8) -> Bool {
        let character = String(UnicodeScalar(bytes[position]))
        guard let bracket = open.popLast(), bracket.opening == opening else {
            problems.add(place.text, "'\(character)' closes nothing that is open")
            return false
        }
        lastWord = nil
        advance()
        return true
    }

    private mutating func takeString() -> Bool {
        let (quote, start, first) = (bytes[position], place, position + 1)
        advance()
        while position < bytes.count, bytes[position] != quote {
            if bytes[position] == UInt8(ascii: "\\") { advance() }
            guard position < bytes.count else { break }
            advance()
        }
        guard position < bytes.count else {
            problems.add(start.text, "a string that does not end")
            return false
        }
        lastWord = (String(decoding: bytes[first..<position], as: UTF8.self), start)
        advance()
        return true
    }

    private mutating func takeComment() -> Bool {
        let start = place
        advance()
        guard position < bytes.count else { return true }
        switch bytes[position] {
        case UInt8(ascii: "/"):
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { advance() }
        case UInt8(ascii: "*"):
            advance()
            var isStar = false
            while position < bytes.count, !(isStar && bytes[position] == UInt8(ascii: "/")) {
                isStar = bytes[position] == UInt8(ascii: "*")
                advance()
            }
            guard position < bytes.count else {
                problems.add(start.text, "a comment that does not end")
                return false
            }
            advance()
        default:
            break
        }
        return true
    }

    private mutating func takeWord() {
        let (start, first) = (place, position)
        while position + 1 < bytes.count, Self.isInWord(bytes[position + 1]) { advance() }
        lastWord = (String(decoding: bytes[first...position], as: UTF8.self), start)
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
            UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), 0x80...:
            true
        default:
            false
        }
    }

    /// What stood before a colon is a name of the innermost object.
    private mutating func noteName() {
        guard let word = lastWord, let innermost = open.indices.last else { return }
        if open[innermost].names[word.text] != nil {
            problems.add(word.place.text, "the name \"\(word.text)\" is given twice")
        }
        open[innermost].names[word.text] = true
        lastWord = nil
    }
}

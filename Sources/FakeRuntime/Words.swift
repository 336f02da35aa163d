/// What follows the name of an instruction, taken word by word.
struct Words {
    private let instruction: String
    private var rest: Substring

    /// Takes `text`, which follows the name in `instruction`.
    init(_ text: Substring, of instruction: Substring) {
        self.instruction = String(instruction)
        rest = text.trimmingBlanks()
    }

    /// The next word.
    mutating func word(_ what: String) throws(ScriptError) -> String {
        guard let word = rest.split(separator: " ", maxSplits: 1).first else {
            throw problem("\(what) is missing")
        }
        rest = rest.dropFirst(word.utf8.count == 0 ? 0 : word.count).trimmingBlanks()
        return String(word)
    }

    /// All that is left, as one text; it may be empty.
    mutating func text() -> String {
        defer { rest = "" }
        return String(rest)
    }

    /// All that is left, as one text that has at least one character.
    mutating func someText(_ what: String) throws(ScriptError) -> String {
        guard !rest.isEmpty else { throw problem("\(what) is missing") }
        return text()
    }

    /// All that is left, as words.
    mutating func words() -> [Substring] {
        defer { rest = "" }
        return rest.split(separator: " ")
    }

    /// The next word as a whole number within `range`.
    mutating func number(_ what: String, in range: ClosedRange<Int>) throws(ScriptError) -> Int {
        let word = try word(what)
        guard let number = Int(word), range.contains(number) else {
            let bounds = "\(range.lowerBound) to \(range.upperBound)"
            throw problem("\(what) is \"\(word)\", not a number from \(bounds)")
        }
        return number
    }

    /// The next word as a number of seconds from 0 to a day.
    mutating func seconds() throws(ScriptError) -> Instruction.Nanoseconds {
        let word = try word("SECONDS")
        guard let seconds = Double(word), (0...86_400).contains(seconds) else {
            throw problem("SECONDS is \"\(word)\", not a number from 0 to 86400")
        }
        return Instruction.Nanoseconds(seconds * 1_000_000_000)
    }

    /// The next word, one of `choices`.
    mutating func choice(_ what: String, of choices: [String]) throws(ScriptError) -> String {
        let word = try word(what)
        guard choices.contains(word) else {
            throw problem("\(what) is \"\(word)\", not one of \(choices.joined(separator: ", "))")
        }
        return word
    }

    /// Ends the instruction; what is left over is a mistake.
    func end() throws(ScriptError) {
        guard rest.isEmpty else { throw problem("\"\(rest)\" is too much") }
    }

    /// A mistake in this instruction.
    func problem(_ text: String) -> ScriptError {
        .unreadable(instruction: instruction, problem: text)
    }
}

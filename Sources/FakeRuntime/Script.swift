/// A list of instructions, read whole before the first is carried out.
///
/// Instructions are separated by `;` or by the end of a line; `\;` is a semicolon in a text. Empty
/// instructions, and those that start with `#`, are skipped.
struct Script: Equatable {
    /// In the order of the text.
    let instructions: [Instruction]

    /// Reads `text`.
    ///
    /// - Throws: `ScriptError.unreadable` with the first instruction that is not understood.
    init(_ text: String) throws(ScriptError) {
        var instructions: [Instruction] = []
        for part in Self.parts(of: text) {
            let instruction = part[...].trimmingBlanks()
            guard !instruction.isEmpty, !instruction.hasPrefix("#") else { continue }
            instructions.append(try Self.instruction(instruction))
        }
        self.instructions = instructions
    }

    /// Reads one instruction, without blanks at its ends.
    ///
    /// - Throws: `ScriptError.unreadable`.
    static func instruction(_ instruction: Substring) throws(ScriptError) -> Instruction {
        let name = instruction.prefix { !$0.isWhitespace }
        var words = Words(instruction.dropFirst(name.count), of: instruction)
        guard let form = InstructionForm.all.first(where: { $0.name == name }) else {
            throw words.problem(
                "no instruction is called \"\(name)\" (fake-runtime --help lists them)"
            )
        }
        let result = try form.parse(&words)
        try words.end()
        return result
    }

    private static func parts(of text: String) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in text {
            switch (character, isEscaped) {
            case ("\\", false):
                isEscaped = true
                continue
            case (";", false), ("\n", _), ("\r\n", _):
                parts.append("")
            case (";", true):
                parts[parts.count - 1].append(character)
            case (_, true):
                parts[parts.count - 1] += "\\\(character)"
            case (_, false):
                parts[parts.count - 1].append(character)
            }
            isEscaped = false
        }
        if isEscaped { parts[parts.count - 1].append("\\") }
        return parts
    }
}

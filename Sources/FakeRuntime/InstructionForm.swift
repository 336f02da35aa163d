/// How one instruction is written, what it does, and how its arguments are read.
struct InstructionForm {
    /// The first word.
    let name: String

    /// What follows it, as the help shows it.
    let arguments: String

    /// What it does, in a few words.
    let summary: String

    /// Reads the arguments; must take all of them.
    let parse: @Sendable (_ words: inout Words) throws(ScriptError) -> Instruction

    /// Describes one instruction.
    init(
        _ name: String,
        _ arguments: String,
        _ summary: String,
        parse: @escaping @Sendable (_ words: inout Words) throws(ScriptError) -> Instruction
    ) {
        self.name = name
        self.arguments = arguments
        self.summary = summary
        self.parse = parse
    }
}

import Protocol

/// One command: the row of the table from which parsing, help, completion and the reference come.
struct CommandSpec: Sendable {
    /// One line of a command's examples.
    struct Example: Sendable {
        /// What is typed.
        let line: String
        /// What it does.
        let meaning: String

        init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// The words that name it: a noun, or a noun and a verb.
    let path: [String]
    /// Short forms of its name, each one word or a noun and a verb.
    var aliases: [[String]] = []
    /// One line, in lower case and without a full stop.
    let summary: String
    /// The words it takes, in order.
    var arguments: [ArgumentSpec] = []
    /// Its own options.
    var options: [OptionSpec] = []
    /// What `--output` may say; the first is used where nothing is said.
    var formats: [OutputFormat] = [.table, .json]
    /// What people type.
    var examples: [Example] = []
    /// What it exits with besides 0, and the codes that every command has.
    var exits: [(code: Int32, meaning: String)] = []
    /// True if its words are the text of a mission, which it reads itself.
    var takesObjective = false
    /// False for what needs no supervisor.
    var isRemote = true
    /// What it does.
    let run: @Sendable (Invocation) throws(Failure) -> Int32

    /// The name as it is typed.
    var name: String { path.joined(separator: " ") }

    /// Its own options and those of every command.
    var allOptions: [OptionSpec] {
        options + [outputOption] + OptionSpec.global
    }

    private var outputOption: OptionSpec {
        OptionSpec(
            "output",
            short: "o",
            .choice(formats.map(\.rawValue)),
            "how data is written (default: \(formats.first?.rawValue ?? ""))"
        )
    }

    /// The first line of its help: name, words, and that there are options.
    var usage: String {
        let words = ["lanectl", name] + arguments.map(\.usage) + ["[options]"]
        return words.joined(separator: " ")
    }
}

/// What the user typed, checked against the table.
struct ParsedArguments {
    /// The command.
    let command: CommandSpec
    /// The words that are no options, in order.
    let words: [String]
    /// The words after `--`; nil if there was none.
    let trailing: [String]?
    private let values: [(name: String, text: String)]

    init(
        command: CommandSpec,
        words: [String],
        trailing: [String]?,
        values: [(name: String, text: String)]
    ) {
        self.command = command
        self.words = words
        self.trailing = trailing
        self.values = values
    }

    /// True if the flag was given.
    func has(_ option: OptionSpec) -> Bool {
        !list(option).isEmpty
    }

    /// The value that was given; nil if none was.
    func text(_ option: OptionSpec) -> String? {
        list(option).first
    }

    /// Every value that was given, in order.
    ///
    /// - Parameter option: One of the command's; another is a mistake in the table and traps.
    /// - Returns: The texts as they were typed; empty texts for a flag that was given.
    func list(_ option: OptionSpec) -> [String] {
        guard command.allOptions.contains(where: { $0.name == option.name }) else {
            fatalError("\"\(command.name)\" has no option --\(option.name)")
        }
        return values.filter { $0.name == option.name }.map(\.text)
    }

    /// How data is to be written.
    var format: OutputFormat {
        let given = values.first { $0.name == "output" }
        return given.flatMap { OutputFormat(rawValue: $0.text) } ?? command.formats.first ?? .table
    }

    /// The words after `--help` do not matter: the user wants to read first.
    var wantsHelp: Bool { has(.help) }
}

/// The help of commands as text.
struct HelpText {
    private let table: CommandTable

    init(table: CommandTable) {
        self.table = table
    }

    /// The overview: every command with its summary, and where to read on.
    var overview: String {
        let rows = table.commands.map { (title(of: $0), $0.summary) }
        return """
            lanectl: shows and steers what a lanekeeper supervisor runs

            usage: lanectl COMMAND [options]

            commands:
            \(columns(rows))

            options of every command:
            \(columns(OptionSpec.global.map { ($0.usage, $0.help) }))

            lanectl help COMMAND explains one; docs/lanectl.md has them all.

            """
    }

    /// The verbs of a noun with their summaries.
    func noun(_ noun: String) -> String {
        let commands = table.commands.filter { $0.path[0] == noun && $0.path.count == 2 }
        return """
            usage: lanectl \(noun) VERB [options]

            verbs:
            \(columns(commands.map { (title(of: $0), $0.summary) }))

            """
    }

    /// All of one command.
    func command(_ command: CommandSpec) -> String {
        var text = "\(command.name): \(command.summary)\n\nusage: \(command.usage)\n"
        let aliases = command.aliases.map { "lanectl " + $0.joined(separator: " ") }
        if !aliases.isEmpty { text += "also:  \(aliases.joined(separator: ", "))\n" }
        if !command.arguments.isEmpty {
            text += "\n" + columns(command.arguments.map { ($0.name, $0.help) }) + "\n"
        }
        text += "\noptions:\n" + columns(command.allOptions.map { ($0.usage, $0.help) }) + "\n"
        if !command.examples.isEmpty {
            let examples = command.examples.map { "  \($0.line)\n      \($0.meaning)" }
            text += "\nexamples:\n" + examples.joined(separator: "\n") + "\n"
        }
        text += "\nexit codes:\n" + columns(Self.exits(of: command)) + "\n"
        return text
    }

    /// What a command exits with: 0, its own codes, and those of every command, ascending.
    static func exits(of command: CommandSpec) -> [(String, String)] {
        let own = command.exits
        let common = commonExits(of: command).filter { row in !own.contains { $0.code == row.code }
        }
        return (own + common).sorted { $0.code < $1.code }.map { (String($0.code), $0.meaning) }
    }

    private static func commonExits(of command: CommandSpec) -> [(code: Int32, meaning: String)] {
        let local: [(code: Int32, meaning: String)] = [
            (0, "done"), (2, "the command line is wrong"),
        ]
        guard command.isRemote else { return local }
        return local + [
            (69, "the supervisor cannot be reached"),
            (70, "something failed inside the supervisor"),
            (75, "temporary, try again"),
            (77, "not permitted"),
        ]
    }

    private func title(of command: CommandSpec) -> String {
        let short = command.aliases.filter { $0.count == 1 }.map { $0[0] }
        return ([command.name] + short).joined(separator: ", ")
    }

    /// Two columns; a left side that is too wide gets a line of its own.
    private func columns(_ rows: [(String, String)]) -> String {
        let widthMax = 30
        let width = rows.map(\.0.count).filter { $0 <= widthMax }.max() ?? 0
        let indent = String(repeating: " ", count: width + 4)
        return rows.map { left, right in
            guard left.count <= widthMax else { return "  \(left)\n\(indent)\(right)" }
            return "  \(left)" + String(repeating: " ", count: width - left.count + 2) + right
        }.joined(separator: "\n")
    }
}

/// Every command there is, in the order in which help shows them.
struct CommandTable: Sendable {
    /// The commands of this program.
    static let standard = CommandTable(
        [StatusCommand.spec, SubmitCommand.spec, PsCommand.spec]
            + MissionCommands.specs + LaneCommands.specs + PoolCommands.specs
            + [GovernorCommand.spec, EventsCommand.spec] + SupervisorCommands.specs
            + ConfigCommands.specs
            + [DoctorCommand.spec, VersionCommand.spec, HelpCommand.spec]
    )

    /// The commands.
    let commands: [CommandSpec]

    init(_ commands: [CommandSpec]) {
        self.commands = commands
    }

    /// The command of this name or short form.
    func command(_ path: [String]) -> CommandSpec? {
        commands.first { $0.path == path || $0.aliases.contains(path) }
    }

    /// The verbs of a noun, aliases last; empty if it is no noun.
    func verbs(of noun: String) -> [String] {
        let paths = commands.map(\.path) + commands.flatMap(\.aliases)
        return paths.filter { $0.count == 2 && $0[0] == noun }.map { $0[1] }
    }

    /// Every word that a command line may begin with, each once, short forms last.
    var firstWords: [String] {
        var words: [String] = []
        for path in commands.map(\.path) + commands.flatMap(\.aliases)
        where !words.contains(path[0]) {
            words.append(path[0])
        }
        return words
    }

    /// The options that may stand before the command.
    var anywhereOptions: [OptionSpec] {
        [OptionSpec("output", short: "o", .one("FORMAT"), "how data is written")]
            + OptionSpec.global
    }
}

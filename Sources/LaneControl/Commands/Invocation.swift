import Protocol
import System

/// One run of a command: what was typed, and what it works with.
struct Invocation {
    /// What was typed.
    let arguments: ParsedArguments
    /// Clocks, environment, stdin, Ctrl-C.
    let world: World
    /// Where data and notes go.
    let printer: Printer

    init(arguments: ParsedArguments, world: World, console: any Console) {
        self.arguments = arguments
        self.world = world
        let noColor = world.environment("NO_COLOR").map { !$0.isEmpty } ?? false
        let style = Style(
            isTerminal: console.isTerminal,
            isRefused: noColor || arguments.has(.noColor)
        )
        printer = Printer(
            console: console,
            format: arguments.format,
            style: style,
            isQuiet: arguments.has(.quiet)
        )
    }

    /// A client for the control socket; it connects at its first question.
    func makeClient() -> ControlClient {
        ControlClient(path: socketPath, world: world)
    }

    /// Where the control socket is.
    var socketPath: String {
        SocketLocation.path(
            option: arguments.text(.socket),
            uid: world.uid,
            environment: world.environment,
            exists: Files.exists
        )
    }

    /// The wall clock now.
    var now: WallTime { world.now().wall }

    /// The first word as a mission's id.
    func mission() throws(Failure) -> MissionID {
        try ParsedArguments.mission(allWords.first ?? "")
    }

    /// The first word as a lane's name.
    func lane() throws(Failure) -> LaneID {
        try ParsedArguments.lane(allWords.first ?? "")
    }

    /// Every word, those after `--` too.
    var allWords: [String] { arguments.words + (arguments.trailing ?? []) }

    /// The deadline that `--timeout` sets, from now on.
    func waitDeadline(_ option: OptionSpec = .timeout) throws(Failure) -> MonotonicTime? {
        let seconds = try arguments.seconds(option, in: 0...604_800)
        return seconds.map { world.now().boot + .seconds($0) }
    }
}

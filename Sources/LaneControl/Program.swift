import Protocol

/// `lanectl` from its words to its exit status.
struct Program {
    private let world: World
    private let console: any Console
    private let table: CommandTable

    init(world: World, console: any Console, table: CommandTable = .standard) {
        self.world = world
        self.console = console
        self.table = table
    }

    /// Runs one command.
    ///
    /// - Parameter words: The command line without the program's name.
    /// - Returns: The exit status, as `docs/operate.md` lists them, or 130 after Ctrl-C.
    func run(_ words: [String]) -> Int32 {
        do throws(Failure) {
            return try run(try ArgumentParser.parse(words, table: table))
        } catch {
            return report(error, format: .table)
        }
    }

    private func run(_ arguments: ParsedArguments) throws(Failure) -> Int32 {
        if arguments.wantsHelp, arguments.command.path != ["help"] {
            console.write(HelpText(table: table).command(arguments.command))
            return 0
        }
        let invocation = Invocation(arguments: arguments, world: world, console: console)
        do throws(Failure) {
            return try arguments.command.run(invocation)
        } catch {
            return report(error, format: arguments.format)
        }
    }

    private func report(_ failure: Failure, format: OutputFormat) -> Int32 {
        guard !failure.message.isEmpty else { return failure.status }
        console.note(SafeText.line(failure.line))
        if format == .json || format == .jsonl { console.write(ErrorDocument.text(of: failure)) }
        return failure.status
    }
}

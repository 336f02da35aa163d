import System

/// Standard output and standard error of this process.
final class StandardConsole: Console {
    let isTerminal = Terminal.isTerminal(1)

    var columnCount: Int? { Terminal.columnCount(of: 1) }

    func write(_ text: String) {
        do {
            try StandardStreams.writeOutput(text)
        } catch {
            // Nobody reads any more, or the disk behind a redirection is full: there is no point in
            // going on, and the shell shows the status. SIGPIPE ends the usual case before this.
            note("lanectl: \(error)")
            CurrentProcess.exit(1)
        }
    }

    func note(_ line: String) {
        // Without stderr there is nobody left to tell.
        try? StandardStreams.writeError(line + "\n")
    }
}

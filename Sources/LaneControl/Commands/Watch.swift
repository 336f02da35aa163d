import Protocol

/// Draws something again whenever something happens.
struct Watch {
    /// Ages are out of date after this long.
    private static let refreshMilliseconds: UInt64 = 5_000

    private let invocation: Invocation

    init(_ invocation: Invocation) {
        self.invocation = invocation
    }

    /// Draws once, or again at every event until Ctrl-C where `--watch` asks for that.
    ///
    /// - Parameter draw: Asks and writes one frame; returns the exit status.
    /// - Returns: The status of the one frame; a watch has none, because only an error ends it.
    /// - Throws: What `draw` throws, and `Failure.interrupted`.
    func run(_ draw: (ControlClient) throws(Failure) -> Int32) throws(Failure) -> Int32 {
        let client = invocation.makeClient()
        guard invocation.arguments.has(.watch) else { return try draw(client) }
        let events = invocation.makeClient()
        try client.catchInterrupts()
        try events.catchInterrupts()
        var cursor = try subscribe(events, after: nil)
        var isFirst = true
        while true {
            begin(isFirst: isFirst)
            isFirst = false
            _ = try draw(client)
            cursor = try waitForEvent(events, cursor)
        }
    }

    /// Puts the next frame over the last one on a terminal, and behind it in a pipe.
    private func begin(isFirst: Bool) {
        let printer = invocation.printer
        if printer.isTerminal {
            printer.write("\u{1B}[H\u{1B}[2J")
        } else if !isFirst, printer.format == .table {
            printer.write("\n")
        }
    }

    private func subscribe(_ client: ControlClient, after cursor: UInt64?) throws(Failure) -> UInt64
    {
        var filter = EventFilter()
        filter.cursor = cursor
        filter.follows = true
        guard case .events(_, let next) = try client.ask(.eventsSubscribe(filter)).reply else {
            throw Failure(.internalFailure, "the supervisor did not answer with events")
        }
        return next
    }

    /// Waits until something happened, or the frame is old.
    private func waitForEvent(_ client: ControlClient, _ cursor: UInt64) throws(Failure) -> UInt64 {
        do throws(Failure) {
            let deadline = client.after(Self.refreshMilliseconds)
            guard let (first, _) = try client.nextEvent(until: deadline) else { return cursor }
            var latest = first.sequence
            // One frame for a burst: what comes at once is taken together.
            while let (event, _) = try client.nextEvent(until: client.after(20)) {
                latest = event.sequence
                if latest >= first.sequence + 500 { break }
            }
            return latest
        } catch {
            guard error.status == ExitCode.unreachable.rawValue else { throw error }
            return try subscribe(client, after: cursor)
        }
    }
}

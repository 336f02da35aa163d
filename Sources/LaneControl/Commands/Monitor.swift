import Protocol

/// Watches something that goes on by itself: Ctrl-C ends the watching, and says so.
struct Monitor {
    private let invocation: Invocation

    init(_ invocation: Invocation) {
        self.invocation = invocation
    }

    /// Runs the watching of a mission.
    ///
    /// - Parameters:
    ///   - mission: What goes on.
    ///   - body: The watching.
    /// - Returns: What `body` returns, or 130 after Ctrl-C.
    /// - Throws: What `body` throws, but for `Failure.interrupted`.
    func run(
        over mission: MissionID,
        _ body: () throws(Failure) -> Int32
    ) throws(Failure) -> Int32 {
        try run(
            "still running: \(mission)  (lanectl wait \(mission), lanectl cancel \(mission))",
            body
        )
    }

    /// Runs a watching; `message` is said at Ctrl-C, also where `--quiet` asks for silence, because
    /// it is the answer to the user's own key.
    func run(_ message: String, _ body: () throws(Failure) -> Int32) throws(Failure) -> Int32 {
        do throws(Failure) {
            return try body()
        } catch {
            guard error == .interrupted else { throw error }
            invocation.printer.say(message)
            return Failure.interruptedStatus
        }
    }
}

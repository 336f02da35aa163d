public import Protocol

extension LaneCore {
    /// Something that must now be done, as data.
    ///
    /// Effects are done in order. None is done that says a result before `outboxWritten` has come.
    public enum Effect: Equatable, Sendable {
        // MARK: The supervisor
        /// Sends an answer or a notification; dropped if the connection is gone.
        case send(ConnectionID, LaneReport)
        /// Sends a heartbeat of these runs, to which the shell adds its own memory.
        case sendHeartbeat(ConnectionID, [Heartbeat.Run])
        /// Closes a connection; bytes of it that were not parsed yet are discarded.
        case closeConnection(ConnectionID)

        // MARK: Processes
        /// Prepares folder, log, control group and pipes, and starts the runtime: `launched` or
        /// `launchFailed` follows, and after `launched` some time `leaderExited`.
        case launch(LaunchOrder)
        /// Runs a check inside the run: `checkExited` or `checkLaunchFailed` follows.
        case launchCheck(RunID, index: Int, argv: [String])
        /// Sends a signal to every process of the run.
        case signalTree(RunID, TreeSignal)
        /// Counts the living processes of the run: `treeSurveyed` or `treeGone` follows.
        case surveyTree(RunID)

        // MARK: The outbox
        /// Makes the result durable: `outboxWritten` or `outboxWriteFailed` follows.
        case writeOutbox(RunResult)
        /// Deletes the result of an acknowledged run.
        case deleteOutboxEntry(RunID)

        // MARK: The process itself
        /// Ends the program.
        case exit(ExitCode)
    }
}

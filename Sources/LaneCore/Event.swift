public import Protocol

extension LaneCore {
    /// Something that happened outside, as the worker's mind hears of it.
    ///
    /// What is about a connection that was closed, or a run that is over, is dropped and counted.
    public enum Event: Equatable, Sendable {
        // MARK: The supervisor
        /// A well-formed request arrived on a connection; `hello` must be the first of it.
        case commandReceived(ConnectionID, LaneCommand)
        /// A connection ended, by the peer or because it broke; not after `closeConnection`.
        case connectionClosed(ConnectionID)

        // MARK: The leader of a run
        /// Asked by `launch`: the runtime process exists.
        case launched(RunID, leader: ProcessIdentity)
        /// Asked by `launch`: there is no process, and nothing of the run is left.
        case launchFailed(RunID, LaunchFailure)
        /// The run wrote this much, of which so much was cut from its log.
        case outputReceived(RunID, byteCount: UInt64, droppedByteCount: UInt64)
        /// The runtime reported something.
        case reported(RunID, RuntimeReport)
        /// The runtime process is gone, and everything it had reported was handed over before.
        ///
        /// `resultFile` is what `LANE_RESULT_FILE` says; nil if there is none or it is not valid.
        case leaderExited(RunID, ExitStatus, resultFile: ResultReport?)

        // MARK: Checks
        /// Asked by `launchCheck`: the check's process is gone.
        case checkExited(RunID, index: Int, ExitStatus)
        /// Asked by `launchCheck`: there is no process.
        case checkLaunchFailed(RunID, index: Int, LaunchFailure)

        // MARK: The end of a run
        /// Asked by `surveyTree`: this many processes of the run live, at least one.
        case treeSurveyed(RunID, processCount: Int)
        /// Asked by `surveyTree`: no process lives, and what its pipes still held was handed over.
        case treeGone(RunID)
        /// Asked by `writeOutbox`: the result is durable.
        case outboxWritten(RunID)
        /// Asked by `writeOutbox`: the result is not durable.
        case outboxWriteFailed(RunID, message: String)

        // MARK: The process itself
        /// SIGTERM: takes nothing new, lets runs end, and exits then.
        case terminationRequested
        /// Time has passed. Comes last in every turn.
        case tick
    }
}

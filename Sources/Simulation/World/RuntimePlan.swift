import LaneCore
import Protocol

/// What a runtime is going to do, drawn when it is launched.
struct RuntimePlan {
    /// One thing that it does.
    enum Step {
        /// It writes.
        case output(byteCount: UInt64)
        /// It reports.
        case report(RuntimeReport)
        /// Its work is done, and its mark is left.
        case finishWork
        /// It starts processes that may outlive it.
        case fork(count: Int)
        /// It ends.
        case exit(ExitStatus, resultFile: ResultReport?)
    }

    /// From the order to the process.
    var launchTime = Interval.zero
    /// Why there is no process; nil if there is one.
    var launchFailure: LaneCore.LaunchFailure?
    /// What it does, each after a wait; after the last one it does nothing until it is ended.
    var steps: [(wait: Interval, step: Step)] = []
    /// True if SIGTERM does nothing to the leader.
    var ignoresTerm = false
    /// The exit status after SIGTERM; a runtime may well say that all is fine.
    var termExit = ExitStatus.signal(15)
    var termTime = Interval.zero
    /// True if SIGTERM does nothing to the other processes.
    var descendantsIgnoreTerm = false
    /// How long one process survives SIGKILL.
    var survival = Interval.zero
    /// How checks end.
    var checkExit = ExitStatus.code(0)
    var checkTime = Interval.milliseconds(5)
}

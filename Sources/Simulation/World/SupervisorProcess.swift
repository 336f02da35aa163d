import ControlPlane
import Protocol

/// The supervisor's process and shell.
struct SupervisorProcess {
    /// Where it dies in its next turn.
    enum Death {
        case beforeCommit
        case afterEffects(Int)
    }

    var isAlive = false
    /// Counts its starts, exec included.
    var incarnation = 0
    var inbox: [Event] = []
    var token: UInt64 = 0
    /// When the turn that is planned begins; nil if none is.
    var turnAt: MonotonicTime?
    /// True while it is stopped, as by SIGSTOP, until `resumesAt`.
    var resumesAt: MonotonicTime?
    /// When it measured its machine last.
    var hostMeasuredAt: MonotonicTime?
    var death: Death?
    /// Effects carried out in this turn.
    var effectCount = 0
    /// True until the operator's stop has led to an exit.
    var isStopping = false
    /// Turns in a row that changed nothing, to notice one that spins.
    var idleTurnCount = 0
    /// True while a commit has failed and was not made up for.
    var isCommitDue = false
}

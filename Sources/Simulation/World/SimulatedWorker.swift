import LaneCore
import Protocol

/// A worker process.
struct SimulatedWorker {
    /// What the process is doing.
    enum State {
        /// It was started and does not listen yet.
        case booting
        /// It takes turns.
        case serving
        /// It is gone.
        case dead
    }

    let lane: Int
    let generation: Generation
    let identity: ProcessIdentity
    var state = State.booting
    /// True while it is stopped, as by SIGSTOP.
    var isHung = false
    var core: LaneCore?
    var inbox: [LaneCore.Event] = []
    var token: UInt64 = 0
    /// When the turn that is planned begins; nil if none is.
    var turnAt: MonotonicTime?
    /// Its links, by connection; closed ones stay.
    var links: [Int] = []
    /// Its runs that are not over.
    var runs: [Int] = []
    /// Which incarnation of the supervisor started it: only that one learns how it exits.
    let parent: Int
    /// Which incarnation holds its pidfd, and so hears of its end.
    var knownTo: Int
    /// True once the supervisor was told of its end.
    var isEndTold = false
    /// It dies before this many effects of its next turn are carried out; nil: it does not.
    var effectsBeforeDeath: Int?
    /// Turns in a row that changed nothing, to notice one that spins.
    var idleTurnCount = 0

    init(
        lane: Int,
        generation: Generation,
        identity: ProcessIdentity,
        parent: Int
    ) {
        self.lane = lane
        self.generation = generation
        self.identity = identity
        self.parent = parent
        knownTo = parent
    }

    var isAlive: Bool { state != .dead }
}

import LaneCore
import Protocol

/// The process tree of one attempt.
struct SimulatedRun {
    /// How far its leader has come.
    enum State {
        /// The launch was asked for.
        case launching
        /// The leader runs.
        case running
        /// The leader is gone.
        case ended
        /// There never was one.
        case neverStarted
    }

    let id: RunID
    let missionID: MissionID
    let fence: Fence
    let lane: Int
    let worker: Int
    let missionClass: MissionClass
    var plan: RuntimePlan
    var state = State.launching
    var identity: ProcessIdentity?
    /// Living processes besides the leader.
    var descendantCount = 0
    /// True from the first SIGKILL on.
    var isKilled = false
    var isTermPending = false
    var nextStep = 0
    /// True once the runtime has done its work and left its mark.
    var hasReachedEnd = false
    /// Checks under way.
    var runningChecks: [Int] = []

    init(
        order: LaunchOrder,
        missionID: MissionID,
        lane: Int,
        worker: Int,
        plan: RuntimePlan
    ) {
        id = order.runID
        fence = order.fence
        missionClass = order.envelope.missionClass
        self.missionID = missionID
        self.lane = lane
        self.worker = worker
        self.plan = plan
    }

    var isLeaderAlive: Bool { state == .running }

    /// Living processes.
    var processCount: Int { (isLeaderAlive ? 1 : 0) + descendantCount + runningChecks.count }
}

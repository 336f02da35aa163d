/// What a worker says: answers and notifications on a lane's socket.
public enum LaneReport: Equatable, Sendable {
    /// The answer to `lane.hello`.
    case hello(WorkerHello)
    /// The error answer to `lane.hello`: wrong lane, old epoch, versions that do not meet.
    case helloRefused(message: String)
    /// The answer to `lane.start_mission`: the run is the worker's now.
    case accepted(runID: RunID, fence: Fence)
    /// The error answer to `lane.start_mission`: nothing was started.
    case refused(runID: RunID, fence: Fence, message: String)
    /// `lane.heartbeat`.
    case heartbeat(Heartbeat)
    /// `mission.started`: its process exists.
    case started(runID: RunID, fence: Fence, leader: ProcessIdentity)
    /// `mission.phase`: the run has come further.
    case phaseChanged(runID: RunID, fence: Fence, phase: RunPhase)
    /// `mission.progress`: the runtime said how it goes; at most one every 5 s for one run.
    case progress(runID: RunID, fence: Fence, text: String, percent: Int?)
    /// `mission.blocked`: the runtime asks something.
    case blocked(runID: RunID, fence: Fence, question: String)
    /// `mission.unblocked`: it goes on.
    case unblocked(runID: RunID, fence: Fence)
    /// `mission.limit`: the runtime said something about the limits of its entitlement; readings
    /// that refuse nothing at most every 5 s for one run and window.
    case limit(runID: RunID, fence: Fence, LimitReport)
    /// `mission.tree_not_dead`: processes of the run survive SIGKILL.
    case treeNotDead(runID: RunID, fence: Fence, processCount: Int)
    /// `mission.ended`: its tree is gone and its result is in the outbox.
    case ended(RunResult)
}

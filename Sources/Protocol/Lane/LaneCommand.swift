/// What the supervisor asks of a worker: the requests on a lane's socket.
public enum LaneCommand: Equatable, Sendable {
    /// `lane.hello`: the first of a connection.
    case hello(LaneHello)
    /// `lane.start_mission`: idempotent by fence.
    case startMission(LaunchOrder)
    /// `lane.cancel_mission`: ends the run by the ladder; `isImmediate` starts at SIGKILL.
    case cancelMission(runID: RunID, fence: Fence, intent: StopIntent, isImmediate: Bool)
    /// `lane.quiesce`: takes no new run from here on; what runs goes on.
    case quiesce
    /// `lane.shutdown`: exits as soon as nothing runs and every result is acknowledged.
    case shutdown
    /// `lane.acknowledge`: the result is in the ledger, or never will be; the entry is deleted.
    case acknowledge(runID: RunID, fence: Fence, disposition: ResultDisposition)
}

/// What the supervisor answers to a `ControlCommand`.
public enum ControlReply: Equatable, Sendable {
    /// To `hello`.
    case hello(ServerHello)
    /// To `mission.get` and `mission.wait`.
    case mission(MissionView)
    /// To `mission.submit` (in the order given, no cursor) and `mission.list`.
    case missions([MissionView], nextCursor: String?)
    /// To `mission.why` and `lane.why`.
    case why(WhyAnswer)
    /// To `mission.logs`.
    case logs(LogChunk)
    /// To `lane.get`.
    case lane(LaneView)
    /// To `lane.list`, in the order of the names.
    case lanes([LaneView])
    /// To `pool.get`.
    case pool(PoolView)
    /// To `pool.list`, in the order of the names.
    case pools([PoolView])
    /// To `governor.explain` without a workload: the lines in which something waits, those of a pool
    /// together, the next mission of each pool or lane alone first.
    case governorOrder([GovernorLine])
    /// To `governor.explain` with a workload.
    case rehearsal(Rehearsal)
    /// To everything that changes something.
    case changed(Change)
    /// To `events.subscribe` that does not follow; else the answer has no items and notifications
    /// follow.
    case events([EventRecord], nextCursor: UInt64)
    /// To `supervisor.status`.
    case status(SupervisorStatus)
    /// To everything that is refused.
    case error(ControlError)
}

import Protocol

/// A row of `vp_attempts`.
struct LedgerAttempt: Equatable, Sendable {
    let runID: RunID
    let missionID: MissionID
    let lane: LaneID
    let fence: Fence
    let dispatchedAt: WallTime
    var startedAt: WallTime?
    var endedAt: WallTime?
    var outcome: AttemptOutcome?
}

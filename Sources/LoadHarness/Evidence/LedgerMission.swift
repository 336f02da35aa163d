import Protocol

/// A row of `vp_missions`.
struct LedgerMission: Equatable, Sendable {
    let missionID: MissionID
    let key: String?
    let missionClass: MissionClass
    var status: MissionStatus
    var reason: ReasonCode?
    let lane: LaneID
    let createdAt: WallTime
    var startedAt: WallTime?
    var endedAt: WallTime?
    var deadlineAt: WallTime?
    /// True if it waits for a slot that others of its session hold, too.
    var isContinuing: Bool
}

/// The methods of a worker's notifications.
enum LaneNotice: String, CaseIterable, WireText {
    case heartbeat = "lane.heartbeat"
    case started = "mission.started"
    case phase = "mission.phase"
    case progress = "mission.progress"
    case blocked = "mission.blocked"
    case unblocked = "mission.unblocked"
    case limit = "mission.limit"
    case treeNotDead = "mission.tree_not_dead"
    case ended = "mission.ended"
}

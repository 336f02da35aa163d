/// The `kind` of a result.
enum ReplyKind: String, CaseIterable, WireText {
    case hello = "Hello"
    case mission = "Mission"
    case missionList = "MissionList"
    case why = "Why"
    case log = "Log"
    case lane = "Lane"
    case laneList = "LaneList"
    case pool = "Pool"
    case poolList = "PoolList"
    case governorOrder = "GovernorOrder"
    case rehearsal = "Rehearsal"
    case change = "Change"
    case eventList = "EventList"
    case status = "Status"
}

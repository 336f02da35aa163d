/// The methods of a lane's socket.
public enum LaneMethod: String, CaseIterable, Hashable, Sendable {
    case hello = "lane.hello"
    case startMission = "lane.start_mission"
    case cancelMission = "lane.cancel_mission"
    case quiesce = "lane.quiesce"
    case shutdown = "lane.shutdown"
    case acknowledge = "lane.acknowledge"
}

import Harness
import Protocol

/// Drains a lane for a while, or sends what waits on it to another one.
final class LaneOrder: Fault {
    private let lane: LaneID
    private let command: ControlCommand
    private var isGiven = false

    /// A drain.
    init(drain lane: LaneID) {
        self.lane = lane
        command = .laneDrain(lane, FaultScene.options)
    }

    /// A reroute.
    init(reroute lane: LaneID, to other: LaneID) {
        self.lane = lane
        command = .laneReroute(lane, RerouteOrder(to: other), FaultScene.options)
    }

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let wasBusy = try scene.isBusy(lane)
        scene.order(lane, command)
        isGiven = true
        return .lasting(object: lane.rawValue, wasBusy: wasBusy)
    }

    func end(_ scene: FaultScene) {
        guard isGiven else { return }
        isGiven = false
        scene.endOrder(of: lane)
    }
}

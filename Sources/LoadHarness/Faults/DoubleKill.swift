import Harness
import Protocol
import System

/// Kills the worker of a lane and the supervisor, which has not seen that death.
final class DoubleKill: Fault {
    private let lane: LaneID

    init(_ lane: LaneID) {
        self.lane = lane
    }

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let name = lane.rawValue
        guard let supervisor = scene.keeper.running(scene.instance) else {
            return .notYet(object: name, because: "there is no supervisor")
        }
        let (isKilled, wasBusy) = try HarnessError.describing {
            () throws(SystemError) -> (Bool, Bool) in
            guard let worker = try scene.census.worker(of: lane) else { return (false, false) }
            let wasBusy = try !scene.census.members(on: lane).isEmpty
            // Stopped, it cannot see the worker's death before its own.
            try supervisor.send(.stop)
            let isKilled = try worker.send(.kill)
            try supervisor.send(isKilled ? .kill : .resume)
            return (isKilled, wasBusy)
        }
        guard isKilled else { return .notYet(object: name, because: "it has no worker") }
        scene.keeper.expectEnd()
        return .done(object: name, wasBusy: wasBusy)
    }
}

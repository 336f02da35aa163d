import Harness
import Protocol
import System

/// Kills the leader of a run on a lane.
final class RunKill: Fault {
    private let lane: LaneID

    init(_ lane: LaneID) {
        self.lane = lane
    }

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        try HarnessError.describing { () throws(SystemError) in
            let none = FaultBegin.notYet(object: lane.rawValue, because: "nothing runs on it")
            guard let leader = try scene.census.leader(on: lane),
                let process = try ProcessHandle.open(leader.process),
                try process.send(.kill)
            else { return none }
            return .done(object: leader.run, wasBusy: true)
        }
    }
}

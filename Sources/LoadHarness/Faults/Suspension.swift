import Harness
import Protocol
import System

/// Stops a process for a while: the worker of a lane, or the supervisor.
final class Suspension: Fault {
    /// Nil for the supervisor.
    private let lane: LaneID?
    private var process: ProcessHandle?

    init(of lane: LaneID?) {
        self.lane = lane
    }

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let name = lane?.rawValue ?? FaultScene.supervisorName
        guard let process = try find(scene) else {
            return .notYet(object: name, because: "there is no process to stop")
        }
        let wasBusy = try scene.isBusy(lane)
        _ = try HarnessError.describing { () throws(SystemError) in try process.send(.stop) }
        self.process = process
        return .lasting(object: name, wasBusy: wasBusy)
    }

    private func find(_ scene: FaultScene) throws(HarnessError) -> ProcessHandle? {
        guard let lane else { return scene.keeper.running(scene.instance) }
        return try HarnessError.describing { () throws(SystemError) in
            try scene.census.worker(of: lane)
        }
    }

    func end(_ scene: FaultScene) throws(HarnessError) {
        guard let process else { return }
        self.process = nil
        // It may have been killed meanwhile.
        _ = try HarnessError.describing { () throws(SystemError) in try process.send(.resume) }
    }
}

import Harness
import Protocol
import System

/// Ends the worker of a lane with a signal.
final class WorkerSignal: Fault {
    private let lane: LaneID
    private let signal: Signal

    init(_ lane: LaneID, _ signal: Signal) {
        self.lane = lane
        self.signal = signal
    }

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        try HarnessError.describing { () throws(SystemError) in
            guard let worker = try scene.census.worker(of: lane) else {
                return .notYet(object: lane.rawValue, because: "it has no worker")
            }
            let wasBusy = try !scene.census.members(on: lane).isEmpty
            guard try worker.send(signal) else {
                return .notYet(object: lane.rawValue, because: "its worker has just ended")
            }
            return .done(object: lane.rawValue, wasBusy: wasBusy)
        }
    }
}

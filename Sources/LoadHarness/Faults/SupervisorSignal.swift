import Harness
import Protocol
import System

/// Ends the supervisor with a signal; it is started again then.
final class SupervisorSignal: Fault {
    private let signal: Signal

    init(_ signal: Signal) {
        self.signal = signal
    }

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let name = FaultScene.supervisorName
        guard let supervisor = scene.keeper.running(scene.instance) else {
            return .notYet(object: name, because: "it is not there")
        }
        let wasBusy = try scene.isBusy()
        _ = try HarnessError.describing { () throws(SystemError) in try supervisor.send(signal) }
        scene.keeper.expectEnd()
        return .done(object: name, wasBusy: wasBusy)
    }
}

import Harness
import Protocol
import System

/// Removes the file of the control socket.
final class SocketRemoval: Fault {
    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let path = scene.instance.controlSocket
        let isRemoved = try HarnessError.describing { () throws(SystemError) in
            try Files.remove(path)
        }
        guard isRemoved else { return .notYet(object: path, because: "it is not there") }
        return .done(object: path, wasBusy: try scene.isBusy())
    }
}

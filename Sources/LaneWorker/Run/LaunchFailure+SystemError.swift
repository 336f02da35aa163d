import LaneCore
import Protocol
import System

extension LaneCore.LaunchFailure {
    /// Says whose fault it is that a process could not be started.
    ///
    /// A program that cannot be executed is the lane's; an argument list that is too long is the
    /// mission's, whose objective is in it; a machine that is out of something is the host's.
    init(_ error: SystemError) {
        let isExecution = error.call == "execute"
        if error.errno == .argumentListTooLong {
            self.init(reason: .launchFailed, scope: .mission, message: error.description)
        } else if isExecution {
            self.init(reason: .notRunnable, scope: .lane, message: error.description)
        } else if error.call == "change folder to" {
            self.init(reason: .launchFailed, scope: .lane, message: error.description)
        } else {
            self.init(reason: .launchFailed, scope: .host, message: error.description)
        }
    }
}

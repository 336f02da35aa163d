import Protocol
import System

extension Failure {
    /// Ctrl-C ended a wait; what was waited for goes on.
    static let interrupted = Failure(status: interruptedStatus)

    /// What shells use for a program that SIGINT ended.
    static let interruptedStatus: Int32 = 130

    /// A call of the kernel that failed.
    init(_ error: SystemError) {
        self.init(.objectFailed, error.description)
    }
}

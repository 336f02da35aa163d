public import Protocol

extension LaneCore {
    /// Why a process of a run could not be started.
    public struct LaunchFailure: Equatable, Sendable {
        /// `notRunnable`: the program cannot be executed; `launchFailed`: something before that.
        public var reason: ReasonCode
        /// `lane` if the lane's configuration is at fault, `host` if the machine lacks something.
        public var scope: FailureScope
        /// One sentence for a person.
        public var message: String

        /// Describes a failure.
        public init(reason: ReasonCode, scope: FailureScope, message: String) {
            self.reason = reason
            self.scope = scope
            self.message = message
        }
    }
}

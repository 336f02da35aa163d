/// What an operator says along with a change.
public struct OperatorOptions: Equatable, Sendable {
    /// Why.
    ///
    /// Required for pause, drain, hold, resolve, estop and forced changes; at most 500 bytes.
    public var reason: String?
    /// How long a drain waits for what runs, in seconds: 0 to 7 days.
    ///
    /// Default: the configuration's.
    public var deadlineSeconds: UInt64?
    /// Starts at SIGKILL (cancel, estop), does not wait for runs (restart), gives up a tree that
    /// will not die (requeue).
    public var isForced = false
    /// Answers what would change, and changes nothing.
    public var isDryRun = false

    /// Creates options that say nothing.
    public init() {}
}

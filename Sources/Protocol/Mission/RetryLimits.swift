/// How often a mission may be tried, each kind counted apart.
public struct RetryLimits: Equatable, Sendable {
    /// Attempts that may fail by the mission's own fault: 1 to 100.
    public var maxAttempts = 3
    /// Times it may be run again after its worker or tree died: 0 to 100.
    public var maxRecoveries = 3
    /// Times it may be put off for quota or overload: 0 to 10,000.
    public var maxDeferrals = 100

    /// Creates the default limits.
    public init() {}
}

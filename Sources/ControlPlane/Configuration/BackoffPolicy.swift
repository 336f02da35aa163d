/// How long a mission waits before its next attempt: `backoff` of a lane.
public struct BackoffPolicy: Equatable, Sendable {
    /// After the first failure; each further one doubles: 0 to 3,600,000 ms.
    public var failureMilliseconds: UInt64 = 1_000
    /// The longest wait after a failure: 0 to 86,400,000 ms.
    public var failureMaxMilliseconds: UInt64 = 60_000
    /// After the first deferral; each further one doubles: 0 to 86,400,000 ms.
    public var deferralMilliseconds: UInt64 = 30_000
    /// The longest wait after a deferral: 0 to 86,400,000 ms.
    public var deferralMaxMilliseconds: UInt64 = 900_000

    /// Creates the defaults.
    public init() {}
}

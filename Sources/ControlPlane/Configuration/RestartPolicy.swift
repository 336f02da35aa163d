/// How workers are started again: `restart` of a lane.
///
/// A worker that had been ready for `readyMilliseconds` starts again at once; only deaths before
/// that back off and count.
public struct RestartPolicy: Equatable, Sendable {
    /// Ready for this long, a worker's death does not count: 0 to 600,000 ms.
    public var readyMilliseconds: UInt64 = 1_000
    /// The first wait; each further one doubles: 1 to 600,000 ms.
    public var backoffMilliseconds: UInt64 = 1_000
    /// The longest wait: 1 to 3,600,000 ms.
    public var backoffMaxMilliseconds: UInt64 = 60_000
    /// This many start-up deaths within `windowSeconds` park the lane: 1 to 1,000,000.
    public var startupDeathCountMax = 5
    /// The window for `startupDeathCountMax`: 1 to 86,400 s.
    public var windowSeconds: UInt64 = 60
    /// Ready for this long, start-up deaths are forgotten: 1 to 86,400 s.
    public var healthySeconds: UInt64 = 600

    /// Creates the defaults.
    public init() {}
}

/// When a silent worker is taken for dead: `liveness` of a lane.
public struct LivenessPolicy: Equatable, Sendable {
    /// Silence after which a worker with an active run is suspect: 100 to 600,000 ms.
    public var suspectMilliseconds: UInt64 = 3_000
    /// Silence after which a worker with an active run is killed: 4,000 to 3,600,000 ms, and more
    /// than `suspectMilliseconds`.
    ///
    /// Without an active run, three times as long: a worker speaks each second with one, and every
    /// ten seconds without.
    public var leaseMilliseconds: UInt64 = 10_000

    /// Creates the defaults.
    public init() {}
}

/// When a lane is kept out of use for its failures: `health` of a lane.
public struct HealthPolicy: Equatable, Sendable {
    /// This many failures in a row speak against it: 1 to 100.
    public var failuresInARow = 5
    /// How many of the newest runs are weighed: 1 to 100.
    public var window = 20
    /// This many failures among those speak against it: 1 to `window`.
    public var windowFailureCount = 10
    /// How long the first ejection lasts; the n-th in a row n times that: 1 to 86,400 s.
    public var ejectionSeconds: UInt64 = 30
    /// The longest ejection: `ejectionSeconds` to 86,400 s.
    public var ejectionMaxSeconds: UInt64 = 300
    /// Restored for this long, earlier ejections are forgotten: 1 to 86,400 s.
    public var forgetSeconds: UInt64 = 600
    /// Of 100 times that the rules speak, how often they are followed: 0 to 100.
    public var enforcementPercent = 100

    /// Creates the defaults.
    public init() {}
}

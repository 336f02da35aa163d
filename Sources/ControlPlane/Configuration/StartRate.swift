import Protocol

/// How fast runs may start.
public struct StartRate: Equatable, Sendable {
    /// Starts a minute: 0 to 60,000; 0 means no limit.
    public var perMinute = 0
    /// Starts at once after a pause: 1 to 1000.
    public var burst = 1

    /// Creates one without a limit.
    public init() {}

    /// The time between two starts; nil without a limit.
    var interval: Interval? {
        perMinute > 0 ? Interval(nanoseconds: 60_000_000_000 / UInt64(perMinute)) : nil
    }
}

/// What a lane has used in one day: part of its row, so that it outlives the supervisor.
///
/// A day begins at midnight UTC, by the civil clock. The figures go on if that clock is set back, so
/// that no day has its budget twice.
public struct LaneDayUsage: Equatable, Sendable {
    /// The day that the figures are of, in days since 1970-01-01.
    public var day: UInt64 = 0
    /// What was used in it, as far as runtimes reported it.
    public var usage = Usage()
    /// True while nothing starts on the lane because its budget of the day is spent.
    public var isSpent = false

    /// Creates the figures of a lane that has used nothing.
    public init() {}

    private static let dayNanoseconds: Int64 = 86_400_000_000_000

    /// The day of a civil time, in days since 1970-01-01; 0 before that.
    public static func day(of time: WallTime) -> UInt64 {
        UInt64(max(0, time.nanoseconds) / dayNanoseconds)
    }

    /// When a day begins.
    public static func start(of day: UInt64) -> WallTime {
        let latest = UInt64(Int64.max / dayNanoseconds)
        return WallTime(nanoseconds: Int64(min(day, latest)) * dayNanoseconds)
    }

    /// The day whose budget counts at a civil time: today, or the day of the figures while the clock
    /// is behind that.
    ///
    /// A clock that is more than a day behind was wrong when the figures were written: they are
    /// today's then, or they would count until it has come round to their day.
    public func day(at now: WallTime) -> UInt64 {
        let today = Self.day(of: now)
        return today >= day || day - today > 1 ? today : day
    }

    /// When the day that counts is over.
    public func end(at now: WallTime) -> WallTime {
        Self.start(of: day(at: now) + 1)
    }

    /// Goes on to the day that counts; a later one begins with nothing used.
    public mutating func advance(to now: WallTime) {
        let current = day(at: now)
        if current > day { usage = Usage() }
        day = current
    }

    /// Adds what was used, on the day that counts.
    public mutating func count(_ used: Usage, at now: WallTime) {
        advance(to: now)
        usage.add(used)
    }
}

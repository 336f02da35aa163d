/// A point in civil time, in nanoseconds since 1970-01-01T00:00:00Z.
///
/// On the wire it is RFC 3339 in UTC with milliseconds (`2026-11-21T10:42:00.000Z`); in the ledger
/// it is the integer.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since the epoch.
    public let nanoseconds: Int64

    /// Creates a time from a count of nanoseconds since the epoch.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Orders two times.
    public static func < (lhs: WallTime, rhs: WallTime) -> Bool {
        lhs.nanoseconds < rhs.nanoseconds
    }

    /// Returns the time that is `span` later.
    public static func + (time: WallTime, span: Interval) -> WallTime {
        WallTime(nanoseconds: time.nanoseconds + Int64(span.nanoseconds))
    }

    /// Returns how long `self` is after `earlier`; zero if it is not after it.
    public func since(_ earlier: WallTime) -> Interval {
        Interval(
            nanoseconds: nanoseconds > earlier.nanoseconds
                ? UInt64(nanoseconds - earlier.nanoseconds) : 0
        )
    }
}

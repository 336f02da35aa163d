/// A point on the boot clock (`CLOCK_BOOTTIME`), in nanoseconds since boot.
///
/// It counts while the machine is suspended and never goes back. Values from two boots, or from a
/// simulation and a real clock, must not be mixed, and none is ever stored.
public struct MonotonicTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since boot.
    public let nanoseconds: UInt64

    /// Creates a time from a count of nanoseconds since boot.
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// Orders two times on the same clock.
    public static func < (lhs: MonotonicTime, rhs: MonotonicTime) -> Bool {
        lhs.nanoseconds < rhs.nanoseconds
    }

    /// Returns the time that is `span` later.
    public static func + (time: MonotonicTime, span: Interval) -> MonotonicTime {
        MonotonicTime(nanoseconds: time.nanoseconds + span.nanoseconds)
    }

    /// Returns how long `self` is after `earlier`; zero if it is not after it.
    public func since(_ earlier: MonotonicTime) -> Interval {
        Interval(
            nanoseconds: nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
        )
    }
}

/// A length of time, never negative, in nanoseconds.
public struct Interval: Hashable, Comparable, Sendable {
    /// No time at all.
    public static let zero = Interval(nanoseconds: 0)

    /// The length in nanoseconds.
    public let nanoseconds: UInt64

    /// Creates a length from a count of nanoseconds.
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// Creates a length of `count` milliseconds.
    public static func milliseconds(_ count: UInt64) -> Interval {
        Interval(nanoseconds: count * 1_000_000)
    }

    /// Creates a length of `count` seconds.
    public static func seconds(_ count: UInt64) -> Interval {
        Interval(nanoseconds: count * 1_000_000_000)
    }

    /// The length in whole milliseconds, rounded down.
    public var wholeMilliseconds: UInt64 {
        nanoseconds / 1_000_000
    }

    /// The length in whole seconds, rounded down.
    public var wholeSeconds: UInt64 {
        nanoseconds / 1_000_000_000
    }

    /// Orders two lengths.
    public static func < (lhs: Interval, rhs: Interval) -> Bool {
        lhs.nanoseconds < rhs.nanoseconds
    }

    /// Returns the sum of two lengths.
    public static func + (lhs: Interval, rhs: Interval) -> Interval {
        Interval(nanoseconds: lhs.nanoseconds + rhs.nanoseconds)
    }

    /// Returns `count` times the length.
    public static func * (span: Interval, count: UInt64) -> Interval {
        Interval(nanoseconds: span.nanoseconds * count)
    }
}

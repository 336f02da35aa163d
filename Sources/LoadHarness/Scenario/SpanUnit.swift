import Protocol

/// The unit that a member of a scenario has in its name.
enum SpanUnit {
    /// `_ms`
    case milliseconds
    /// `_seconds`
    case seconds

    /// A length of so many.
    func interval(_ count: Int64) -> Interval {
        switch self {
        case .milliseconds: .milliseconds(UInt64(max(count, 0)))
        case .seconds: .seconds(UInt64(max(count, 0)))
        }
    }

    /// How many there are in a length, rounded down.
    func count(of interval: Interval) -> UInt64 {
        switch self {
        case .milliseconds: interval.wholeMilliseconds
        case .seconds: interval.wholeSeconds
        }
    }
}

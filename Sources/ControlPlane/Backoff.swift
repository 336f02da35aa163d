import Protocol

/// Waits that double.
enum Backoff {
    /// Returns the wait after the `count`-th time (from 1): the base doubled `count` - 1 times, at
    /// most the maximum.
    static func interval(
        count: UInt64,
        baseMilliseconds: UInt64,
        maxMilliseconds: UInt64
    ) -> Interval {
        let doublings = min(count > 0 ? count - 1 : 0, 30)
        return .milliseconds(min(baseMilliseconds << doublings, maxMilliseconds))
    }
}

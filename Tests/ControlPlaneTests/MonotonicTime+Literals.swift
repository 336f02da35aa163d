import Protocol

extension MonotonicTime {
    /// A time that many milliseconds after an arbitrary start of the tests' clock.
    static func ms(_ count: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000_000) + .milliseconds(count)
    }
}

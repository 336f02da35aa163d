import Protocol

/// How fast runs may start: `perMinute` of them on average, `burst` at once after a pause.
///
/// The generic cell rate algorithm (ITU-T I.371): all it keeps is when the bucket is full again.
struct StartBucket: Equatable, Sendable {
    private var fullAt = MonotonicTime(nanoseconds: 0)

    /// When the next start may happen; a time that has passed means now.
    ///
    /// - Returns: Nil if there is no limit.
    func nextStartAt(_ rate: StartRate) -> MonotonicTime? {
        guard let interval = rate.interval else { return nil }
        let tolerance = interval.nanoseconds * UInt64(rate.burst - 1)
        return MonotonicTime(
            nanoseconds: fullAt.nanoseconds > tolerance ? fullAt.nanoseconds - tolerance : 0
        )
    }

    /// True if a start may happen.
    func allows(_ rate: StartRate, at now: MonotonicTime) -> Bool {
        nextStartAt(rate).map { now >= $0 } ?? true
    }

    /// A start happens.
    mutating func started(_ rate: StartRate, at now: MonotonicTime) {
        guard let interval = rate.interval else { return }
        fullAt = max(fullAt, now) + interval
    }
}

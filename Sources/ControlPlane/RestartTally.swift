public import Protocol

/// Deaths at start-up that have not been forgiven, and what they lead to.
///
/// Source: Erlang/OTP `supervisor:add_restart`, with a back-off that doubles.
public struct RestartTally: Equatable, Sendable {
    /// What a death leads to.
    public enum Verdict: Equatable, Sendable {
        /// Start again after this long.
        case restart(after: Interval)
        /// Too many in the window: somebody must look.
        case park(deathCount: Int)
    }

    private var deaths: [MonotonicTime] = []
    private var consecutiveCount: UInt64 = 0

    /// Creates a tally without deaths.
    public init() {}

    /// Counts a death and says what it leads to.
    public mutating func record(at now: MonotonicTime, under policy: RestartPolicy) -> Verdict {
        deaths.removeAll { now.since($0) > .seconds(policy.windowSeconds) }
        deaths.append(now)
        consecutiveCount += 1
        if deaths.count >= policy.startupDeathCountMax {
            return .park(deathCount: deaths.count)
        }
        return .restart(
            after: Backoff.interval(
                count: consecutiveCount,
                baseMilliseconds: policy.backoffMilliseconds,
                maxMilliseconds: policy.backoffMaxMilliseconds
            )
        )
    }
}

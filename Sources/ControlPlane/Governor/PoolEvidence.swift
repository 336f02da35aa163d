import Protocol

/// What a report, or the end of a run, proves about an entitlement.
///
/// Only classes, codes and figures prove anything, never the text beside them: a request id may
/// contain any digits.
enum PoolEvidence: Equatable, Sendable {
    /// The provider refused something for a short time; how long it asked to wait, if it did.
    case throttled(wait: Interval?)
    /// The entitlement is used up; when it is reset, if that is known.
    case exhausted(resetAt: WallTime?)
    /// The provider wants a login.
    case unauthenticated

    /// Judges a limit.
    ///
    /// A reset that is near is a wait like any other; one beyond the longest wait is a window's.
    ///
    /// - Returns: Nil if it refused nothing, or if its class is not about the provider.
    init?(_ limit: LimitReport, _ policy: PoolPolicy, at now: WallTime) {
        guard limit.isRejected else { return nil }
        let asked = limit.retryAfterMilliseconds.map { Self.bounded($0) }
        let reset = limit.resetAt.flatMap { $0 > now ? min($0, now + PoolWindows.spanMax) : nil }
        switch limit.limitClass {
        case "auth":
            self = .unauthenticated
        case "usage_window", "quota_exhausted":
            // A reset that has passed is of a window that is gone, or of another clock.
            if limit.resetAt != nil, reset == nil {
                self = .throttled(wait: asked)
            } else {
                self = .exhausted(resetAt: reset ?? asked.map { now + $0 })
            }
        case "rate_limited", "overloaded":
            guard let reset else {
                self = .throttled(wait: asked)
                return
            }
            let isFar = reset.since(now) > .milliseconds(policy.coolingMaxMilliseconds)
            self = isFar ? .exhausted(resetAt: reset) : .throttled(wait: reset.since(now))
        default:
            guard let reset else { return nil }
            self = .exhausted(resetAt: reset)
        }
    }

    /// Judges the end of a run.
    ///
    /// What it says may be old: the result of a run that ended while nobody listened.
    ///
    /// - Returns: Nil if it says nothing about the provider, or nothing that is still so.
    init?(_ result: RunResult, _ policy: PoolPolicy, at now: WallTime) {
        guard result.outcome == .deferred, result.scope == .pool else { return nil }
        let age = now.since(result.endedAt)
        if result.reason == .authenticationNeeded {
            self = .unauthenticated
            return
        }
        if let limit = result.limit, let resetAt = limit.resetAt, resetAt <= now,
            resetAt > result.endedAt
        {
            return nil
        }
        let evidence = result.limit.flatMap { PoolEvidence($0, policy, at: now) }
        if case .exhausted(let resetAt?) = evidence {
            self = .exhausted(resetAt: resetAt)
            return
        }
        if result.reason == .quotaExhausted || evidence == .exhausted(resetAt: nil) {
            guard age < .seconds(policy.unknownResetSeconds) else { return nil }
            self = .exhausted(resetAt: nil)
            return
        }
        guard age < .milliseconds(policy.coolingMaxMilliseconds) else { return nil }
        if case .throttled(let wait) = evidence {
            self = .throttled(wait: wait)
        } else {
            self = .throttled(wait: result.retryAfterMilliseconds.map { Self.bounded($0) })
        }
    }

    private static func bounded(_ milliseconds: UInt64) -> Interval {
        .milliseconds(min(milliseconds, PoolWindows.spanMax.wholeMilliseconds))
    }
}

import Protocol

/// What the end of a runtime means, before anybody's intent is considered.
struct Verdict: Equatable {
    /// How the attempt ended.
    var outcome: AttemptOutcome
    /// Why.
    var reason: ReasonCode
    /// What a failure says something about.
    var scope: FailureScope?
    /// One sentence for a person.
    var summary: String?
    /// How long to wait before the next attempt, if the runtime said so.
    var retryAfterMilliseconds: UInt64?

    /// The runtime finished.
    static func finished(summary: String? = nil) -> Verdict {
        Verdict(outcome: .completed, reason: .finished, scope: nil, summary: summary)
    }

    /// The attempt failed.
    static func failed(_ reason: ReasonCode, _ scope: FailureScope, _ summary: String?) -> Verdict {
        Verdict(outcome: .failed, reason: reason, scope: scope, summary: summary)
    }

    /// The attempt is put off at the cost of the pool, not of the mission.
    static func deferred(_ reason: ReasonCode, _ summary: String?) -> Verdict {
        Verdict(outcome: .deferred, reason: reason, scope: .pool, summary: summary)
    }

    /// We stopped it: the outcome is the intent's, whatever the runtime did.
    static func stopped(_ intent: StopIntent) -> Verdict {
        Verdict(outcome: intent.outcome, reason: intent.reason, scope: intent.scope)
    }
}

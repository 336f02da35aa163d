/// How one attempt at a mission ended.
public enum AttemptOutcome: String, CaseIterable, Hashable, Sendable {
    /// The runtime finished and every check passed.
    case completed
    /// The runtime, or a check, said that it failed.
    case failed
    /// Somebody cancelled the mission.
    case cancelled
    /// A budget of time was used up.
    case timedOut = "timed_out"
    /// We stopped it: drain, stop of the supervisor, requeue. Free of charge.
    case interrupted
    /// Its worker or its tree died without a result. Charged to `max_recoveries`.
    case crashed
    /// Quota or provider overload. Free of charge, held for a while.
    case deferred
}

public import Protocol

extension WorkerMachine {
    /// True while the next worker waits after a death at start-up.
    public var isBackingOff: Bool {
        if case .backingOff = state { true } else { false }
    }

    /// True while it waits for what the world finds out or clears.
    public var isRecovering: Bool {
        switch state {
        case .probing, .clearing: true
        case .unprobed, .vacant, .backingOff, .starting, .greeting, .ready, .leaving, .killing,
            .parked:
            false
        }
    }

    /// How long a worker that serves has been silent, once that is too long for one with a run.
    ///
    /// Nil if it was heard in time, or does not serve.
    public func suspiciousSilence(after limit: Interval, at now: MonotonicTime) -> Interval? {
        guard case .ready(_, let lastHeardAt) = state else { return nil }
        let silence = now.since(lastHeardAt)
        return silence >= limit ? silence : nil
    }

    /// True if this generation's process is believed to live: what it says counts, and its end is
    /// news.
    public func isAlive(_ other: Generation) -> Bool {
        switch state {
        case .greeting(let current, _), .ready(let current, _), .leaving(let current, _),
            .killing(let current):
            current == other
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .parked:
            false
        }
    }
}

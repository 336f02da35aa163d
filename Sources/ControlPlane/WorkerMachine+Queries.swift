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

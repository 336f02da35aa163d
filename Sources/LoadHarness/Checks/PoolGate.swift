import Protocol

/// Whether a pool lets anything start, by what the event stream tells of it.
///
///     open --throttled--> closed --cooling--> open
///      \--exhausted--> closed --cooling (probing)--> probing --recovered--> open
///
/// A hold stands beside that: it closes the pool until an operator clears or probes it.
struct PoolGate {
    /// What it does.
    private enum State: Equatable {
        case open
        /// Nothing starts, since this event.
        case closed(word: String, since: UInt64)
        /// One run finds out; nil until it starts.
        case probing(RunID?)
    }

    private var state = State.open
    private var heldSince: UInt64?

    /// True if nothing may start.
    var isClosed: Bool {
        guard heldSince == nil else { return true }
        switch state {
        case .open, .probing(nil): return false
        case .closed, .probing: return true
        }
    }

    /// Why nothing may start, for people; nil if something may.
    var obstacle: String? {
        if let heldSince { return "held since event \(heldSince)" }
        switch state {
        case .open, .probing(nil): return nil
        case .closed(let word, let since): return "\(word) since event \(since)"
        case .probing(let probe?): return "probed by \(probe)"
        }
    }

    /// An event of the pool.
    mutating func note(_ event: EventRecord) {
        let isOrdered = event.reason == .operatorRequest
        switch event.type {
        case .poolThrottled where event.reason == .poolCooling:
            state = .closed(word: "throttled", since: event.sequence)
        case .poolThrottled:
            heldSince = event.sequence
        case .poolExhausted:
            state = .closed(word: "exhausted", since: event.sequence)
        case .poolCooling:
            if isOrdered { heldSince = nil }
            state = isOrdered || event.reason == .poolProbing ? .probing(nil) : .open
        case .poolRecovered:
            if isOrdered { heldSince = nil }
            state = .open
        default:
            break
        }
    }

    /// A run starts in it.
    mutating func started(_ run: RunID) {
        if state == .probing(nil) { state = .probing(run) }
    }

    /// A run of it has ended; if it was to find out and did not, another one may.
    mutating func ended(_ run: RunID) {
        if state == .probing(run) { state = .probing(nil) }
    }
}

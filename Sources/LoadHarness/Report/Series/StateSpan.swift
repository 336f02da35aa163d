import Protocol

/// How long a pool was in one state.
struct StateSpan: Equatable, Sendable {
    let status: PoolStatus
    /// Seconds after the beginning.
    let from: Double
    /// When the next state was seen, or this one for the last time.
    var until: Double
}

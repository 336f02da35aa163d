public import Protocol

/// The worker's mind (being filled in: see the files beside this one).
public struct LaneCore {
    /// When `handle(.tick)` must come at the latest; nil if nothing is due.
    public var nextDeadline: MonotonicTime? { nil }

    /// Creates the mind of a worker that has just started.
    ///
    /// - Parameters:
    ///   - configuration: Who it is.
    ///   - outbox: Results on disk, of an earlier generation too, in any order.
    ///   - now: The time of the start.
    public init(_ configuration: Configuration, outbox: [RunResult], at now: Instant) {}

    /// Applies one event and appends what must be done about it.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - now: The time of the turn, never earlier than in the previous call.
    ///   - effects: Receives the effects, in the order in which they must be done.
    public mutating func handle(_ event: Event, at now: Instant, into effects: inout [Effect]) {}
}

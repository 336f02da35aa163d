/// What is remembered of a lane's health: part of its row, so that it outlives the supervisor.
public struct LaneHealth: Equatable, Sendable {
    /// Whether the lane is kept out of use for its failures.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// It is not.
        case healthy
        /// It starts nothing until `ejectedUntil`.
        case ejected
        /// One mission is let through; its end decides.
        case probing
    }

    /// Whether it is kept out of use.
    public var state = State.healthy
    /// The newest evidence, oldest first: true for good; at most as many as the rules look at.
    public var recent: [Bool] = []
    /// Failures since the last good evidence.
    public var failureStreak = 0
    /// How often the rules have spoken, whether or not that was enforced.
    public var detectionCount = 0
    /// How often in a row it was ejected; each time longer.
    public var ejectionCount = 0
    /// When the ejection that was last ends; nil while healthy.
    public var ejectedUntil: WallTime?
    /// The run that decides while probing; nil until one is started.
    public var probe: RunID?
    /// When it was last restored.
    public var restoredAt: WallTime?

    /// Creates the memory of a lane of which nothing is known.
    public init() {}
}

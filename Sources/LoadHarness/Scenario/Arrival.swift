import Protocol

/// How missions arrive.
enum Arrival: Equatable, Sendable {
    /// At random, so many a second on average, whatever becomes of them: an open loop.
    ///
    /// A rate of nil is `load` times what the slots can carry, by the mean length of the work.
    case poisson(perSecond: Double?, load: Double)
    /// So many at once, again and again.
    case burst(count: Int, every: Interval)
    /// So many are open at any time; the next comes when one has ended: a closed loop.
    case closed(openCount: Int)
}

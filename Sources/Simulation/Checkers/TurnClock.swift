import Protocol

/// When the latest turns began, by the civil time that stands in what they wrote.
///
/// A commit that failed is tried again in a later turn, and was decided in its own.
struct TurnClock {
    private static let turnsKept = 256

    private var turns: [Instant] = []

    /// A turn begins.
    mutating func turnBegan(at now: Instant) {
        turns.append(now)
        if turns.count > Self.turnsKept { turns.removeFirst() }
    }

    /// The boot time of the turn that wrote `time`; of the latest one if none is known to have.
    func bootTime(of time: WallTime) -> MonotonicTime {
        let turn = turns.last { $0.wall == time } ?? turns.last
        return turn?.boot ?? MonotonicTime(nanoseconds: 0)
    }
}

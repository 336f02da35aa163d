import Protocol

/// What can be said of the times in the evidence, and of the order of events.
///
/// All of them are civil time of one machine: the supervisor's, the runs' and the client's. They can
/// be compared as long as nobody has set it back; events are in an order of their own, by which that
/// is noticed.
struct EvidenceClock {
    /// What the stream tells is rounded down to milliseconds; what the ledger has is not.
    static let rounding = Interval.milliseconds(1)

    /// True if a later event bears an earlier time.
    let wentBack: Bool
    /// True if the stream leaves something out or tells it twice.
    let hasHole: Bool
    /// From when on the stream tells everything; nil if it tells nothing.
    let coveredFrom: WallTime?

    /// What to say where a comparison of times was left out.
    static let timeGap = "civil time was set back: what is told by times was not compared"
    /// What to say where the order of events was not followed.
    static let orderGap = "the event stream has a hole: what is told by its order was not followed"

    init(_ evidence: Evidence) {
        let times = evidence.events.map(\.emittedAt)
        wentBack = zip(times, times.dropFirst()).contains { $0 > $1 }
        let numbers = evidence.events.map(\.sequence)
        hasHole = zip(numbers, numbers.dropFirst()).contains { $0 &+ 1 != $1 }
        coveredFrom = times.first.map { $0 + Self.rounding }
    }

    /// True if the stream must tell of what the ledger says happened then.
    func covers(_ time: WallTime) -> Bool {
        guard !wentBack, let coveredFrom else { return false }
        return time >= coveredFrom
    }
}

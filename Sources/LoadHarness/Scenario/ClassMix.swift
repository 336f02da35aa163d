import Protocol

/// How many missions of each class there are among all, as weights; not all are 0.
struct ClassMix: Equatable, Sendable {
    var interactiveWeight: UInt64 = 1
    var deadlineWeight: UInt64 = 1
    var backgroundWeight: UInt64 = 2
    /// How long after its arrival a deadline mission must be done, drawn from this range.
    var deadlineAfter: ClosedRange<Interval> = .seconds(5) ... .seconds(60)
}

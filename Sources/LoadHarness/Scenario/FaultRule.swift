import Protocol

/// How often something is done to an instance, on objects that are drawn.
struct FaultRule: Equatable, Sendable {
    var kind: FaultKind
    /// The time between two of them on average, drawn evenly from 0.5 to 1.5 times of it.
    var every: Interval
    /// At most so many; nil for as many as the time allows.
    var countMax: Int?
    /// How long it lasts, for what lasts.
    var lastsFor = Interval.milliseconds(500)
}

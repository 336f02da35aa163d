import Protocol

/// Something that will be done to the instance, drawn from the seed.
struct PlannedFault: Equatable, Sendable {
    let kind: FaultKind
    /// When, after the start.
    let after: Interval
    /// For what lasts.
    let lastsFor: Interval
    /// Which lane, from 0; of a pool its first lane's.
    let lane: Int
    /// Where a reroute goes, from 0; another one than `lane` unless there is only one.
    let otherLane: Int
}

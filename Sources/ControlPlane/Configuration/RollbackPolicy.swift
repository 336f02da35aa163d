import Protocol

/// When a lane does so badly that it is rolled back, and what that means: `rollback`, and `rollback` of
/// a lane.
public struct RollbackPolicy: Equatable, Sendable {
    /// What follows when a trigger trips.
    public var action = RollbackAction.incident
    /// How many of the newest departures and interactive starts are weighed, and how many new
    /// departures it takes before the action may fire again: 1 to 100.
    public var window = 20
    /// Fewer of them are no evidence for a rate or a percentile: 1 to `window`.
    public var evidenceMin = 10
    /// A greater share of missions that moved on trips: 0 to 100 %; 100 is never exceeded.
    public var fallbackPercent = 10
    /// This many missions in a row that failed or moved on trip: 0 to 100; 0 for never.
    public var failuresInARow = 3
    /// A longer 95th percentile of interactive waits trips: 0 to 86,400,000 ms; 0 for never.
    public var interactiveWaitP95Milliseconds: UInt64 = 60_000

    /// Creates the defaults.
    public init() {}

    /// True if a trigger can never trip.
    func isOff(_ trigger: ReasonCode) -> Bool {
        switch trigger {
        case .fallbackRate: fallbackPercent == 100
        case .missionFailures: failuresInARow == 0
        case .interactiveWait: interactiveWaitP95Milliseconds == 0
        default: true
        }
    }
}

/// How far a lane is let into the traffic: which missions without a pin it gets.
public enum RolloutStage: String, CaseIterable, Hashable, Sendable {
    /// None.
    case off
    /// A percentage, by a stable hash of the mission id.
    case canary
    /// All that the router gives it.
    case on
    /// None, as an emergency: the kill switch.
    case forceFallback = "force_fallback"
    /// None, but copies of missions that allow it, for comparison.
    case shadow
}

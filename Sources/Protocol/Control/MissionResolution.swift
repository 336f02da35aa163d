/// How an operator says that a mission ends which cannot end by itself: what `mission.resolve` sets.
public enum MissionResolution: String, CaseIterable, Hashable, Sendable {
    /// Its work is done, whatever its run says.
    case completed
    /// Its work is not done and is not tried again.
    case failed
    /// Its work is not wanted any more.
    case cancelled

    /// The status that the mission gets.
    public var status: MissionStatus {
        switch self {
        case .completed: .completed
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }
}

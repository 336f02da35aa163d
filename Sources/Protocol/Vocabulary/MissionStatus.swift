/// Where a mission is in its life.
///
/// The last four are terminal: nothing leaves them.
public enum MissionStatus: String, CaseIterable, Hashable, Sendable {
    /// Waiting for a lane. Leaves to: running, cancelled, failed, timedOut.
    case queued
    /// An attempt is open. Leaves to: queued, blocked, and every terminal status.
    case running
    /// Waiting for a person. Leaves to: running, queued, and every terminal status.
    case blocked
    /// Ended well.
    case completed
    /// Ended badly, with a scope and a reason.
    case failed
    /// Ended because somebody said so.
    case cancelled
    /// Ended because its time was over.
    case timedOut = "timed_out"

    /// True for the four that nothing leaves.
    public var isTerminal: Bool {
        switch self {
        case .queued, .running, .blocked: false
        case .completed, .failed, .cancelled, .timedOut: true
        }
    }
}

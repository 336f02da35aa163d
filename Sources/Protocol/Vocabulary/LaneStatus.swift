/// What a lane's session is doing (`status` of `vp_sessions`).
///
/// Admission is orthogonal to it.
public enum LaneStatus: String, CaseIterable, Hashable, Sendable {
    /// A worker is ready and runs nothing.
    case idle
    /// A worker is ready and runs something.
    case active
    /// An operator said pause: nothing new starts, running work goes on.
    case paused
    /// The worker is starting, being adopted, or waits to be started again.
    case recovering
    /// Not usable; the cause says why and what must happen.
    case degraded
    /// Not in the configuration any more.
    case retired
}

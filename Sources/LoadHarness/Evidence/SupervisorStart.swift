import Protocol

/// A start of a supervisor.
struct SupervisorStart: Equatable, Sendable {
    let at: WallTime
    /// When it said that it was ready; nil if it died before.
    var readyAt: WallTime?
}

import Protocol

/// Something that was done to the instance.
struct InjectedFault: Equatable, Sendable {
    let kind: FaultKind
    /// The lane, pool or run; `supervisor` for that.
    let object: String
    let at: WallTime
    /// When it was over; the same for what does not last.
    var endedAt: WallTime
    /// True if a run was in flight where it struck.
    var wasBusy: Bool
    /// Why it could not be done; nil if it was.
    var obstacle: String?
}

/// Which runtime session a mission runs in.
public enum SessionMode: String, CaseIterable, Hashable, Sendable {
    /// The lane's own session, one run at a time.
    case `continue`
    /// A new session for this mission.
    case fresh
}

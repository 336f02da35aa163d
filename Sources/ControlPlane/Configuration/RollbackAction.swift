/// What follows by itself when a rollback trigger of a lane trips, besides the incident and its
/// snapshot.
public enum RollbackAction: String, CaseIterable, Hashable, Sendable {
    /// Nothing more: a person decides.
    case incident
    /// The lane is drained; what waits on it stays.
    case drain
    /// The lane is drained, and what waits on it or comes back goes along its chain.
    case reroute
}

/// Whether the lanes of a pool may start work, by what its provider says.
public enum PoolStatus: String, CaseIterable, Hashable, Sendable {
    /// Grants its slots.
    case open
    /// The provider asked for patience: grants nothing for a while.
    case cooling
    /// The entitlement is used up: grants nothing until it is reset.
    case exhausted
    /// Grants one run, to find out whether the provider serves again.
    case probing
}

/// What a failure says something about, and so who is charged for it.
public enum FailureScope: String, CaseIterable, Hashable, Sendable {
    /// The mission itself: another attempt on this lane may help.
    case mission
    /// The runtime session: a fresh one may help.
    case session
    /// The lane: its configuration or runtime is broken.
    case lane
    /// The entitlement that several lanes share.
    case pool
    /// The machine.
    case host
    /// A person decided.
    case `operator`
}

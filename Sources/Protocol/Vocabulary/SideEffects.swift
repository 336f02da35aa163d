/// What the runs of a profile change outside their workspace: a promise of whoever wrote the profile.
public enum SideEffects: String, CaseIterable, Hashable, Sendable {
    /// Nothing: a copy of a mission may run.
    case none
    /// Things on this machine.
    case local
    /// Things elsewhere, or nobody knows.
    case external
}

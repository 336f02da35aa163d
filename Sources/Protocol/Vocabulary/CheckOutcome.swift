/// What became of the checks of a mission.
public enum CheckOutcome: String, CaseIterable, Hashable, Sendable {
    /// All of them exited 0.
    case passed
    /// One did not.
    case failed
}

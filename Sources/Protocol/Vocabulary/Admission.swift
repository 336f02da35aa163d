/// Whether a lane takes new work.
public enum Admission: String, CaseIterable, Hashable, Sendable {
    /// It does.
    case open
    /// It does not, and what runs is allowed to end.
    case draining
    /// It does not, and nothing of it is left: no worker, no run, no unacknowledged result.
    case drained
}

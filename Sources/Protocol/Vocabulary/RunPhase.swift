/// How far the run of an open attempt has come: the detail of a mission that is `running`.
public enum RunPhase: String, CaseIterable, Hashable, Sendable {
    /// Dispatched; no process of it is known yet.
    case starting
    /// The runtime process runs.
    case executing
    /// The runtime has ended well and the mission's checks run.
    case checking
    /// A stop was asked for, or the leader has exited and the rest of its tree is being ended.
    case stopping
    /// Its tree is gone and its result is in the outbox.
    case ended
}

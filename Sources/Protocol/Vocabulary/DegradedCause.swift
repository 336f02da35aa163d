/// Why a lane is `degraded`.
public enum DegradedCause: String, CaseIterable, Hashable, Sendable {
    /// Its worker died too often before it was ready; needs `lane reset`.
    case parked
    /// Too many runs failed by its fault; it returns by itself.
    case ejected
    /// A process tree of one of its runs survives SIGKILL.
    case treeNotDead = "tree_not_dead"
}

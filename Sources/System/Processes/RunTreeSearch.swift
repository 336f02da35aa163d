/// Where the processes of a run are looked for when it has no control group.
public enum RunTreeSearch: Hashable, Sendable {
    /// In the whole process table: for a process that is not, or was not always, their sub-reaper.
    case processTable
    /// Among our own children and their descendants: for the living sub-reaper that spawned the run.
    ///
    /// Every orphan of a run becomes a child of its sub-reaper at the moment it is orphaned, so one
    /// read of our own children usually proves that a tree is gone. `besides` names every other
    /// child tree: the other runs, and anything else we spawned. A child that names no run and is
    /// in nobody's session is counted to the run only when there is no other it could belong to.
    case ownChildren(besides: [RunTree])
}

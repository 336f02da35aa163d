/// What is known of processes that a run may have left.
public struct RunRemains: Equatable, Sendable {
    /// The run, which most of its processes name in their environment.
    public let runID: RunID
    /// The leader of its session, by which those are found that do not; nil if it is not known, or
    /// was a process of a kernel that runs no more.
    public let leader: ProcessIdentity?

    /// Names what is to be ended.
    public init(runID: RunID, leader: ProcessIdentity? = nil) {
        self.runID = runID
        self.leader = leader
    }
}

/// How far a checkpoint came.
public struct CheckpointResult: Equatable, Sendable {
    /// Pages in the log; 0 after a checkpoint that has truncated it.
    public let walPageCount: Int

    /// Those of them that are in the database file now.
    public let checkpointedPageCount: Int

    /// True when the log holds nothing that the file does not.
    public var isComplete: Bool { walPageCount == checkpointedPageCount }
}

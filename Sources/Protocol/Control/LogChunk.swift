/// A piece of an attempt's log.
public struct LogChunk: Equatable, Sendable {
    /// The attempt.
    public var runID: RunID
    /// The text; bytes that are not UTF-8 are replaced.
    ///
    /// Ends at a character boundary.
    public var text: String
    /// Where the next piece begins.
    public var nextOffset: Int64
    /// How long the log is now.
    public var byteCount: Int64
    /// True if nothing will be added.
    public var isComplete: Bool

    /// Describes a piece.
    public init(
        runID: RunID,
        text: String,
        nextOffset: Int64,
        byteCount: Int64,
        isComplete: Bool
    ) {
        self.runID = runID
        self.text = text
        self.nextOffset = nextOffset
        self.byteCount = byteCount
        self.isComplete = isComplete
    }
}

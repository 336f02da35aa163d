import Protocol

/// What retention deletes next: at most `rowCountMax` rows, and the logs of their runs.
///
/// The logs are deleted first, then the rows with `Ledger.prune`: killed between the two, the next
/// batch names the same logs again, so that none is left behind.
struct RetentionBatch: Equatable {
    /// The most rows of one batch.
    static let rowCountMax = 500

    /// A run whose logs may be deleted.
    struct Run: Equatable {
        /// The lane it ran in.
        let vpID: LaneID
        /// Its name.
        let runID: RunID
    }

    /// The runs whose attempts are deleted, oldest first.
    var runs: [Run] = []
    /// Their attempts.
    var fences: [Int64] = []
    /// Missions that have no attempts left then; each is one row, its envelope another, its key a third.
    var missionNumbers: [Int64] = []
    /// Events.
    var eventSequences: [Int64] = []
    /// Keys of missions that were deleted long ago.
    var keyNumbers: [Int64] = []

    /// Rows that are deleted or written.
    var rowCount: Int {
        fences.count + 3 * missionNumbers.count + eventSequences.count + keyNumbers.count
    }

    /// True if there is nothing to delete.
    var isEmpty: Bool { rowCount == 0 }
}

import ControlPlane
import Protocol
import SQLite

extension Ledger {
    /// Says what retention deletes next; deletes nothing.
    ///
    /// A mission with more attempts than fit loses them over several batches, and goes with the last.
    ///
    /// - Parameters:
    ///   - policy: How long things are kept after they ended.
    ///   - now: The time of the turn.
    /// - Returns: At most `RetentionBatch.rowCountMax` rows; an empty batch when nothing is due.
    /// - Throws: `isCorrupt`.
    func retentionBatch(
        _ policy: RetentionPolicy,
        at now: WallTime
    ) throws(SQLiteError) -> RetentionBatch {
        var batch = RetentionBatch()
        try addMissions(to: &batch, before: now.daysEarlier(policy.missionDays))
        batch.eventSequences = try connection.prepare(LedgerSQL.expiredEvents).all(
            now.daysEarlier(policy.eventDays).nanoseconds,
            RetentionBatch.rowCountMax - batch.rowCount,
            now.nanoseconds,
            body: Self.number
        )
        batch.keyNumbers = try connection.prepare(LedgerSQL.expiredKeys).all(
            now.daysEarlier(policy.keyRetentionDays).nanoseconds,
            RetentionBatch.rowCountMax - batch.rowCount,
            body: Self.number
        )
        return batch
    }

    private func addMissions(
        to batch: inout RetentionBatch,
        before time: WallTime
    ) throws(SQLiteError) {
        let rowCountMax = RetentionBatch.rowCountMax
        let statement = try connection.prepare(LedgerSQL.expiredMissions)
        let expired = try statement.all(time.nanoseconds, rowCountMax / 3) {
            (row) throws(SQLiteError) in
            (number: try row.int64(0), missionID: try row.text(1))
        }
        for mission in expired {
            let room = rowCountMax - batch.rowCount
            let isWhole = try addAttempts(of: mission.missionID, to: &batch, limit: room - 3)
            guard isWhole else { return }
            batch.missionNumbers.append(mission.number)
        }
    }

    /// Returns false if the mission has more attempts than `limit`, or there is no room for itself.
    private func addAttempts(
        of missionID: String,
        to batch: inout RetentionBatch,
        limit: Int
    ) throws(SQLiteError) -> Bool {
        guard limit >= 0 else { return false }
        let attempts = try connection.prepare(LedgerSQL.attemptsToPrune).all(missionID, limit + 1) {
            (row) throws(SQLiteError) in
            var columns = ColumnReader(row)
            return (
                fence: try columns.integer(),
                run: RetentionBatch.Run(
                    vpID: try columns.name { LaneID($0) },
                    runID: try columns.name { RunID($0) }
                )
            )
        }
        for attempt in attempts.prefix(limit) {
            batch.fences.append(attempt.fence)
            batch.runs.append(attempt.run)
        }
        return attempts.count <= limit
    }

    private static func number(_ row: Row) throws(SQLiteError) -> Int64 { try row.int64(0) }

    /// Deletes the rows of a batch in one transaction, and keeps the keys of its missions.
    ///
    /// - Parameter batch: From `retentionBatch`, with the logs of its runs deleted.
    /// - Throws: As `commit`.
    func prune(_ batch: RetentionBatch) throws(SQLiteError) {
        guard !batch.isEmpty else { return }
        try connection.transaction { () throws(SQLiteError) in
            try connection.prepare(LedgerSQL.saveMarks).run(
                marks.missionNumber,
                Int64(clamping: marks.fence.rawValue),
                Int64(clamping: marks.eventSequence)
            )
            try run([LedgerSQL.deleteAttempt], forEach: batch.fences)
            try run(
                [LedgerSQL.keepKey, LedgerSQL.deleteEnvelope, LedgerSQL.deleteMission],
                forEach: batch.missionNumbers
            )
            try run([LedgerSQL.deleteEvent], forEach: batch.eventSequences)
            try run([LedgerSQL.deleteKey], forEach: batch.keyNumbers)
        }
        counters.prunedRowCount += UInt64(batch.rowCount)
    }

    private func run(
        _ statements: [String],
        forEach numbers: [Int64]
    ) throws(SQLiteError) {
        for number in numbers {
            for sql in statements { try connection.prepare(sql).run(number) }
        }
    }
}

extension WallTime {
    /// The time so many days of 24 hours earlier.
    fileprivate func daysEarlier(_ days: UInt64) -> WallTime {
        let (span, isTooLong) = Int64(clamping: days).multipliedReportingOverflow(
            by: 86_400_000_000_000
        )
        let (time, isTooEarly) = nanoseconds.subtractingReportingOverflow(span)
        return WallTime(nanoseconds: isTooLong || isTooEarly ? .min : time)
    }
}

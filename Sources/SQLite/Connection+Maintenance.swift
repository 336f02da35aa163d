import CSQLite

extension Connection {
    /// Moves pages from the log into the file, outside a transaction.
    ///
    /// - Parameter mode: How much to insist.
    /// - Returns: How far it came.
    /// - Throws: `isBusy` when another connection is in the way, or inside a transaction;
    ///   `isDiskFull`.
    @discardableResult
    public func checkpoint(_ mode: CheckpointMode) throws(SQLiteError) -> CheckpointResult {
        var walPages: Int32 = 0
        var movedPages: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(
            handle.pointer,
            "main",
            mode.code,
            &walPages,
            &movedPages
        )
        try handle.check(code, "checkpoint")
        // Both are -1 for a file without a log.
        let result = CheckpointResult(
            walPageCount: max(Int(walPages), 0),
            checkpointedPageCount: max(Int(movedPages), 0)
        )
        handle.walPageCount = result.walPageCount - result.checkpointedPageCount
        return result
    }

    /// The pages that the log held after the last commit of this connection, less those moved
    /// since.
    ///
    /// By this the caller decides when a checkpoint is worth its price.
    public var walPageCount: Int { handle.walPageCount }

    /// Reads every page and compares every index with its table.
    ///
    /// - Parameter problemCountMax: Stops after this many problems, at least 1.
    /// - Returns: The problems as SQLite words them; empty for a sound file.
    /// - Throws: `isNotADatabase`, `isBusy`, I/O errors; damage is never thrown.
    /// - Complexity: O(n log n) in the size of the file.
    public func integrityCheck(problemCountMax: Int = 100) throws(SQLiteError) -> [String] {
        try problems("PRAGMA integrity_check(\(problemCountMax))")
    }

    /// Reads every page without comparing indexes with tables.
    ///
    /// - Parameter problemCountMax: Stops after this many problems, at least 1.
    /// - Returns: The problems as SQLite words them; empty for a file whose pages are sound.
    /// - Throws: `isNotADatabase`, `isBusy`, I/O errors; damage is never thrown.
    /// - Complexity: O(n) in the size of the file.
    public func quickCheck(problemCountMax: Int = 100) throws(SQLiteError) -> [String] {
        try problems("PRAGMA quick_check(\(problemCountMax))")
    }

    private func problems(_ pragma: String) throws(SQLiteError) -> [String] {
        var lines: [String] = []
        do throws(SQLiteError) {
            try Statement(pragma, on: handle).eachRow { (row) throws(SQLiteError) in
                lines.append(try row.text(0))
            }
        } catch {
            guard error.isCorrupt else { throw error }
            lines.append(error.message)
        }
        return lines == ["ok"] ? [] : lines
    }

    /// Counters of this connection since it was opened.
    public var counters: ConnectionCounters {
        ConnectionCounters(
            cacheHitCount: status(SQLITE_DBSTATUS_CACHE_HIT),
            cacheMissCount: status(SQLITE_DBSTATUS_CACHE_MISS),
            pageWriteCount: status(SQLITE_DBSTATUS_CACHE_WRITE),
            changedRowCount: sqlite3_total_changes64(handle.pointer)
        )
    }

    private func status(_ counter: Int32) -> Int64 {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(handle.pointer, counter, &current, &highest, 0)
        return Int64(current)
    }
}

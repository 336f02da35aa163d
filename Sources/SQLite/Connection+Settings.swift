import CSQLite

extension Connection {
    /// The settings that live in the connection; none of them changes the file.
    private static let settings = [
        // A lock held by another connection is an error at once; see the rules in Connection.swift.
        "busy_timeout=0",
        // Each commit is on the disk when it returns. NORMAL would lose the last ones in a power
        // cut.
        "synchronous=FULL",
        "foreign_keys=ON",
        // A damaged or hostile file must not run functions through its schema.
        "trusted_schema=OFF",
        // Damage in a page is found where it is read, not where it has spread to.
        "cell_size_check=ON",
        // Checkpoints are asked for; see the rules in Connection.swift.
        "wal_autocheckpoint=0",
        // A log that a burst has made large is cut back to 16 MiB when it starts over.
        "journal_size_limit=16777216",
        // 8 MiB hold the open missions and the inner pages of the indexes of a million finished
        // ones.
        "cache_size=-8192",
        // Sorting must not need room in /tmp, which may be full.
        "temp_store=MEMORY",
        // With a mapped file an I/O error would be SIGBUS instead of a result code.
        "mmap_size=0",
    ]

    func applySettings() throws(SQLiteError) {
        // No writes to the schema table, no `journal_mode=OFF`, by whatever SQL.
        try setFlag(SQLITE_DBCONFIG_DEFENSIVE, to: true)
        // A misspelt column name is an error, not a string.
        try setFlag(SQLITE_DBCONFIG_DQS_DML, to: false)
        try setFlag(SQLITE_DBCONFIG_DQS_DDL, to: false)
        // Closing a file that was only looked at must not change it.
        try setFlag(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, to: true)
        for setting in Self.settings {
            try execute("PRAGMA " + setting)
        }
        countPagesOfLog()
    }

    /// Makes the file keep its changes in a write-ahead log, and closing it move the log into the
    /// file.
    ///
    /// Changes the header of a file that has another mode. Called by `Migrator` once it has
    /// accepted the file.
    ///
    /// - Throws: `isDiskFull`, `isBusy`, `isReadOnly`; `SQLITE_IOERR` when the file system cannot
    ///   do it, as is the case for most network file systems.
    public func useWriteAheadLog() throws(SQLiteError) {
        let sql = "PRAGMA journal_mode=WAL"
        let mode = try prepare(sql).first { (row) throws(SQLiteError) in try row.text(0) }
        guard mode == "wal" else {
            throw SQLiteError(
                operation: "open",
                object: path,
                code: SQLITE_IOERR,
                message: "file system allows no write-ahead log, journal mode stays "
                    + (mode ?? "unknown")
            )
        }
        try setFlag(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, to: false)
    }

    private func setFlag(_ flag: Int32, to isOn: Bool) throws(SQLiteError) {
        try handle.check(csqlite_set_flag(handle.pointer, flag, isOn ? 1 : 0), "open")
    }

    /// Has each commit report the length of the log.
    ///
    /// The hook is also what an automatic checkpoint hangs on, so it must be set after
    /// `wal_autocheckpoint`.
    private func countPagesOfLog() {
        let context = Unmanaged.passUnretained(handle).toOpaque()
        sqlite3_wal_hook(
            handle.pointer,
            { context, _, _, pageCount in
                guard let context else { return SQLITE_OK }
                let handle = Unmanaged<ConnectionHandle>.fromOpaque(context)
                handle.takeUnretainedValue().walPageCount = Int(pageCount)
                return SQLITE_OK
            },
            context
        )
    }
}

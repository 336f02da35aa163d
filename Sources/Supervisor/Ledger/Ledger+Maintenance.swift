import Protocol
import SQLite

extension Ledger {
    /// A write-ahead log of so many pages of 4 KiB, 64 MiB, is moved into the file also when busy.
    static let logPageCountMax = 16_384

    /// True if the write-ahead log is so long that it must not wait for an idle turn.
    var needsCheckpoint: Bool { connection.walPageCount >= Self.logPageCountMax }

    /// Moves the write-ahead log into the file if this is the time for it.
    ///
    /// - Parameter isIdle: True if nothing else is to be done in this turn.
    /// - Returns: True if it was moved, as far as readers let it.
    /// - Throws: `isDiskFull`, after which nothing is lost: the log stays.
    @discardableResult
    func checkpoint(isIdle: Bool) throws(SQLiteError) -> Bool {
        guard needsCheckpoint || (isIdle && connection.walPageCount > 0) else { return false }
        try connection.checkpoint(.passive)
        return true
    }

    /// Reads every page and compares every index with its table, and every foreign key with its row.
    ///
    /// - Returns: The problems, at most 100 of each kind; empty for a sound file.
    /// - Complexity: O(n log n) in the size of the file: not for a turn.
    func integrityCheck() throws(SQLiteError) -> [String] {
        try Self.integrityCheck(of: connection)
    }

    private static func integrityCheck(of connection: Connection) throws(SQLiteError) -> [String] {
        let pages = try connection.integrityCheck()
        guard pages.isEmpty else { return pages }
        let rows = try connection.prepare(
            "SELECT \"table\", rowid FROM pragma_foreign_key_check LIMIT 100"
        )
        return try rows.all { (row) throws(SQLiteError) in
            "a row of \(try row.text(0)) names a row that does not exist"
        }
    }

    /// Writes a consistent copy of a ledger, which may be in use, and checks it as `integrityCheck`
    /// does.
    ///
    /// Called by a process of its own: it takes as long as it takes. The ledger is only read.
    ///
    /// - Parameters:
    ///   - source: The ledger.
    ///   - path: A file that does not exist, in a folder that does.
    /// - Throws: `MigrationError.corrupt` if the copy has a problem; `isDiskFull`; `SQLITE_CONSTRAINT` if
    ///   `path` holds a database. After a throw, what is at `path` is no copy: delete it.
    /// - Complexity: O(n log n) in the size of the file.
    static func copy(_ source: String, to path: String) throws(MigrationError) {
        do throws(SQLiteError) {
            let backup = try Backup(of: Connection(path: source, access: .readOnly), to: path)
            // In one step, which reads one state of it: between two the writer could go on, and the
            // copy would begin anew.
            while try !backup.step(pageCount: .max) {}
        } catch {
            throw .failed(error)
        }
        // Opening by the migrator proves that a supervisor would take it.
        let copy = try LedgerSchema.migrator.open(path)
        do throws(SQLiteError) {
            let problems = try Self.integrityCheck(of: copy)
            if let problem = problems.first {
                throw SQLiteError.damaged(path, problem)
            }
        } catch {
            throw error.isCorrupt ? .corrupt(path: path, problem: error.message) : .failed(error)
        }
    }
}

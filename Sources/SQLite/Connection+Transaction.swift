import CSQLite

extension Connection {
    /// Begins a transaction that may write at once.
    ///
    /// - Throws: `isBusy` when another connection writes; `SQLITE_ERROR` inside a transaction,
    ///   which stays open.
    public func begin() throws(SQLiteError) {
        try prepare("BEGIN IMMEDIATE").run()
    }

    /// Makes the changes since `begin()` durable.
    ///
    /// - Throws: `isDiskFull` when nothing was written. The transaction may still be open: roll it
    ///   back.
    public func commit() throws(SQLiteError) {
        let code = sqlite3_exec(handle.pointer, "COMMIT", nil, nil, nil)
        try handle.check(code, "commit")
    }

    /// Drops the changes since `begin()`; does nothing outside a transaction.
    ///
    /// SQLite ends a transaction by itself after some errors, so being outside is not a mistake.
    ///
    /// - Throws: What SQLite reports; the transaction is over nevertheless.
    public func rollback() throws(SQLiteError) {
        guard isInTransaction else { return }
        try prepare("ROLLBACK").run()
    }

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// - Parameter body: Changes the database. Must not begin a transaction of its own.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or the error of begin or commit. Nothing of the transaction
    ///   remains, except that after a commit that failed for another reason than `isDiskFull` it
    ///   may be in the file.
    public func transaction<Result>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try transaction(mapping: { (error: SQLiteError) in error }, body)
    }

    /// Runs `body`, which has an error type of its own, in a transaction.
    ///
    /// - Parameters:
    ///   - wrap: Turns an error of begin and commit into one of that type.
    ///   - body: Changes the database. Must not begin a transaction of its own.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or the wrapped error of begin or commit; see
    ///   `transaction(_:)`.
    public func transaction<Result, Failure: Error>(
        mapping wrap: (SQLiteError) -> Failure,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do { try begin() } catch { throw wrap(error) }
        let result: Result
        do throws(Failure) {
            result = try body()
        } catch {
            abandon()
            throw error
        }
        do { try commit() } catch {
            abandon()
            throw wrap(error)
        }
        return result
    }

    /// Rolls back after an error, whose cause is what the caller has to hear of.
    private func abandon() {
        // Best effort: ROLLBACK reports only errors of reading the old pages back, and the next
        // statement reports those again.
        try? rollback()
    }
}

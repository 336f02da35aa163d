import CSQLite

/// A copy of a database, made in steps while the database is used.
///
/// Changes that its own connection commits between two steps are in the copy. The copy is complete
/// and durable when `step` has returned true; released before that, it leaves an unusable file for
/// the caller to delete.
public final class Backup {
    private let source: ConnectionHandle
    private let destination: ConnectionHandle
    private var pointer: OpaquePointer?

    /// Opens the destination and prepares the copy; nothing is copied yet.
    ///
    /// - Parameters:
    ///   - source: The connection that writes the database, not inside a transaction that it must
    ///     not contain.
    ///   - path: A file that does not exist or is empty, in a folder that exists.
    /// - Throws: `isCannotOpen`, `isReadOnly`; `SQLITE_CONSTRAINT` when the file holds a database
    ///   already.
    public init(of source: Connection, to path: String) throws(SQLiteError) {
        let copy = try Connection(path: path, access: .create)
        guard try copy.integer("PRAGMA page_count") == 0 else {
            throw SQLiteError(
                operation: "back up to",
                object: path,
                code: SQLITE_CONSTRAINT,
                message: "file holds a database already"
            )
        }
        self.source = source.handle
        destination = copy.handle
        pointer = sqlite3_backup_init(copy.handle.pointer, "main", source.handle.pointer, "main")
        guard pointer != nil else {
            let code = sqlite3_extended_errcode(destination.pointer)
            throw destination.error("back up to", path, code: code)
        }
    }

    deinit {
        if let pointer { sqlite3_backup_finish(pointer) }
    }

    /// Copies some more pages.
    ///
    /// - Parameter pageCount: How many at most, at least 1; a page has 4,096 bytes.
    /// - Returns: True when the copy is complete; further calls do nothing and return true.
    /// - Throws: `isBusy` when another connection is in the way, which may be tried again;
    ///   `isDiskFull` and I/O errors, which may not.
    public func step(pageCount: Int) throws(SQLiteError) -> Bool {
        guard let pointer else { return true }
        switch sqlite3_backup_step(pointer, Int32(clamping: max(pageCount, 1))) {
        case SQLITE_OK:
            return false
        case SQLITE_DONE:
            self.pointer = nil
            try destination.check(sqlite3_backup_finish(pointer), "back up to")
            return true
        case let code:
            throw SQLiteError(
                operation: "back up to",
                object: destination.path,
                code: code,
                systemError: ConnectionHandle.systemError(destination.pointer, code: code),
                message: String(cString: sqlite3_errstr(code))
            )
        }
    }

    /// The pages still to be copied, as of the last step.
    public var remainingPageCount: Int {
        guard let pointer else { return 0 }
        return Int(sqlite3_backup_remaining(pointer))
    }
}

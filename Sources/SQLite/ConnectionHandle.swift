import CSQLite

/// Owns a `sqlite3 *`, which is closed when the connection and all of its statements are gone.
final class ConnectionHandle {
    let pointer: OpaquePointer
    let path: String

    /// Pages in the write-ahead log that are not known to be in the database file.
    var walPageCount = 0

    init(_ pointer: OpaquePointer, path: String) {
        self.pointer = pointer
        self.path = path
    }

    deinit {
        sqlite3_close_v2(pointer)
    }

    /// Describes the failure of the last call on this connection.
    func error(_ operation: String, _ object: String, code: Int32) -> SQLiteError {
        SQLiteError(
            operation: operation,
            object: object,
            code: code,
            systemError: Self.systemError(pointer, code: code),
            message: sqlite3_errmsg(pointer).map { String(cString: $0) } ?? "no message"
        )
    }

    /// Throws unless `code` is `SQLITE_OK`.
    func check(
        _ code: Int32,
        _ operation: String,
        _ object: String? = nil
    ) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw error(operation, object ?? path, code: code) }
    }

    /// Reads the errno of a failure; for other failures SQLite keeps a stale one, which would
    /// mislead.
    static func systemError(_ pointer: OpaquePointer, code: Int32) -> Int32 {
        switch code & 0xFF {
        case SQLITE_IOERR, SQLITE_CANTOPEN: sqlite3_system_errno(pointer)
        default: 0
        }
    }
}

// # SQLite
//
// A thin, typed layer over the C library: `Connection` opens a file with one fixed set of settings,
// `Statement` binds and reads by position, `Migrator` brings a file to the newest schema or refuses
// it unchanged, `Backup` copies a file in steps. No query builder, no model mapping, no threads.
//
// ## Rules and their reasons
// - One connection writes. It never waits for a lock (`busy_timeout=0`): a lock held by someone
//   else means a second writer, which must be reported, not waited for.
// - A connection belongs to one thread (`SQLITE_OPEN_NOMUTEX`); none of these classes is
//   `Sendable`.
// - Opening a file never changes it. What changes it, the write-ahead log included, comes after
//   `Migrator` has seen that the file is ours.
// - A statement is reset whenever the function that stepped it returns or throws: a statement that
//   was left in the middle would hold a read transaction, and with it the log, open for ever.
// - Checkpoints happen when the caller asks for them, because the automatic ones put the cost of a
//   thousand commits on the one that reaches the threshold.

import CSQLite

/// A connection to one database file.
///
/// Closed when it and its statements are released; the last one to close moves the log into the
/// file.
public final class Connection {
    let handle: ConnectionHandle
    private var cachedStatements: [String: Statement] = [:]

    /// More different texts than this are compiled at every use; a program has far fewer constants
    /// of SQL.
    static let cachedStatementCountMax = 256

    /// The path the file was opened with.
    public var path: String { handle.path }

    /// Opens a file and applies the settings of `Connection+Settings.swift`; does not change the
    /// file.
    ///
    /// - Parameters:
    ///   - path: A path of the file system; never a URI, never empty.
    ///   - access: What the connection may do. A writable one is refused (`isReadOnly`) when the
    ///     file can only be read.
    /// - Throws: `isCannotOpen`, `isReadOnly`, `isNotADatabase`, `isCorrupt`, `isBusy`.
    public init(path: String, access: Access) throws(SQLiteError) {
        handle = try Self.open(path: path, access: access)
        if access != .readOnly, sqlite3_db_readonly(handle.pointer, "main") == 1 {
            throw SQLiteError(
                operation: "open",
                object: path,
                code: SQLITE_READONLY,
                message: "file is not writable"
            )
        }
        try applySettings()
    }

    private static func open(
        path: String,
        access: Access
    ) throws(SQLiteError) -> ConnectionHandle {
        guard !path.isEmpty else {
            let message = "path is empty"
            throw SQLiteError(
                operation: "open",
                object: path,
                code: SQLITE_CANTOPEN,
                message: message
            )
        }
        // Debian's library takes "file:…" for a URI and ":memory:" for no file at all.
        let fileName = path.hasPrefix("/") ? path : "./" + path
        let flags = access.flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var pointer: OpaquePointer?
        let code = sqlite3_open_v2(fileName, &pointer, flags, nil)
        guard let pointer else {
            let message = "out of memory"
            throw SQLiteError(operation: "open", object: path, code: code, message: message)
        }
        let handle = ConnectionHandle(pointer, path: path)
        try handle.check(code, "open")
        return handle
    }

    /// Compiles a statement, or returns the one compiled before from the same text.
    ///
    /// A statement that is being iterated is not returned a second time: the inner use gets its
    /// own.
    ///
    /// - Parameter sql: One statement, a constant of the program; values belong in bindings.
    /// - Throws: What SQLite says about the text.
    /// - Returns: The statement, reset and without bindings.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        if let statement = cachedStatements[sql], !statement.isBusy { return statement }
        let statement = try Statement(sql, on: handle)
        if cachedStatements.count < Self.cachedStatementCountMax, cachedStatements[sql] == nil {
            cachedStatements[sql] = statement
        }
        return statement
    }

    /// Runs SQL text that takes no values: any number of statements separated by semicolons.
    ///
    /// Stops at the first error; the statements before it have been run.
    ///
    /// - Parameter sql: Constant text, for example a schema.
    /// - Throws: The error of the first statement that failed.
    public func execute(_ sql: String) throws(SQLiteError) {
        try handle.check(sqlite3_exec(handle.pointer, sql, nil, nil, nil), "run", sql)
    }

    /// Reads one integer, for example a pragma or a count.
    ///
    /// - Parameter sql: One statement that gives at least one row with an integer in its first
    ///   column.
    /// - Returns: The integer of the first row.
    /// - Throws: The error of the statement; `SQLITE_MISMATCH` when there is no row or no integer.
    public func integer(_ sql: String) throws(SQLiteError) -> Int64 {
        let value = try prepare(sql).first { (row) throws(SQLiteError) in try row.int64(0) }
        guard let value else {
            throw SQLiteError(
                operation: "read",
                object: sql,
                code: SQLITE_MISMATCH,
                message: "no row"
            )
        }
        return value
    }

    /// The number of rows that the last INSERT, UPDATE or DELETE changed.
    public var changes: Int64 { sqlite3_changes64(handle.pointer) }

    /// The rowid of the last row that this connection inserted.
    public var lastRowID: Int64 { sqlite3_last_insert_rowid(handle.pointer) }

    /// True between `begin()` and `commit()` or `rollback()`.
    public var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }
}

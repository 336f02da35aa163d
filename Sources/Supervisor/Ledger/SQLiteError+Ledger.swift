import SQLite

extension SQLiteError {
    /// Result code `SQLITE_CORRUPT`; https://sqlite.org/rescode.html.
    private static let corruptCode: Int32 = 11
    /// Result code `SQLITE_CONSTRAINT`.
    private static let constraintCode: Int32 = 19

    /// A row that we wrote does not read back: `isCorrupt`.
    static func damaged(_ object: String, _ problem: String) -> SQLiteError {
        SQLiteError(operation: "read", object: object, code: corruptCode, message: problem)
    }

    /// A write that the ledger forbids: `isConstraint`.
    static func refused(_ object: String, _ problem: String) -> SQLiteError {
        SQLiteError(operation: "write", object: object, code: constraintCode, message: problem)
    }
}

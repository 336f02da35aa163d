import CSQLite

/// The row that a statement stands on; valid until the statement moves on.
///
/// Readers are strict: a value of another type is an error, never converted. Columns count from 0.
public struct Row {
    let statement: Statement

    /// The number of columns.
    public var columnCount: Int { Int(sqlite3_column_count(statement.pointer)) }

    /// True when a column holds NULL, or is not there.
    public func isNull(_ column: Int) -> Bool {
        type(column) == SQLITE_NULL
    }

    /// Reads an INTEGER.
    ///
    /// - Parameter column: From 0.
    /// - Returns: The value.
    /// - Throws: `SQLITE_MISMATCH` for NULL and every other type.
    public func int64(_ column: Int) throws(SQLiteError) -> Int64 {
        try expect(SQLITE_INTEGER, column)
        return sqlite3_column_int64(statement.pointer, Int32(clamping: column))
    }

    /// Reads a REAL.
    ///
    /// - Parameter column: From 0.
    /// - Returns: The value.
    /// - Throws: `SQLITE_MISMATCH` for NULL and every other type.
    public func double(_ column: Int) throws(SQLiteError) -> Double {
        try expect(SQLITE_FLOAT, column)
        return sqlite3_column_double(statement.pointer, Int32(clamping: column))
    }

    /// Reads an INTEGER that is 0 or 1.
    ///
    /// - Parameter column: From 0.
    /// - Returns: True for 1.
    /// - Throws: `SQLITE_MISMATCH` for every other value.
    public func bool(_ column: Int) throws(SQLiteError) -> Bool {
        switch try int64(column) {
        case 0: return false
        case 1: return true
        case let other: throw mismatch("column \(column) is \(other), expected 0 or 1")
        }
    }

    /// Reads a TEXT.
    ///
    /// - Parameter column: From 0.
    /// - Returns: The value, which may hold NUL.
    /// - Throws: `SQLITE_MISMATCH` for NULL, every other type, and bytes that are not UTF-8.
    public func text(_ column: Int) throws(SQLiteError) -> String {
        try expect(SQLITE_TEXT, column)
        guard let start = sqlite3_column_text(statement.pointer, Int32(clamping: column)) else {
            throw mismatch("column \(column) cannot be read: out of memory")
        }
        let bytes = UnsafeBufferPointer(start: start, count: byteCount(column))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw mismatch("column \(column) is not UTF-8")
        }
        return text
    }

    /// Reads a BLOB.
    ///
    /// - Parameter column: From 0.
    /// - Returns: A copy of the bytes.
    /// - Throws: `SQLITE_MISMATCH` for NULL and every other type.
    public func blob(_ column: Int) throws(SQLiteError) -> [UInt8] {
        try expect(SQLITE_BLOB, column)
        // No bytes are given as a null pointer.
        let start = sqlite3_column_blob(statement.pointer, Int32(clamping: column))
        let count = start == nil ? 0 : byteCount(column)
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Reads an INTEGER or NULL.
    ///
    /// - Parameter column: From 0.
    /// - Returns: The value; nil for NULL.
    /// - Throws: `SQLITE_MISMATCH` for every other type.
    public func optionalInt64(_ column: Int) throws(SQLiteError) -> Int64? {
        isNull(column) ? nil : try int64(column)
    }

    /// Reads a REAL or NULL.
    ///
    /// - Parameter column: From 0.
    /// - Returns: The value; nil for NULL.
    /// - Throws: `SQLITE_MISMATCH` for every other type.
    public func optionalDouble(_ column: Int) throws(SQLiteError) -> Double? {
        isNull(column) ? nil : try double(column)
    }

    /// Reads a TEXT or NULL.
    ///
    /// - Parameter column: From 0.
    /// - Returns: The value; nil for NULL.
    /// - Throws: `SQLITE_MISMATCH` for every other type.
    public func optionalText(_ column: Int) throws(SQLiteError) -> String? {
        isNull(column) ? nil : try text(column)
    }

    /// Reads a BLOB or NULL.
    ///
    /// - Parameter column: From 0.
    /// - Returns: A copy of the bytes; nil for NULL.
    /// - Throws: `SQLITE_MISMATCH` for every other type.
    public func optionalBlob(_ column: Int) throws(SQLiteError) -> [UInt8]? {
        isNull(column) ? nil : try blob(column)
    }

    private func type(_ column: Int) -> Int32 {
        sqlite3_column_type(statement.pointer, Int32(clamping: column))
    }

    private func byteCount(_ column: Int) -> Int {
        Int(sqlite3_column_bytes(statement.pointer, Int32(clamping: column)))
    }

    private func expect(_ expected: Int32, _ column: Int) throws(SQLiteError) {
        let found = type(column)
        guard found != expected else { return }
        let names = "\(Self.name(found)), expected \(Self.name(expected))"
        throw mismatch("column \(column) is \(names)")
    }

    private func mismatch(_ message: String) -> SQLiteError {
        let code = SQLITE_MISMATCH
        return SQLiteError(operation: "read", object: statement.sql, code: code, message: message)
    }

    private static func name(_ type: Int32) -> String {
        switch type {
        case SQLITE_INTEGER: "integer"
        case SQLITE_FLOAT: "real"
        case SQLITE_TEXT: "text"
        case SQLITE_BLOB: "blob"
        default: "null"
        }
    }
}

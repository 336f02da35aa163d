import Protocol
import SQLite

extension Row {
    /// The class of the error for a value that cannot have been written: `SQLITE_CORRUPT`.
    private static let corrupt: Int32 = 11

    /// Reads a TEXT that stands for something.
    ///
    /// - Parameters:
    ///   - column: From 0.
    ///   - make: Reads the text; nil if it stands for nothing.
    /// - Returns: What it stands for.
    /// - Throws: `SQLITE_MISMATCH` for NULL and other types, `isCorrupt` where `make` says nil.
    func value<Value>(
        _ column: Int,
        _ make: (String) -> Value?
    ) throws(SQLiteError) -> Value {
        let text = try text(column)
        guard let value = make(text) else {
            throw SQLiteError(
                operation: "read",
                object: text,
                code: Self.corrupt,
                message: "column \(column) holds no \(Value.self)"
            )
        }
        return value
    }

    /// Reads a TEXT that stands for something, or NULL.
    ///
    /// - Parameters:
    ///   - column: From 0.
    ///   - make: Reads the text; nil if it stands for nothing.
    /// - Returns: Nil for NULL.
    /// - Throws: As `value`.
    func optionalValue<Value>(
        _ column: Int,
        _ make: (String) -> Value?
    ) throws(SQLiteError) -> Value? {
        isNull(column) ? nil : try value(column, make)
    }

    /// Reads an INTEGER that is a time, or NULL.
    ///
    /// - Parameter column: From 0.
    /// - Returns: Nil for NULL.
    /// - Throws: `SQLITE_MISMATCH` for every other type.
    func optionalTime(_ column: Int) throws(SQLiteError) -> WallTime? {
        try optionalInt64(column).map { WallTime(nanoseconds: $0) }
    }
}

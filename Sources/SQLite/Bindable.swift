/// A value that can stand for a `?` in SQL.
///
/// Unsigned 64-bit integers are left out on purpose: half of them have no place in a column of
/// SQLite.
public protocol Bindable {
    /// Binds the value to a position of a statement.
    ///
    /// - Parameters:
    ///   - statement: A statement that is not being stepped.
    ///   - position: From 1 to the number of values the statement takes.
    /// - Throws: `SQLITE_RANGE` for another position, `SQLITE_TOOBIG` above a billion bytes.
    func bind(to statement: Statement, at position: Int) throws(SQLiteError)
}

extension Int64: Bindable {
    /// Binds an INTEGER.
    public func bind(to statement: Statement, at position: Int) throws(SQLiteError) {
        try statement.bind(integer: self, at: position)
    }
}

extension Int: Bindable {
    /// Binds an INTEGER.
    public func bind(to statement: Statement, at position: Int) throws(SQLiteError) {
        try statement.bind(integer: Int64(self), at: position)
    }
}

extension Bool: Bindable {
    /// Binds the INTEGER 1 for true and 0 for false.
    public func bind(to statement: Statement, at position: Int) throws(SQLiteError) {
        try statement.bind(integer: self ? 1 : 0, at: position)
    }
}

extension Double: Bindable {
    /// Binds a REAL; not-a-number becomes NULL, because SQLite has none.
    public func bind(to statement: Statement, at position: Int) throws(SQLiteError) {
        try statement.bind(real: self, at: position)
    }
}

extension String: Bindable {
    /// Binds a TEXT of the string's bytes in UTF-8, NUL included.
    public func bind(to statement: Statement, at position: Int) throws(SQLiteError) {
        try statement.bind(text: self, at: position)
    }
}

extension Array: Bindable where Element == UInt8 {
    /// Binds a BLOB.
    public func bind(to statement: Statement, at position: Int) throws(SQLiteError) {
        try statement.bind(blob: self, at: position)
    }
}

extension Optional: Bindable where Wrapped: Bindable {
    /// Binds the value, or NULL.
    public func bind(to statement: Statement, at position: Int) throws(SQLiteError) {
        guard let value = self else { return try statement.bindNull(at: position) }
        try value.bind(to: statement, at: position)
    }
}

import CSQLite

/// One compiled SQL statement.
///
/// `run`, `eachRow`, `first` and `all` bind, step and reset in one call, also when they throw. Bind
/// and step by hand only where that does not fit, and call `reset()` then.
public final class Statement {
    private let handle: ConnectionHandle
    let pointer: OpaquePointer

    /// The text it was compiled from.
    public let sql: String

    init(_ sql: String, on handle: ConnectionHandle) throws(SQLiteError) {
        var compiled: OpaquePointer?
        // Persistent: it is kept for long, so SQLite should not take its memory from short-lived
        // pools.
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let code = sqlite3_prepare_v3(handle.pointer, sql, -1, flags, &compiled, nil)
        try handle.check(code, "prepare", sql)
        guard let compiled else {
            let message = "text holds no statement"
            throw SQLiteError(
                operation: "prepare",
                object: sql,
                code: SQLITE_MISUSE,
                message: message
            )
        }
        pointer = compiled
        self.handle = handle
        self.sql = sql
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    /// The number of values it takes.
    public var parameterCount: Int { Int(sqlite3_bind_parameter_count(pointer)) }

    /// True while it stands on a row.
    public var isBusy: Bool { sqlite3_stmt_busy(pointer) != 0 }

    // MARK: - Whole uses

    /// Runs it to its end; rows that it gives are dropped.
    ///
    /// - Parameter values: As many as the statement takes, in order.
    /// - Throws: `SQLITE_RANGE` for another number of values; what SQLite reports, with the
    ///   statement reset.
    public func run<each Value: Bindable>(
        _ values: repeat each Value
    ) throws(SQLiteError) {
        defer { reset() }
        try bind(repeat each values)
        while try step() {}
    }

    /// Runs it and hands over each row.
    ///
    /// - Parameters:
    ///   - values: As many as the statement takes, in order.
    ///   - body: Reads a row. May use other statements; a throw ends the iteration.
    /// - Throws: `SQLITE_RANGE` for another number of values; what SQLite reports and what `body`
    ///   throws, with the statement reset.
    public func eachRow<each Value: Bindable>(
        _ values: repeat each Value,
        body: (Row) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        defer { reset() }
        try bind(repeat each values)
        while try step() {
            try body(Row(statement: self))
        }
    }

    /// Runs it up to its first row.
    ///
    /// - Parameters:
    ///   - values: As many as the statement takes, in order.
    ///   - body: Reads the row.
    /// - Returns: What `body` returns; nil when there is no row.
    /// - Throws: As `eachRow`.
    public func first<Result, each Value: Bindable>(
        _ values: repeat each Value,
        body: (Row) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result? {
        defer { reset() }
        try bind(repeat each values)
        guard try step() else { return nil }
        return try body(Row(statement: self))
    }

    /// Runs it and collects all rows.
    ///
    /// - Parameters:
    ///   - values: As many as the statement takes, in order.
    ///   - body: Reads a row.
    /// - Returns: One element a row, in the order of the rows. Its length is bounded by the SQL
    ///   only.
    /// - Throws: As `eachRow`.
    public func all<Result, each Value: Bindable>(
        _ values: repeat each Value,
        body: (Row) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> [Result] {
        var results: [Result] = []
        try eachRow(repeat each values) { (row) throws(SQLiteError) in
            results.append(try body(row))
        }
        return results
    }

    // MARK: - Single steps

    /// Binds all values.
    ///
    /// - Parameter values: As many as the statement takes, in order.
    /// - Throws: `SQLITE_RANGE` for another number of values, `SQLITE_MISUSE` while it stands on a
    ///   row.
    public func bind<each Value: Bindable>(
        _ values: repeat each Value
    ) throws(SQLiteError) {
        var position = 0
        for value in repeat each values {
            position += 1
            try value.bind(to: self, at: position)
        }
        // SQLite would take what is missing for NULL.
        guard position == parameterCount else {
            throw SQLiteError(
                operation: "bind",
                object: sql,
                code: SQLITE_RANGE,
                message: "\(position) values for \(parameterCount) parameters"
            )
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: False at the end.
    /// - Throws: What SQLite reports. Reset the statement then.
    public func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw handle.error("run", sql, code: code)
        }
    }

    /// Makes it ready for the next use, and drops the values bound to it.
    public func reset() {
        // The result repeats the error of the last step, which was thrown there.
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    // MARK: - Binding by type

    func bind(integer: Int64, at position: Int) throws(SQLiteError) {
        try checkBind(sqlite3_bind_int64(pointer, Int32(clamping: position), integer))
    }

    func bind(real: Double, at position: Int) throws(SQLiteError) {
        try checkBind(sqlite3_bind_double(pointer, Int32(clamping: position), real))
    }

    func bindNull(at position: Int) throws(SQLiteError) {
        try checkBind(sqlite3_bind_null(pointer, Int32(clamping: position)))
    }

    func bind(text: String, at position: Int) throws(SQLiteError) {
        var text = text
        let code = text.withUTF8 { bytes in
            csqlite_bind_text(
                pointer,
                Int32(clamping: position),
                bytes.baseAddress,
                UInt64(bytes.count)
            )
        }
        try checkBind(code)
    }

    func bind(blob: [UInt8], at position: Int) throws(SQLiteError) {
        let code = blob.withUnsafeBytes { bytes in
            csqlite_bind_blob(
                pointer,
                Int32(clamping: position),
                bytes.baseAddress,
                UInt64(bytes.count)
            )
        }
        try checkBind(code)
    }

    private func checkBind(_ code: Int32) throws(SQLiteError) {
        try handle.check(code, "bind", sql)
    }
}

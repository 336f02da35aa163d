import Protocol
import SQLite

/// Binds the values of a row one after the other: the counterpart of `ColumnReader`.
struct ColumnWriter {
    private let statement: Statement
    private var position = 0

    private init(_ statement: Statement) {
        self.statement = statement
    }

    /// Runs a statement with the values that `body` puts, in the order of its parameters.
    ///
    /// - Throws: `isConstraint` if `body` puts fewer than the statement takes; what SQLite reports.
    ///   The statement is reset in any case.
    static func run(
        _ statement: Statement,
        _ body: (inout ColumnWriter) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        defer { statement.reset() }
        var columns = ColumnWriter(statement)
        try body(&columns)
        // SQLite would take what is missing for NULL.
        guard columns.position == statement.parameterCount else {
            let counts = "\(columns.position) values for \(statement.parameterCount) columns"
            throw .refused(statement.sql, counts)
        }
        while try statement.step() {}
    }

    /// Puts a value as it is, or NULL.
    mutating func put(_ value: (some Bindable)?) throws(SQLiteError) {
        position += 1
        try value.bind(to: statement, at: position)
    }

    /// Puts a number that has no negative values; above `Int64.max` it is stored as that.
    mutating func put(_ count: UInt64?) throws(SQLiteError) {
        try put(count.map { Int64(clamping: $0) })
    }

    /// Puts nanoseconds since 1970.
    mutating func put(_ time: WallTime?) throws(SQLiteError) {
        try put(time?.nanoseconds)
    }

    /// Puts a case of a vocabulary.
    mutating func put<Word: RawRepresentable>(
        word: Word?
    ) throws(SQLiteError) where Word.RawValue == String {
        try put(word?.rawValue)
    }

    /// Puts what was used: four columns.
    mutating func put(_ usage: Usage) throws(SQLiteError) {
        try put(usage.inputTokenCount)
        try put(usage.outputTokenCount)
        try put(usage.callCount)
        try put(usage.costMicroUSD)
    }

    /// Puts a process: two columns.
    mutating func put(_ process: ProcessIdentity?) throws(SQLiteError) {
        try put(process.map { Int64($0.pid) })
        try put(process?.startTicks)
    }
}

import Protocol
import SQLite

/// Reads the columns of a row one after the other, as the values they were written from.
///
/// - Throws: Every function throws `isCorrupt` for what we cannot have written, and
///   `SQLITE_MISMATCH` for a column of another type.
struct ColumnReader {
    private let row: Row
    private var column = 0

    /// Starts at the first column of a row.
    init(_ row: Row) {
        self.row = row
    }

    /// True if the next column is NULL; does not move on.
    var isAtNull: Bool { row.isNull(column) }

    /// Moves on by `count` columns without reading them.
    mutating func skip(_ count: Int) {
        column += count
    }

    mutating func integer() throws(SQLiteError) -> Int64 {
        defer { column += 1 }
        return try row.int64(column)
    }

    /// Reads a number that is never negative.
    mutating func count() throws(SQLiteError) -> UInt64 {
        let value = try integer()
        guard value >= 0 else { throw damaged("is \(value), below 0") }
        return UInt64(value)
    }

    mutating func smallCount() throws(SQLiteError) -> Int {
        Int(try count())
    }

    mutating func flag() throws(SQLiteError) -> Bool {
        defer { column += 1 }
        return try row.bool(column)
    }

    mutating func time() throws(SQLiteError) -> WallTime {
        WallTime(nanoseconds: try integer())
    }

    mutating func text() throws(SQLiteError) -> String {
        defer { column += 1 }
        return try row.text(column)
    }

    /// Reads an identifier.
    mutating func name<Name>(_ make: (String) -> Name?) throws(SQLiteError) -> Name {
        let text = try text()
        guard let name = make(text) else { throw damaged("is \"\(text)\", not a \(Name.self)") }
        return name
    }

    /// Reads a case of a vocabulary.
    mutating func word<Word: RawRepresentable>(
        _ type: Word.Type = Word.self
    ) throws(SQLiteError) -> Word where Word.RawValue == String {
        try name { Word(rawValue: $0) }
    }

    /// Reads what was used: four columns.
    mutating func usage() throws(SQLiteError) -> Usage {
        var usage = Usage()
        usage.inputTokenCount = try count()
        usage.outputTokenCount = try count()
        usage.callCount = try count()
        usage.costMicroUSD = try count()
        return usage
    }

    // MARK: - What may be NULL

    mutating func optionalCount() throws(SQLiteError) -> UInt64? {
        try isNull() ? nil : count()
    }

    mutating func optionalTime() throws(SQLiteError) -> WallTime? {
        try isNull() ? nil : time()
    }

    mutating func optionalText() throws(SQLiteError) -> String? {
        try isNull() ? nil : text()
    }

    mutating func optionalName<Name>(
        _ make: (String) -> Name?
    ) throws(SQLiteError) -> Name? {
        try isNull() ? nil : name(make)
    }

    mutating func optionalWord<Word: RawRepresentable>(
        _ type: Word.Type = Word.self
    ) throws(SQLiteError) -> Word? where Word.RawValue == String {
        try isNull() ? nil : word(type)
    }

    /// Reads a process: two columns, both NULL or neither.
    mutating func optionalProcess() throws(SQLiteError) -> ProcessIdentity? {
        guard !isNull() else {
            skip(1)
            return nil
        }
        let pid = try integer()
        guard let pid = Int32(exactly: pid) else { throw damaged("is \(pid), not a process id") }
        return ProcessIdentity(pid: pid, startTicks: try count())
    }

    /// Moves on if the next column is NULL.
    private mutating func isNull() -> Bool {
        guard isAtNull else { return false }
        column += 1
        return true
    }

    private func damaged(_ problem: String) -> SQLiteError {
        .damaged("ledger row", "column \(max(column - 1, 0)) \(problem)")
    }
}

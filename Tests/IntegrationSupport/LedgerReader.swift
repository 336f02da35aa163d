import SQLite

/// Questions to an instance's ledger file, which is only read.
public struct LedgerReader {
    private let connection: Connection

    /// Opens the file.
    public init(_ path: String) throws {
        connection = try Connection(path: path, access: .readOnly)
    }

    /// Asks for one number.
    public func integer(_ sql: String) throws -> Int64 {
        try connection.integer(sql)
    }

    /// Asks for one text a row.
    public func texts(_ sql: String) throws -> [String] {
        try connection.prepare(sql).all { row throws(SQLiteError) in try row.text(0) }
    }

    /// What SQLite finds wrong with the whole file; empty if nothing.
    public func problems() throws -> [String] {
        try connection.integrityCheck()
    }
}

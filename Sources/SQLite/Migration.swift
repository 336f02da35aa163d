/// One step from a version of a schema to the next.
public struct Migration: Sendable {
    /// The version that the file has afterwards; the first is 1.
    public let version: Int32

    let apply: @Sendable (Connection) throws(SQLiteError) -> Void

    /// Creates a migration from SQL text.
    ///
    /// - Parameters:
    ///   - version: The version afterwards, 1 or more.
    ///   - sql: Any number of statements, separated by semicolons, without BEGIN and COMMIT.
    public init(version: Int32, sql: String) {
        self.init(version: version) { (connection) throws(SQLiteError) in
            try connection.execute(sql)
        }
    }

    /// Creates a migration that needs more than SQL.
    ///
    /// - Parameters:
    ///   - version: The version afterwards, 1 or more.
    ///   - apply: Changes the database, inside a transaction that is committed with the new
    ///     version.
    public init(
        version: Int32,
        apply: @escaping @Sendable (Connection) throws(SQLiteError) -> Void
    ) {
        self.version = version
        self.apply = apply
    }
}

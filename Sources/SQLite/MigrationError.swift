/// Why a file was not opened or not migrated.
///
/// After each of these the file has the bytes it had before.
public enum MigrationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is something else than a database.
    case notADatabase(path: String)
    /// The database belongs to another program; 0 stands for one that does not say.
    case foreignApplication(path: String, found: Int32, expected: Int32)
    /// A newer release of this program has written it.
    case newerVersion(path: String, found: Int32, supported: Int32)
    /// The database is damaged.
    case corrupt(path: String, problem: String)
    /// A migration would have left rows whose foreign key names nothing; `table` holds the first.
    case foreignKeyViolated(path: String, version: Int32, table: String)
    /// A migration failed; the file has the version before it.
    case migrationFailed(path: String, version: Int32, cause: SQLiteError)
    /// Anything else that SQLite reports: no access, no room, a lock.
    case failed(SQLiteError)

    /// The error of SQLite behind it, which tells a full disk from other causes; nil where there is
    /// none.
    public var cause: SQLiteError? {
        switch self {
        case .failed(let cause), .migrationFailed(_, _, let cause): cause
        case .notADatabase, .foreignApplication, .newerVersion, .corrupt, .foreignKeyViolated: nil
        }
    }

    /// One line, with a remedy in parentheses where there is one.
    public var description: String {
        switch self {
        case .notADatabase(let path):
            "cannot open \"\(path)\": not a database (restore a backup or move the file away)"
        case .foreignApplication(let path, let found, let expected):
            "cannot open \"\(path)\": a database of another program, "
                + "application id \(found) and not \(expected)"
        case .newerVersion(let path, let found, let supported):
            "cannot open \"\(path)\": schema version \(found) is newer than \(supported), "
                + "the newest this release knows (install the newer release)"
        case .corrupt(let path, let problem):
            "cannot open \"\(path)\": database is damaged: \(problem) (restore a backup)"
        case .foreignKeyViolated(let path, let version, let table):
            "cannot migrate \"\(path)\" to version \(version): "
                + "a row of table \"\(table)\" names a row that does not exist"
        case .migrationFailed(let path, let version, let cause):
            "cannot migrate \"\(path)\" to version \(version): \(cause)"
        case .failed(let cause):
            cause.description
        }
    }
}

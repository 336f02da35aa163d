/// Opens a database of this program in its newest version, or says why not and leaves it as it is.
///
/// A file without tables is new: an absent one, an empty one, and one whose creation was
/// interrupted.
public struct Migrator: Sendable {
    private let applicationID: Int32
    private let migrations: [Migration]

    /// The version that an opened file has.
    public var newestVersion: Int32 { Int32(migrations.count) }

    /// Creates a migrator.
    ///
    /// - Parameters:
    ///   - applicationID: The mark of this program in the header of its files; not 0.
    ///   - migrations: Versions 1, 2, 3 … in order; a gap is a programming error and traps.
    public init(applicationID: Int32, migrations: [Migration]) {
        guard applicationID != 0 else { fatalError("Migrator: application id is 0") }
        guard migrations.map(\.version) == migrations.indices.map({ Int32($0) + 1 }) else {
            fatalError("Migrator: versions are not 1, 2, 3 … in order")
        }
        self.applicationID = applicationID
        self.migrations = migrations
    }

    /// Opens a file for writing, creates it if it is absent, and applies the migrations it lacks.
    ///
    /// Each migration is one transaction together with its version number, so a crash leaves the
    /// file in a version that this function goes on from. A file with pages that do not read back
    /// is not migrated.
    ///
    /// - Parameter path: The file. Its folder must exist.
    /// - Returns: A connection in write-ahead mode with the newest schema.
    /// - Throws: `MigrationError`, with the file as it was, or in the version before a migration
    ///   that failed.
    public func open(_ path: String) throws(MigrationError) -> Connection {
        let connection = try translating(path) { () throws(SQLiteError) in
            try Connection(path: path, access: .create)
        }
        let version = try acceptedVersion(of: connection)
        try translating(path) { () throws(SQLiteError) in
            try connection.useWriteAheadLog()
        }
        try migrate(connection, from: version)
        return connection
    }

    /// Reads whose file it is and in which version, without changing it.
    private func acceptedVersion(of connection: Connection) throws(MigrationError) -> Int32 {
        let path = connection.path
        let header = try translating(path) { () throws(SQLiteError) in
            (
                applicationID: Int32(truncatingIfNeeded: try connection.integer(Self.readID)),
                version: Int32(truncatingIfNeeded: try connection.integer(Self.readVersion)),
                tableCount: try connection.integer("SELECT count(*) FROM sqlite_schema")
            )
        }
        if header.applicationID == 0, header.version == 0, header.tableCount == 0 { return 0 }
        guard header.applicationID == applicationID else {
            throw .foreignApplication(
                path: path,
                found: header.applicationID,
                expected: applicationID
            )
        }
        guard header.version <= newestVersion else {
            throw .newerVersion(path: path, found: header.version, supported: newestVersion)
        }
        // No migration ends with a version below 1, and the mark is written together with the
        // first.
        guard header.version >= 1 else {
            throw .corrupt(path: path, problem: "schema version is \(header.version)")
        }
        if header.version < newestVersion { try checkPages(of: connection) }
        return header.version
    }

    private func checkPages(of connection: Connection) throws(MigrationError) {
        let problems = try translating(connection.path) { () throws(SQLiteError) in
            try connection.quickCheck(problemCountMax: 1)
        }
        guard let problem = problems.first else { return }
        throw .corrupt(path: connection.path, problem: problem)
    }

    private func migrate(
        _ connection: Connection,
        from version: Int32
    ) throws(MigrationError) {
        guard version < newestVersion else { return }
        // A table is rebuilt by dropping it, which must not delete what refers to it. The switch
        // has no effect inside a transaction; there `foreign_key_check` takes its place.
        try switchForeignKeys(of: connection, to: "OFF")
        for migration in migrations where migration.version > version {
            try apply(migration, to: connection)
        }
        try switchForeignKeys(of: connection, to: "ON")
    }

    private func switchForeignKeys(
        of connection: Connection,
        to state: String
    ) throws(MigrationError) {
        try translating(connection.path) { () throws(SQLiteError) in
            try connection.execute("PRAGMA foreign_keys=\(state)")
        }
    }

    private func apply(
        _ migration: Migration,
        to connection: Connection
    ) throws(MigrationError) {
        let (path, version) = (connection.path, migration.version)
        func failure(_ cause: SQLiteError) -> MigrationError {
            .migrationFailed(path: path, version: version, cause: cause)
        }
        try connection.transaction(mapping: failure) { () throws(MigrationError) in
            let violation: String?
            do throws(SQLiteError) {
                try migration.apply(connection)
                violation = try connection.prepare("PRAGMA foreign_key_check")
                    .first { (row) throws(SQLiteError) in try row.text(0) }
                try connection.execute("PRAGMA application_id=\(applicationID)")
                try connection.execute("PRAGMA user_version=\(version)")
            } catch {
                throw failure(error)
            }
            guard let violation else { return }
            throw .foreignKeyViolated(path: path, version: version, table: violation)
        }
    }

    private static let readID = "PRAGMA application_id"
    private static let readVersion = "PRAGMA user_version"

    /// Gives errors of SQLite that condemn the file a case of their own.
    private func translating<Result>(
        _ path: String,
        _ body: () throws(SQLiteError) -> Result
    ) throws(MigrationError) -> Result {
        do throws(SQLiteError) {
            return try body()
        } catch {
            if error.isNotADatabase { throw .notADatabase(path: path) }
            if error.isCorrupt { throw .corrupt(path: path, problem: error.message) }
            throw .failed(error)
        }
    }
}

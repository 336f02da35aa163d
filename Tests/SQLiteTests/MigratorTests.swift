import SQLite
import XCTest

final class MigratorTests: XCTestCase {
    private static let applicationID: Int32 = 0x4C4B_0001

    private static let first = Migration(
        version: 1,
        sql: "CREATE TABLE lanes(id INTEGER PRIMARY KEY) STRICT;"
            + "CREATE TABLE items(id INTEGER PRIMARY KEY, body BLOB) STRICT;"
            + "CREATE TABLE missions(lane INTEGER NOT NULL REFERENCES lanes(id)) STRICT"
    )
    private static let second = Migration(version: 2) { (connection) throws(SQLiteError) in
        try connection.prepare("INSERT INTO lanes(id) VALUES(?)").run(7)
    }

    private func migrator(_ migrations: Migration...) -> Migrator {
        Migrator(applicationID: Self.applicationID, migrations: migrations)
    }

    private func error(_ migrator: Migrator, _ path: String) -> MigrationError? {
        do throws(MigrationError) {
            _ = try migrator.open(path)
            return nil
        } catch {
            return error
        }
    }

    /// Opens the file, expects a refusal, and that neither file nor log has another byte.
    private func refusal(
        of name: String,
        in folder: TemporaryFolder,
        by migrator: Migrator
    ) throws -> MigrationError? {
        let before = try folder.bytes(name)
        let logBefore = try? folder.bytes(name + "-wal")
        let error = error(migrator, folder.file(name))
        XCTAssertEqual(try folder.bytes(name), before)
        if let logBefore { XCTAssertEqual(try folder.bytes(name + "-wal"), logBefore) }
        return error
    }

    func testAbsentFileBecomesNewestVersion() throws {
        let folder = try TemporaryFolder()

        let connection = try migrator(Self.first, Self.second).open(folder.file("a.sqlite"))

        XCTAssertEqual(try connection.integer("PRAGMA user_version"), 2)
        XCTAssertEqual(
            try connection.integer("PRAGMA application_id"),
            Int64(Self.applicationID)
        )
        XCTAssertEqual(try connection.integer("PRAGMA foreign_keys"), 1)
        XCTAssertEqual(try connection.integer("SELECT id FROM lanes"), 7)
    }

    func testEmptyFileAndInterruptedCreationAreNew() throws {
        let folder = try TemporaryFolder()
        try folder.write([], to: "empty")
        try Connection(path: folder.file("begun"), access: .create).useWriteAheadLog()

        for name in ["empty", "begun"] {
            let connection = try migrator(Self.first).open(folder.file(name))
            XCTAssertEqual(try connection.integer("PRAGMA user_version"), 1, name)
        }
    }

    func testSecondOpeningAppliesNothing() throws {
        let folder = try TemporaryFolder()
        _ = try migrator(Self.first, Self.second).open(folder.file("a.sqlite"))
        let before = try folder.bytes("a.sqlite")

        _ = try migrator(Self.first, Self.second).open(folder.file("a.sqlite"))

        XCTAssertEqual(try folder.bytes("a.sqlite"), before)
    }

    func testOnlyMissingMigrationsAreApplied() throws {
        let folder = try TemporaryFolder()
        try migrator(Self.first).open(folder.file("a.sqlite"))
            .execute("INSERT INTO lanes(id) VALUES(3)")

        let connection = try migrator(Self.first, Self.second).open(folder.file("a.sqlite"))

        XCTAssertEqual(try connection.integer("SELECT group_concat(id, '')+0 FROM lanes"), 37)
    }

    func testFailedMigrationLeavesVersionBefore() throws {
        let folder = try TemporaryFolder()
        let broken = Migration(version: 2, sql: "INSERT INTO lanes VALUES(1); no sql")

        let error = error(migrator(Self.first, broken), folder.file("a.sqlite"))

        guard case .migrationFailed(_, 2, let cause) = error else {
            return XCTFail("\(String(describing: error))")
        }
        XCTAssertEqual(error?.cause, cause)
        let connection = try migrator(Self.first).open(folder.file("a.sqlite"))
        XCTAssertEqual(try connection.integer("SELECT count(*) FROM lanes"), 0)
    }

    func testTableCanBeRebuiltWithoutLosingReferences() throws {
        let folder = try TemporaryFolder()
        try migrator(Self.first, Self.second).open(folder.file("a.sqlite"))
            .execute("INSERT INTO missions(lane) VALUES(7)")
        let rebuild = Migration(
            version: 3,
            sql: """
                CREATE TABLE new_lanes(id INTEGER PRIMARY KEY, name TEXT) STRICT;
                INSERT INTO new_lanes(id) SELECT id FROM lanes;
                DROP TABLE lanes;
                ALTER TABLE new_lanes RENAME TO lanes;
                """
        )

        let connection = try migrator(Self.first, Self.second, rebuild)
            .open(folder.file("a.sqlite"))

        XCTAssertEqual(try connection.integer("SELECT count(*) FROM missions"), 1)
        XCTAssertThrowsError(try connection.execute("DELETE FROM lanes"))
    }

    func testMigrationThatBreaksForeignKeyIsRolledBack() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.sqlite")
        try migrator(Self.first, Self.second).open(path)
            .execute("INSERT INTO missions(lane) VALUES(7)")
        let breaking = Migration(version: 3, sql: "DELETE FROM lanes")

        let error = error(migrator(Self.first, Self.second, breaking), path)

        XCTAssertEqual(error, .foreignKeyViolated(path: path, version: 3, table: "missions"))
        let connection = try migrator(Self.first, Self.second).open(path)
        XCTAssertEqual(try connection.integer("SELECT count(*) FROM lanes"), 1)
    }

    func testNewerFileIsRefused() throws {
        let folder = try TemporaryFolder()
        _ = try migrator(Self.first, Self.second).open(folder.file("a.sqlite"))

        let error = try refusal(of: "a.sqlite", in: folder, by: migrator(Self.first))

        let path = folder.file("a.sqlite")
        XCTAssertEqual(error, .newerVersion(path: path, found: 2, supported: 1))
        XCTAssertEqual(
            error?.description,
            "cannot open \"\(path)\": schema version 2 is newer than 1, "
                + "the newest this release knows (install the newer release)"
        )
    }

    func testNewerFileWithLogIsRefusedAndItsLogKept() throws {
        let folder = try TemporaryFolder()
        let connection = try migrator(Self.first, Self.second).open(folder.file("a.sqlite"))
        try connection.makeItems(count: 10)
        try folder.write(try folder.bytes("a.sqlite"), to: "b.sqlite")
        try folder.write(try folder.bytes("a.sqlite-wal"), to: "b.sqlite-wal")

        let error = try refusal(of: "b.sqlite", in: folder, by: migrator(Self.first))

        let path = folder.file("b.sqlite")
        XCTAssertEqual(error, .newerVersion(path: path, found: 2, supported: 1))
    }

    func testForeignDatabaseIsRefused() throws {
        let folder = try TemporaryFolder()
        for (name, id) in [("marked", 99), ("unmarked", 0)] as [(String, Int32)] {
            let other = try Connection(path: folder.file(name), access: .create)
            try other.makeItems(count: 1)
            try other.execute("PRAGMA application_id=\(id); PRAGMA user_version=50")

            let error = try refusal(of: name, in: folder, by: migrator(Self.first))

            let path = folder.file(name)
            let expected = Self.applicationID
            XCTAssertEqual(error, .foreignApplication(path: path, found: id, expected: expected))
        }
    }

    func testFileThatIsNoDatabaseIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(repeating: UInt8(ascii: "x"), count: 8_192), to: "text")

        let error = try refusal(of: "text", in: folder, by: migrator(Self.first))

        XCTAssertEqual(error, .notADatabase(path: folder.file("text")))
    }

    func testTruncatedFileIsRefused() throws {
        let folder = try TemporaryFolder()
        try migrator(Self.first).open(folder.file("a.sqlite")).makeItems(count: 1_000)
        try folder.write(Array(try folder.bytes("a.sqlite").prefix(4_096)), to: "a.sqlite")

        let error = try refusal(of: "a.sqlite", in: folder, by: migrator(Self.first, Self.second))

        guard case .corrupt = error else { return XCTFail("\(String(describing: error))") }
    }

    func testDamagedFileIsNotMigrated() throws {
        let folder = try TemporaryFolder()
        try migrator(Self.first).open(folder.file("a.sqlite")).makeItems(count: 1_000)
        var bytes = try folder.bytes("a.sqlite")
        for offset in 0..<300 { bytes[12 * 4_096 + offset] ^= 0x5A }
        try folder.write(bytes, to: "a.sqlite")

        let error = try refusal(of: "a.sqlite", in: folder, by: migrator(Self.first, Self.second))

        guard case .corrupt = error else { return XCTFail("\(String(describing: error))") }
    }

    func testImpossibleVersionIsCorrupt() throws {
        let folder = try TemporaryFolder()
        try migrator(Self.first).open(folder.file("a.sqlite")).execute("PRAGMA user_version=-3")

        let error = try refusal(of: "a.sqlite", in: folder, by: migrator(Self.first))

        let problem = "schema version is -3"
        XCTAssertEqual(error, .corrupt(path: folder.file("a.sqlite"), problem: problem))
    }

    func testFullDiskIsNamedAsCause() throws {
        let folder = try TemporaryFolder()
        try folder.mountSmallFileSystem(byteCount: 1 << 20)
        let large = Migration(version: 2) { (connection) throws(SQLiteError) in
            try connection.prepare("INSERT INTO items(body) VALUES(zeroblob(?))").run(4_000_000)
        }

        let error = error(migrator(Self.first, large), folder.file("a.sqlite"))

        XCTAssertEqual(error?.cause?.isDiskFull, true, "\(String(describing: error))")
        XCTAssertNil(self.error(migrator(Self.first), folder.file("a.sqlite")))
    }

    func testLockedFileIsBusyNotCorrupt() throws {
        let folder = try TemporaryFolder()
        let first = try migrator(Self.first).open(folder.file("a.sqlite"))
        try first.begin()

        let error = error(migrator(Self.first, Self.second), folder.file("a.sqlite"))

        XCTAssertEqual(error?.cause?.isBusy, true, "\(String(describing: error))")
        try first.rollback()
    }
}

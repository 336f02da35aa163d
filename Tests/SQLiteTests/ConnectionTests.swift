import Foundation
import SQLite
import XCTest

final class ConnectionTests: XCTestCase {
    private func open(_ path: String, _ access: Access = .create) throws(SQLiteError) -> Connection
    {
        let connection = try Connection(path: path, access: access)
        if access != .readOnly { try connection.useWriteAheadLog() }
        return connection
    }

    private func errorOfOpening(_ path: String, _ access: Access = .readWrite) -> SQLiteError? {
        assertSQLiteError { () throws(SQLiteError) in
            try Connection(path: path, access: access).integer("SELECT count(*) FROM sqlite_schema")
        }
    }

    // MARK: - Opening

    func testSettingsAreInForce() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        let expected: [(String, Int64)] = [
            ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1),
            ("wal_autocheckpoint", 0), ("busy_timeout", 0), ("temp_store", 2),
            ("cache_size", -8_192), ("journal_size_limit", 16_777_216),
        ]

        for (pragma, value) in expected {
            XCTAssertEqual(try connection.integer("PRAGMA \(pragma)"), value, pragma)
        }
        let mode = try connection.prepare("PRAGMA journal_mode")
            .first { (row) throws(SQLiteError) in try row.text(0) }
        XCTAssertEqual(mode, "wal")
        XCTAssertThrowsError(try connection.execute("DELETE FROM sqlite_schema"))
    }

    func testPathIsNeverUriOrMemory() throws {
        let folder = try TemporaryFolder()
        let before = FileManager.default.currentDirectoryPath
        defer { XCTAssertTrue(FileManager.default.changeCurrentDirectoryPath(before)) }
        XCTAssertTrue(FileManager.default.changeCurrentDirectoryPath(folder.path))

        try open(":memory:").makeItems(count: 1)
        try open("file:x?mode=memory").makeItems(count: 1)

        XCTAssertTrue(folder.exists(":memory:"))
        XCTAssertTrue(folder.exists("file:x?mode=memory"))
        XCTAssertEqual(errorOfOpening("")?.isCannotOpen, true)
    }

    func testAbsentFileOrFolderCannotBeOpened() throws {
        let folder = try TemporaryFolder()

        XCTAssertEqual(errorOfOpening(folder.file("absent"))?.isCannotOpen, true)
        XCTAssertEqual(errorOfOpening(folder.file("no/a.sqlite"), .create)?.isCannotOpen, true)
        XCTAssertEqual(errorOfOpening(folder.path, .create)?.isCannotOpen, true)
        XCTAssertFalse(folder.exists("absent"))
    }

    func testFileThatIsNoDatabase() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("hello\n".utf8), to: "short")
        try folder.write((0..<9_000).map { UInt8($0 % 251) }, to: "long")

        for name in ["short", "long"] {
            let error = errorOfOpening(folder.file(name))
            XCTAssertEqual(error?.isNotADatabase, true, "\(name): \(String(describing: error))")
            XCTAssertEqual(error?.isCorrupt, false)
        }
    }

    func testReadOnlyConnectionCannotWrite() throws {
        let folder = try TemporaryFolder()
        try open(folder.file("a.sqlite")).makeItems(count: 1)

        let reader = try open(folder.file("a.sqlite"), .readOnly)
        let error = assertSQLiteError { () throws(SQLiteError) in
            try reader.execute("DELETE FROM items")
        }

        XCTAssertEqual(error?.isReadOnly, true)
        XCTAssertEqual(try reader.itemCount(), 1)
    }

    func testReadOnlyFileSystem() throws {
        let folder = try TemporaryFolder()
        try folder.mountSmallFileSystem(byteCount: 4 << 20)
        try open(folder.file("a.sqlite")).makeItems(count: 1)
        try folder.makeReadOnly()

        let existing = errorOfOpening(folder.file("a.sqlite"))
        let absent = errorOfOpening(folder.file("b.sqlite"), .create)

        XCTAssertEqual(existing?.isReadOnly, true, "\(String(describing: existing))")
        XCTAssertEqual(existing?.description.contains("file is not writable"), true)
        XCTAssertEqual(absent?.isCannotOpen, true, "\(String(describing: absent))")
    }

    // MARK: - Damage

    func testTruncatedFileIsCorrupt() throws {
        let folder = try TemporaryFolder()
        try open(folder.file("a.sqlite")).makeItems(count: 1_000)
        try folder.write(Array(try folder.bytes("a.sqlite").prefix(3 * 4_096)), to: "a.sqlite")

        let error = assertSQLiteError { () throws(SQLiteError) in
            try Connection(path: folder.file("a.sqlite"), access: .readWrite)
                .integer("SELECT sum(length(body)) FROM items")
        }

        XCTAssertEqual(error?.isCorrupt, true, "\(String(describing: error))")
    }

    func testDamagedHeaderIsNotADatabase() throws {
        let folder = try TemporaryFolder()
        try open(folder.file("a.sqlite")).makeItems(count: 10)
        var bytes = try folder.bytes("a.sqlite")
        bytes[3] ^= 0x20
        try folder.write(bytes, to: "a.sqlite")

        XCTAssertEqual(errorOfOpening(folder.file("a.sqlite"))?.isNotADatabase, true)
    }

    func testIntegrityCheckFindsDamageInTheMiddle() throws {
        let folder = try TemporaryFolder()
        try open(folder.file("a.sqlite")).makeItems(count: 1_000)
        XCTAssertEqual(try open(folder.file("a.sqlite")).integrityCheck(), [])
        var bytes = try folder.bytes("a.sqlite")
        for offset in 0..<200 {
            bytes[10 * 4_096 + offset] = UInt8(truncatingIfNeeded: offset * 37)
        }
        try folder.write(bytes, to: "a.sqlite")

        let connection = try Connection(path: folder.file("a.sqlite"), access: .readOnly)

        XCTAssertNotEqual(try connection.integrityCheck(), [])
        XCTAssertNotEqual(try connection.quickCheck(), [])
        XCTAssertEqual(try connection.quickCheck(problemCountMax: 1).count, 1)
    }

    func testOnlyFullCheckComparesIndexes() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        try connection.execute("CREATE TABLE t(a INTEGER) STRICT; CREATE INDEX i ON t(a)")
        try connection.execute("INSERT INTO t VALUES(1111), (2222)")
        try connection.checkpoint(.truncate)
        var bytes = try folder.bytes("a.sqlite")
        // The index is the last page; its record of 2222 (08AE) gets another value.
        let last = (bytes.count - 4_096)..<bytes.count
        let place = last.dropLast().first { bytes[$0] == 0x08 && bytes[$0 + 1] == 0xAE }
        bytes[try XCTUnwrap(place) + 1] = 0xAF
        try folder.write(bytes, to: "b.sqlite")

        let copy = try Connection(path: folder.file("b.sqlite"), access: .readOnly)

        XCTAssertEqual(try copy.quickCheck(), [])
        XCTAssertNotEqual(try copy.integrityCheck(), [])
    }

    // MARK: - Transactions

    func testThrowRollsBack() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        try connection.makeItems(count: 3)

        let error = assertSQLiteError { () throws(SQLiteError) in
            try connection.transaction { () throws(SQLiteError) in
                try connection.execute("DELETE FROM items")
                try connection.execute("no sql")
            }
        }

        XCTAssertEqual(error?.object, "no sql")
        XCTAssertFalse(connection.isInTransaction)
        XCTAssertEqual(try connection.itemCount(), 3)
    }

    func testThrowOfOtherTypeRollsBack() throws {
        enum LocalError: Error, Equatable {
            case refused
            case store(SQLiteError)
        }
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        try connection.makeItems(count: 3)

        func change() throws(LocalError) {
            try connection.transaction(mapping: LocalError.store) { () throws(LocalError) in
                do throws(SQLiteError) {
                    try connection.execute("DELETE FROM items")
                } catch {
                    throw .store(error)
                }
                throw .refused
            }
        }

        XCTAssertThrowsError(try change()) { XCTAssertEqual($0 as? LocalError, .refused) }
        XCTAssertEqual(try connection.itemCount(), 3)
    }

    func testInnerBeginIsRefusedAndOuterGoesOn() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        try connection.makeItems(count: 1)

        try connection.transaction { () throws(SQLiteError) in
            try connection.execute("DELETE FROM items")
            _ = assertSQLiteError { () throws(SQLiteError) in try connection.begin() }
            XCTAssertTrue(connection.isInTransaction)
        }

        XCTAssertEqual(try connection.itemCount(), 0)
        try connection.rollback()
    }

    func testDeferredForeignKeyFailsCommitAndRollsBack() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        try connection.execute(
            """
            CREATE TABLE p(i INTEGER PRIMARY KEY);
            CREATE TABLE c(i REFERENCES p(i) DEFERRABLE INITIALLY DEFERRED);
            """
        )

        let error = assertSQLiteError { () throws(SQLiteError) in
            try connection.transaction { () throws(SQLiteError) in
                try connection.execute("INSERT INTO c VALUES(1)")
            }
        }

        XCTAssertEqual(error?.operation, "commit")
        XCTAssertEqual(error?.isConstraint, true)
        XCTAssertFalse(connection.isInTransaction)
        XCTAssertEqual(try connection.integer("SELECT count(*) FROM c"), 0)
    }

    func testSecondWriterIsBusyAtOnce() throws {
        let folder = try TemporaryFolder()
        let first = try open(folder.file("a.sqlite"))
        let second = try open(folder.file("a.sqlite"))
        try first.begin()

        let error = assertSQLiteError { () throws(SQLiteError) in try second.begin() }
        try first.commit()
        try second.transaction { () throws(SQLiteError) in }

        XCTAssertEqual(error?.isBusy, true)
    }

    func testFullDiskLosesNothingAndHealsWhenThereIsRoom() throws {
        let folder = try TemporaryFolder()
        try folder.mountSmallFileSystem(byteCount: 2 << 20)
        let connection = try open(folder.file("a.sqlite"))
        try connection.makeItems(count: 100)
        try folder.write([UInt8](repeating: 0, count: 1 << 20), to: "ballast")

        var failure: SQLiteError?
        for _ in 0..<1_000 where failure == nil {
            let before = try connection.itemCount()
            do throws(SQLiteError) {
                try connection.makeItems(count: 100)
            } catch {
                failure = error
                XCTAssertEqual(try connection.itemCount(), before)
            }
        }
        XCTAssertEqual(failure?.isDiskFull, true, "\(String(describing: failure))")
        XCTAssertFalse(connection.isInTransaction)
        try FileManager.default.removeItem(atPath: folder.file("ballast"))
        let before = try connection.itemCount()
        try connection.makeItems(count: 100)

        XCTAssertEqual(try connection.itemCount(), before + 100)
        XCTAssertEqual(try connection.integrityCheck(), [])
    }

    // MARK: - The log

    func testCheckpointMovesTheLog() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        XCTAssertEqual(connection.walPageCount, 0)
        try connection.makeItems(count: 1_000)
        let pageCount = connection.walPageCount
        XCTAssertGreaterThan(pageCount, 20)

        let passive = try connection.checkpoint(.passive)
        XCTAssertEqual(passive.walPageCount, passive.checkpointedPageCount)
        XCTAssertTrue(passive.isComplete)
        XCTAssertEqual(connection.walPageCount, 0)

        try connection.checkpoint(.truncate)
        XCTAssertEqual(try folder.bytes("a.sqlite-wal").count, 0)
    }

    func testCommitsDoNotCheckpointByThemselves() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))

        try connection.makeItems(count: 100, byteCount: 100_000)

        XCTAssertGreaterThan(connection.walPageCount, 2_000)
        XCTAssertLessThan(try folder.bytes("a.sqlite").count, 100_000)
    }

    func testReaderHoldsTheLog() throws {
        let folder = try TemporaryFolder()
        let writer = try open(folder.file("a.sqlite"))
        try writer.makeItems(count: 10)
        let reader = try Connection(path: folder.file("a.sqlite"), access: .readOnly)
        let select = try reader.prepare("SELECT id FROM items")
        XCTAssertTrue(try select.step())
        try writer.makeItems(count: 1_000)

        let passive = try writer.checkpoint(.passive)
        let error = assertSQLiteError { () throws(SQLiteError) in try writer.checkpoint(.truncate) }

        XCTAssertFalse(passive.isComplete)
        XCTAssertGreaterThan(writer.walPageCount, 0)
        XCTAssertEqual(error?.isBusy, true)
        select.reset()
        XCTAssertTrue(try writer.checkpoint(.truncate).isComplete)
    }

    func testClosingMovesTheLogIntoTheFile() throws {
        let folder = try TemporaryFolder()

        try open(folder.file("a.sqlite")).makeItems(count: 5)

        XCTAssertFalse(folder.exists("a.sqlite-wal"))
        XCTAssertEqual(try open(folder.file("a.sqlite"), .readOnly).itemCount(), 5)
    }

    func testCommittedRowsSurvivePowerCut() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        try connection.makeItems(count: 50)
        try connection.checkpoint(.passive)
        try connection.makeItems(count: 50)
        try connection.begin()
        try connection.execute("DELETE FROM items")

        // What the disk holds at this moment; the shared memory file is lost with the power.
        try folder.write(try folder.bytes("a.sqlite"), to: "b.sqlite")
        try folder.write(try folder.bytes("a.sqlite-wal"), to: "b.sqlite-wal")
        let survivor = try open(folder.file("b.sqlite"))

        XCTAssertEqual(try survivor.itemCount(), 100)
        XCTAssertEqual(try survivor.integrityCheck(), [])
    }

    func testTornLogKeepsWholeTransactionsOnly() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        for _ in 0..<20 { try connection.makeItems(count: 10) }
        let file = try folder.bytes("a.sqlite")
        let log = try folder.bytes("a.sqlite-wal")

        var counts: [Int64] = []
        for keptByteCount in stride(from: log.count, to: log.count / 2, by: -3_001) {
            try folder.write(file, to: "b.sqlite")
            try folder.write(Array(log.prefix(keptByteCount)), to: "b.sqlite-wal")
            let survivor = try open(folder.file("b.sqlite"))
            counts.append(try survivor.itemCount())
            XCTAssertEqual(try survivor.integrityCheck(), [])
        }

        XCTAssertEqual(counts.first, 200)
        XCTAssertTrue(counts.allSatisfy { $0.isMultiple(of: 10) }, "\(counts)")
        XCTAssertEqual(counts, counts.sorted(by: >))
        XCTAssertLessThan(try XCTUnwrap(counts.last), 150)
    }

    func testCountersCount() throws {
        let folder = try TemporaryFolder()
        let connection = try open(folder.file("a.sqlite"))
        let before = connection.counters

        try connection.makeItems(count: 1_000)

        let after = connection.counters
        XCTAssertEqual(after.changedRowCount - before.changedRowCount, 1_000)
        XCTAssertGreaterThan(after.pageWriteCount, before.pageWriteCount + 20)
        XCTAssertGreaterThan(after.cacheHitCount, before.cacheHitCount)
        XCTAssertGreaterThanOrEqual(after.cacheMissCount, before.cacheMissCount)
    }
}

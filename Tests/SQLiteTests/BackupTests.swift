import SQLite
import XCTest

final class BackupTests: XCTestCase {
    private func makeSource(in folder: TemporaryFolder) throws -> Connection {
        let connection = try Connection(path: folder.file("a.sqlite"), access: .create)
        try connection.useWriteAheadLog()
        try connection.makeItems(count: 1_000)
        return connection
    }

    func testCopyMadeInStepsHoldsWhatWasCommittedMeanwhile() throws {
        let folder = try TemporaryFolder()
        let source = try makeSource(in: folder)
        let backup = try Backup(of: source, to: folder.file("b.sqlite"))

        var stepCount = 1
        while try !backup.step(pageCount: 5) {
            stepCount += 1
            if stepCount == 3 { try source.makeItems(count: 7) }
            XCTAssertGreaterThan(backup.remainingPageCount, 0)
        }

        XCTAssertGreaterThan(stepCount, 4)
        XCTAssertEqual(backup.remainingPageCount, 0)
        XCTAssertTrue(try backup.step(pageCount: 1))
        let copy = try Connection(path: folder.file("b.sqlite"), access: .readOnly)
        XCTAssertEqual(try copy.itemCount(), 1_007)
        XCTAssertEqual(try copy.integrityCheck(), [])
    }

    func testExistingDatabaseIsNotOverwritten() throws {
        let folder = try TemporaryFolder()
        let source = try makeSource(in: folder)
        let before = try folder.bytes("a.sqlite")

        let error = assertSQLiteError { () throws(SQLiteError) in
            try Backup(of: source, to: folder.file("a.sqlite"))
        }

        XCTAssertEqual(error?.message, "file holds a database already")
        XCTAssertEqual(try folder.bytes("a.sqlite"), before)
        XCTAssertEqual(try source.itemCount(), 1_000)
    }

    func testUnusableDestinationIsAnError() throws {
        let folder = try TemporaryFolder()
        let source = try makeSource(in: folder)

        let error = assertSQLiteError { () throws(SQLiteError) in
            try Backup(of: source, to: folder.file("no/b.sqlite"))
        }

        XCTAssertEqual(error?.isCannotOpen, true)
    }

    func testFullDestinationIsAnErrorAndSourceIsWell() throws {
        let folder = try TemporaryFolder()
        let small = try TemporaryFolder()
        try small.mountSmallFileSystem(byteCount: 64 << 10)
        let source = try makeSource(in: folder)
        let backup = try Backup(of: source, to: small.file("b.sqlite"))

        let error = assertSQLiteError { () throws(SQLiteError) in
            while try !backup.step(pageCount: 5) {}
        }

        XCTAssertEqual(error?.isDiskFull, true, "\(String(describing: error))")
        try source.makeItems(count: 1)
        XCTAssertEqual(try source.integrityCheck(), [])
    }
}

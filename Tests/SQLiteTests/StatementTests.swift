import SQLite
import XCTest

final class StatementTests: XCTestCase {
    private func makeConnection(in folder: TemporaryFolder) throws -> Connection {
        let connection = try Connection(path: folder.file("a.sqlite"), access: .create)
        try connection.useWriteAheadLog()
        try connection.execute("CREATE TABLE t(i INTEGER, r REAL, s TEXT, b BLOB) STRICT")
        return connection
    }

    func testWrongNumberOfValuesIsRefused() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        let insert = try connection.prepare("INSERT INTO t(i, s) VALUES(?, ?)")

        let few = assertSQLiteError { () throws(SQLiteError) in try insert.run(1) }
        let many = assertSQLiteError { () throws(SQLiteError) in try insert.run(1, "a", 2) }

        XCTAssertEqual(few?.message, "1 values for 2 parameters")
        XCTAssertEqual(many?.operation, "bind")
        XCTAssertEqual(try connection.integer("SELECT count(*) FROM t"), 0)
    }

    func testStatementWorksAgainAfterConstraint() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        try connection.execute("CREATE UNIQUE INDEX one ON t(i)")
        let insert = try connection.prepare("INSERT INTO t(i) VALUES(?)")
        try insert.run(1)

        let error = assertSQLiteError { () throws(SQLiteError) in try insert.run(1) }
        try insert.run(2)

        XCTAssertEqual(error?.isConstraint, true)
        XCTAssertEqual(error?.object, "INSERT INTO t(i) VALUES(?)")
        XCTAssertEqual(connection.lastRowID, 2)
        XCTAssertFalse(insert.isBusy)
    }

    func testStatementIsResetWhenReaderThrows() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        try connection.execute("INSERT INTO t(i) VALUES(1), (2)")
        let select = try connection.prepare("SELECT i FROM t")

        _ = assertSQLiteError { () throws(SQLiteError) in
            try select.eachRow { (row) throws(SQLiteError) in _ = try row.text(0) }
        }

        // A read transaction left open would make this checkpoint busy.
        XCTAssertFalse(select.isBusy)
        XCTAssertEqual(try connection.checkpoint(.truncate).isComplete, true)
    }

    func testFirstStopsAtFirstRow() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        try connection.execute("INSERT INTO t(i) VALUES(1), (2)")
        let select = try connection.prepare("SELECT i FROM t WHERE i >= ? ORDER BY i")

        XCTAssertEqual(try select.first(2) { (row) throws(SQLiteError) in try row.int64(0) }, 2)
        XCTAssertNil(try select.first(3) { (row) throws(SQLiteError) in try row.int64(0) })
        XCTAssertFalse(select.isBusy)
    }

    func testNestedUseOfOneTextGetsItsOwnStatement() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        try connection.execute("INSERT INTO t(i) VALUES(1), (2), (3)")
        let sql = "SELECT i FROM t"

        var pairCount = 0
        try connection.prepare(sql).eachRow { (row) throws(SQLiteError) in
            // One statement for both would begin again for ever.
            XCTAssertEqual(try row.int64(0), Int64(pairCount / 3 + 1))
            guard pairCount < 9 else { return try connection.execute("no sql") }
            try connection.prepare(sql).eachRow { (_) throws(SQLiteError) in pairCount += 1 }
        }

        XCTAssertEqual(pairCount, 9)
        XCTAssertTrue(try connection.prepare(sql) === connection.prepare(sql))
    }

    func testStatementsByHand() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        let select = try connection.prepare("SELECT ? UNION ALL SELECT 2")

        try select.bind(1)
        XCTAssertTrue(try select.step())
        XCTAssertTrue(select.isBusy)
        XCTAssertTrue(try select.step())
        XCTAssertFalse(try select.step())
        select.reset()
        XCTAssertEqual(select.parameterCount, 1)
    }

    func testTextThatIsNoStatementIsRefused() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)

        let syntax = assertSQLiteError { () throws(SQLiteError) in
            try connection.prepare("SELEC 1")
        }
        let empty = assertSQLiteError { () throws(SQLiteError) in try connection.prepare(" -- ") }
        // Without DQS=0 this would select the text "nosuch".
        let misspelt = assertSQLiteError { () throws(SQLiteError) in
            try connection.prepare("SELECT \"nosuch\" FROM t")
        }

        XCTAssertEqual(
            syntax?.description,
            "cannot prepare \"SELEC 1\": near \"SELEC\": syntax error (code 1)"
        )
        XCTAssertEqual(empty?.message, "text holds no statement")
        XCTAssertEqual(misspelt?.message, "no such column: nosuch")
    }

    func testStatementOutlivesItsConnection() throws {
        let folder = try TemporaryFolder()
        let select = try makeConnection(in: folder).prepare("SELECT 5")

        XCTAssertEqual(try select.first { (row) throws(SQLiteError) in try row.int64(0) }, 5)
    }
}

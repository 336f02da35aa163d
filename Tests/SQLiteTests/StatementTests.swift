import SQLite
import XCTest

final class StatementTests: XCTestCase {
    private func makeConnection(in folder: TemporaryFolder) throws -> Connection {
        let connection = try Connection(path: folder.file("a.sqlite"), access: .create)
        try connection.useWriteAheadLog()
        try connection.execute("CREATE TABLE t(i INTEGER, r REAL, s TEXT, b BLOB) STRICT")
        return connection
    }

    func testEveryTypeComesBackAsItWent() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)

        let texts = ["", "a\0b\0", "👩‍🚀 naïve", String(repeating: "x", count: 300_000)]
        let blobs = [[], [0, 255, 0], [UInt8](repeating: 7, count: 5_000_000)]
        for text in texts {
            for blob in blobs {
                try connection.execute("DELETE FROM t")
                let insert = try connection.prepare("INSERT INTO t VALUES(?, ?, ?, ?)")
                try insert.run(Int64.min, -0.5, text, blob)
                let select = try connection.prepare("SELECT i, r, s, b FROM t")
                try select.eachRow { (row) throws(SQLiteError) in
                    XCTAssertEqual(try row.int64(0), .min)
                    XCTAssertEqual(try row.double(1), -0.5)
                    XCTAssertEqual(try row.text(2), text)
                    XCTAssertEqual(try row.blob(3), blob)
                    XCTAssertEqual(row.columnCount, 4)
                }
            }
        }
        XCTAssertEqual(connection.changes, 1)
    }

    func testOptionalsAreNull() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)

        try connection.prepare("INSERT INTO t VALUES(?, ?, ?, ?)")
            .run(Int?.none, Double?.none, String?.none, [UInt8]?.none)
        try connection.prepare("INSERT INTO t VALUES(?, ?, ?, ?)")
            .run(Int?.some(1), Double?.some(2), String?.some("3"), [UInt8]?.some([4]))

        let select = try connection.prepare("SELECT i, r, s, b FROM t ORDER BY rowid")
        let rows = try select.all { (row) throws(SQLiteError) in
            (
                try row.optionalInt64(0), try row.optionalDouble(1), try row.optionalText(2),
                try row.optionalBlob(3), row.isNull(0)
            )
        }
        XCTAssertNil(rows[0].0)
        XCTAssertNil(rows[0].1)
        XCTAssertNil(rows[0].2)
        XCTAssertNil(rows[0].3)
        XCTAssertTrue(rows[0].4)
        XCTAssertEqual(rows[1].0, 1)
        XCTAssertEqual(rows[1].1, 2)
        XCTAssertEqual(rows[1].2, "3")
        XCTAssertEqual(rows[1].3, [4])
        XCTAssertFalse(rows[1].4)
    }

    func testReadersRefuseOtherTypes() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        let select = try connection.prepare("SELECT NULL, 'x', 2, CAST(x'ff' AS TEXT)")

        try select.eachRow { (row) throws(SQLiteError) in
            let null = assertSQLiteError { () throws(SQLiteError) in try row.int64(0) }
            XCTAssertEqual(null?.message, "column 0 is null, expected integer")
            let text = assertSQLiteError { () throws(SQLiteError) in try row.int64(1) }
            XCTAssertEqual(text?.message, "column 1 is text, expected integer")
            let bool = assertSQLiteError { () throws(SQLiteError) in try row.bool(2) }
            XCTAssertEqual(bool?.message, "column 2 is 2, expected 0 or 1")
            let bytes = assertSQLiteError { () throws(SQLiteError) in try row.text(3) }
            XCTAssertEqual(bytes?.message, "column 3 is not UTF-8")
            let absent = assertSQLiteError { () throws(SQLiteError) in try row.text(4) }
            XCTAssertEqual(absent?.message, "column 4 is null, expected text")
        }
    }

    func testBoolIsZeroOrOne() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        let select = try connection.prepare("SELECT ?, ?")

        let pair = try select.first(true, false) { (row) throws(SQLiteError) in
            [try row.bool(0), try row.bool(1)]
        }

        XCTAssertEqual(pair, [true, false])
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
        try connection.prepare(sql).eachRow { (_) throws(SQLiteError) in
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

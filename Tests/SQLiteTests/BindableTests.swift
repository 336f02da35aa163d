import SQLite
import XCTest

final class BindableTests: XCTestCase {
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

    func testBoolIsZeroOrOne() throws {
        let folder = try TemporaryFolder()
        let connection = try makeConnection(in: folder)
        let select = try connection.prepare("SELECT ?, ?")

        let pair = try select.first(true, false) { (row) throws(SQLiteError) in
            [try row.bool(0), try row.bool(1)]
        }

        XCTAssertEqual(pair, [true, false])
    }
}

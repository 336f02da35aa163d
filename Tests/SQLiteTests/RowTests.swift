import SQLite
import XCTest

final class RowTests: XCTestCase {
    private func makeConnection(in folder: TemporaryFolder) throws -> Connection {
        let connection = try Connection(path: folder.file("a.sqlite"), access: .create)
        try connection.useWriteAheadLog()
        try connection.execute("CREATE TABLE t(i INTEGER, r REAL, s TEXT, b BLOB) STRICT")
        return connection
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
}

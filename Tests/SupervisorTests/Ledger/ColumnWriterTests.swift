import Protocol
import SQLite
import XCTest

@testable import Supervisor

final class ColumnWriterTests: XCTestCase {
    func testTooFewValuesAreRefusedAndNotTakenForNull() throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.file("l"), access: .create)
        try connection.execute("CREATE TABLE t (a TEXT, b TEXT)")
        let insert = try connection.prepare("INSERT INTO t VALUES (?, ?)")

        XCTAssertThrowsError(
            try ColumnWriter.run(insert) { (columns) throws(SQLiteError) in
                try columns.put("a")
            }
        )

        XCTAssertEqual(try connection.integer("SELECT count(*) FROM t"), 0)
        XCTAssertFalse(insert.isBusy)
    }

    func testAProcessIsTwoColumns() throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.file("l"), access: .create)
        try connection.execute("CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER, d INTEGER)")
        let absent: ProcessIdentity? = nil

        let insert = try connection.prepare("INSERT INTO t VALUES (?, ?, ?, ?)")
        try ColumnWriter.run(insert) { (columns) throws(SQLiteError) in
            try columns.put(ProcessIdentity(pid: 5, startTicks: 6))
            try columns.put(absent)
        }

        let sql = "SELECT a * 10 + b + (c IS NULL) * 100 + (d IS NULL) * 1000 FROM t"
        XCTAssertEqual(try connection.integer(sql), 1_156)
    }
}

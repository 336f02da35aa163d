import Protocol
import SQLite
import XCTest

@testable import Supervisor

final class ColumnReaderTests: XCTestCase {
    func testWhatWeCannotHaveWrittenIsDamage() throws {
        let damage: [String: (inout ColumnReader) throws(SQLiteError) -> Void] = [
            "-1": { (columns) throws(SQLiteError) in _ = try columns.count() },
            "'two words'": { (columns) throws(SQLiteError) in
                _ = try columns.name { MissionID($0) }
            },
            "'unheard'": { (columns) throws(SQLiteError) in
                _ = try columns.word(MissionStatus.self)
            },
            "9999999999, 1": { (columns) throws(SQLiteError) in
                _ = try columns.optionalProcess()
            },
        ]

        for (values, read) in damage {
            let error = try error(reading: values, read)
            XCTAssertEqual(error?.isCorrupt, true, values)
        }
    }

    func testNullIsNilAndMovesOn() throws {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.file("l"), access: .create)
        let sql = "SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, 7"

        let last = try connection.prepare(sql).first { (row) throws(SQLiteError) in
            var columns = ColumnReader(row)
            XCTAssertNil(try columns.optionalCount())
            XCTAssertNil(try columns.optionalTime())
            XCTAssertNil(try columns.optionalText())
            XCTAssertNil(try columns.optionalName { MissionID($0) })
            XCTAssertNil(try columns.optionalWord(RunPhase.self))
            XCTAssertNil(try columns.optionalProcess())
            return try columns.smallCount()
        }

        XCTAssertEqual(last, 7)
    }

    private func error(
        reading values: String,
        _ read: (inout ColumnReader) throws(SQLiteError) -> Void
    ) throws -> SQLiteError? {
        let folder = try TemporaryFolder()
        let connection = try Connection(path: folder.file("l"), access: .create)
        do throws(SQLiteError) {
            _ = try connection.prepare("SELECT \(values)").first { (row) throws(SQLiteError) in
                var columns = ColumnReader(row)
                try read(&columns)
            }
            return nil
        } catch {
            return error
        }
    }
}

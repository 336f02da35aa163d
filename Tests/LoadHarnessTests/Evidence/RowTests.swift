import Protocol
import SQLite
import XCTest

@testable import LoadHarness

final class RowTests: XCTestCase {
    func testTextsAreReadAsWhatTheyStandFor() throws {
        try row("'running', NULL, 12, NULL") { (row) throws(SQLiteError) in
            XCTAssertEqual(try row.value(0) { MissionStatus(rawValue: $0) }, .running)
            XCTAssertNil(try row.optionalValue(1) { MissionStatus(rawValue: $0) })
            XCTAssertEqual(try row.optionalValue(0) { MissionStatus(rawValue: $0) }, .running)
            XCTAssertEqual(try row.optionalTime(2), WallTime(nanoseconds: 12))
            XCTAssertNil(try row.optionalTime(3))
        }
    }

    func testTextThatStandsForNothingIsDamage() throws {
        try row("'walking'") { (row) throws(SQLiteError) in
            do throws(SQLiteError) {
                _ = try row.value(0) { MissionStatus(rawValue: $0) }
                XCTFail("walking is no status")
            } catch {
                XCTAssertTrue(error.isCorrupt)
                XCTAssertTrue(error.description.contains("walking"), error.description)
            }
        }
    }

    private func row(_ values: String, _ body: (Row) throws(SQLiteError) -> Void) throws {
        let target = try ScriptedTarget()
        let connection = try Connection(path: target.ledgerPath, access: .create)
        try connection.prepare("SELECT \(values)").eachRow(body: body)
    }
}

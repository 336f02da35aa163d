import LedgerConformance
import SQLite
import XCTest

@testable import Supervisor

/// The cost of what runs for each mission does not depend on how many there have been.
final class LedgerSQLTests: XCTestCase {
    func testNoStatementOfTheHotPathScansATable() throws {
        let folder = try TemporaryFolder()
        let connection = try Ledger.open(folder.file("l"), bootID: "a").ledger.connection

        for sql in LedgerSQL.hotPath {
            for step in try plan(of: sql, on: connection) {
                XCTAssertFalse(isFullScan(step, of: sql), "\(step)\n\(sql)")
                XCTAssertFalse(step.contains("TEMP B-TREE FOR ORDER BY"), "\(step)\n\(sql)")
                XCTAssertFalse(step.contains("AUTOMATIC"), "\(step)\n\(sql)")
            }
        }
    }

    func testAFullScanWouldBeSeen() throws {
        let folder = try TemporaryFolder()
        let connection = try Ledger.open(folder.file("l"), bootID: "a").ledger.connection
        let sql = "SELECT number FROM vp_missions WHERE summary = ?"

        XCTAssertTrue(try plan(of: sql, on: connection).contains { isFullScan($0, of: sql) })
    }

    /// A scan is whole unless it goes over the open missions, the words of a list, or the only row of
    /// `ledger_meta`, or ends at a limit in the order of the table itself.
    private func isFullScan(_ step: String, of sql: String) -> Bool {
        guard step.hasPrefix("SCAN") else { return false }
        let isBounded = ["vp_missions_open", "json_each", "ledger_meta"].contains {
            step.contains($0)
        }
        let isFirst = sql.hasSuffix("LIMIT 1") || sql.contains("SELECT ifnull(max(")
        return !isBounded && !isFirst && !step.contains("VIRTUAL TABLE") && step != "SCAN l"
    }

    private func plan(of sql: String, on connection: Connection) throws -> [String] {
        // What is bound has no part in the choice of a plan, and a number stands for it.
        let bound = sql.replacing(/\?[0-9]*/, with: "1")
        return try connection.prepare("EXPLAIN QUERY PLAN " + bound).all {
            (row) throws(SQLiteError) in try row.text(3)
        }
    }
}

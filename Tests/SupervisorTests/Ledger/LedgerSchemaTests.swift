import ControlPlane
import Foundation
import LedgerConformance
import Protocol
import SQLite
import XCTest

@testable import Supervisor

/// The layout of the file is what was released, what the documents say, and what the enums say.
final class LedgerSchemaTests: XCTestCase {
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

    func testVersionOneIsAsReleased() throws {
        let golden = try String(contentsOfFile: folder + "/Schema/1.sql", encoding: .utf8)

        XCTAssertEqual(LedgerSchema.version1 + "\n", golden)
    }

    func testLedgerOfVersionOneOpensForEver() throws {
        let temporary = try TemporaryFolder()
        let dump = try String(contentsOfFile: folder + "/Fixtures/1.sql", encoding: .utf8)
        do {
            let connection = try Connection(path: temporary.file("l"), access: .create)
            try connection.execute(dump)
        }

        let opened = try Ledger.open(temporary.file("l"), bootID: "another boot")

        XCTAssertEqual(opened.state.epoch, Epoch(2))
        XCTAssertEqual(opened.ledger.ledgerID, "0123456789abcdef0123456789abcdef")
        XCTAssertTrue(opened.state.isHostRestarted)
        XCTAssertTrue(opened.state.wasStoppedCleanly)
        XCTAssertEqual(opened.state.estop, Sample.estop())
        XCTAssertEqual(opened.state.lanes, [Sample.fullLaneRecord()])
        XCTAssertEqual(
            opened.state.pools,
            [Sample.fullPoolRecord(), Sample.probedPoolRecord()]
        )
        var envelope = Sample.fullEnvelope("m1")
        XCTAssertEqual(try opened.ledger.launchMaterial(Sample.mission("m1")), envelope)
        envelope.objective = ""
        XCTAssertEqual(opened.state.missions.map(\.envelope), [envelope])
        XCTAssertEqual(opened.state.missions.map(\.digest), [Sample.fullEnvelope("m1").digest])
        XCTAssertEqual(opened.state.missions.map(\.state), [Sample.fullState()])
        XCTAssertEqual(
            try opened.ledger.mission(Sample.mission("m1"))?.attempts,
            [Sample.fullAttempt("m1", 1, fence: 1)]
        )
        XCTAssertEqual(try opened.ledger.events(after: 0, limit: 9), [Sample.fullEvent(1)])
        XCTAssertEqual(try opened.ledger.prunedMission(Sample.mission("old"))?.status, .timedOut)
        XCTAssertEqual(try opened.ledger.integrityCheck(), [])
    }

    func testEveryCaseOfAnEnumIsTakenAndNothingElse() throws {
        let temporary = try TemporaryFolder()
        let ledger = try Ledger.open(temporary.file("l"), bootID: "a").ledger
        try ledger.commit([
            .saveLane(Sample.laneRecord()),
            .insertMission(Sample.envelope("m1"), Sample.state()),
            .insertAttempt(Sample.attempt("m1", 1, fence: 1)),
        ])
        let connection = ledger.connection

        try assertTakes(LaneStatus.self, "vp_sessions", "status", connection)
        try assertTakes(DegradedCause.self, "vp_sessions", "degraded_cause", connection)
        try assertTakes(Admission.self, "vp_sessions", "admission", connection)
        try assertTakes(MissionClass.self, "vp_missions", "class", connection)
        try assertTakes(FailureScope.self, "vp_missions", "scope", connection)
        try assertTakes(RunPhase.self, "vp_missions", "phase", connection)
        try assertTakes(ReasonCode.self, "vp_missions", "reason", connection)
        try assertTakes(RunPhase.self, "vp_attempts", "phase", connection)
        try assertTakes(StopIntent.self, "vp_attempts", "intent", connection)
        try assertTakes(FailureScope.self, "vp_attempts", "scope", connection)
        try assertTakes(ReasonCode.self, "vp_attempts", "reason", connection)
        try connection.execute("DROP TRIGGER vp_attempts_outcome")
        try assertTakes(AttemptOutcome.self, "vp_attempts", "outcome", connection)
        XCTAssertThrowsError(try connection.execute("UPDATE vp_missions SET status = 'paused'"))
        XCTAssertThrowsError(try connection.execute("UPDATE vp_missions SET status = 'failed'"))
        XCTAssertThrowsError(try connection.execute("UPDATE vp_missions SET mission_id = '../x'"))
        XCTAssertThrowsError(try connection.execute("UPDATE vp_missions SET mission_id = '-x'"))
        XCTAssertThrowsError(try connection.execute("UPDATE vp_missions SET late = 2"))
    }

    private func assertTakes<Word: RawRepresentable & CaseIterable>(
        _ type: Word.Type,
        _ table: String,
        _ column: String,
        _ connection: Connection
    ) throws where Word.RawValue == String {
        for word in type.allCases {
            try connection.execute("UPDATE \(table) SET \(column) = '\(word.rawValue)'")
        }
        XCTAssertThrowsError(
            try connection.execute("UPDATE \(table) SET \(column) = 'unheard'"),
            "\(table).\(column)"
        )
    }

    func testPoolsWaitUntilATimeOrDoNotWait() throws {
        let temporary = try TemporaryFolder()
        let ledger = try Ledger.open(temporary.file("l"), bootID: "a").ledger
        for status in PoolStatus.allCases {
            var record = PoolRecord(name: "max")
            record.status = status
            if status == .cooling || status == .exhausted { record.until = Sample.time(1) }
            try ledger.commit([.savePool(record)])
        }

        for change in [
            "status = 'unheard'", "status = 'open', until = 1", "status = 'cooling', until = NULL",
            "status = 'open', probe_run_id = 'm1.1', probe_until = 1", "hold_reason = 'finished'",
            "slot_limit = 0",
        ] {
            XCTAssertThrowsError(
                try ledger.connection.execute("UPDATE vp_pools SET \(change)"),
                change
            )
        }
    }

    func testOpenMissionsEnvelopesAndEventsAreKept() throws {
        let temporary = try TemporaryFolder()
        let ledger = try Ledger.open(temporary.file("l"), bootID: "a").ledger
        try ledger.commit([
            .saveLane(Sample.laneRecord()), .appendEvent(Sample.event(1)),
            .insertMission(Sample.envelope("m1"), Sample.state()),
        ])
        let connection = ledger.connection
        try connection.execute("PRAGMA foreign_keys=OFF")

        XCTAssertThrowsError(try connection.execute("DELETE FROM vp_missions"))
        XCTAssertThrowsError(
            try connection.execute("UPDATE vp_mission_envelopes SET objective_start = 'x'")
        )
        XCTAssertThrowsError(try connection.execute("UPDATE vp_events SET summary = 'x'"))
    }

    func testDocumentNamesEveryTableAndColumnInOrder() throws {
        let temporary = try TemporaryFolder()
        let connection = try Ledger.open(temporary.file("l"), bootID: "a").ledger.connection
        let columns = try connection.prepare(
            "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c"
                + " WHERE t.type = 'table' ORDER BY t.name, c.cid"
        ).all { (row) throws(SQLiteError) in try row.text(0) }

        XCTAssertEqual(try documentedColumns().sorted(), columns.sorted())
    }

    /// Reads `### table` headings, and under each the first cells of the rows of its table.
    private func documentedColumns() throws -> [String] {
        let path = folder + "/../../../docs/ledger.md"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var table = ""
        var columns: [String] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") { table = "" }
            if let match = line.wholeMatch(of: /### `(\w+)`/) { table = String(match.1) }
            guard !table.isEmpty, let match = line.prefixMatch(of: /\| `(\w+)` \|/) else {
                continue
            }
            columns.append(table + "." + match.1)
        }
        return columns
    }
}

import Harness
import IntegrationSupport
import Protocol
import SQLite
import System
import XCTest

final class LedgerFillerTests: XCTestCase {
    func testCopiesAreWhatTheSupervisorHasWrittenAndReads() throws {
        let (instance, original) = try makeStoppedInstance()

        try LedgerFiller.fill(instance.ledger, finishedCount: 1_000)

        try assertWhole(instance.ledger, missionCount: 1_001)
        try instance.start()
        try instance.waitUntilReady()
        let client = try instance.client()
        let ids = try LedgerReader(instance.ledger).texts(
            "SELECT mission_id FROM vp_missions ORDER BY number DESC LIMIT 2"
        )
        let copies = try ids.map { try client.mission(XCTUnwrap(MissionID($0))) }
        for copy in copies {
            XCTAssertEqual(copy.state.status, .completed)
            XCTAssertEqual(copy.attempts.count, original.attempts.count)
            XCTAssertEqual(copy.envelope.objective, original.envelope.objective)
            XCTAssertNotEqual(copy.envelope.missionID, original.envelope.missionID)
            XCTAssertNotEqual(copy.envelope.idempotencyKey, original.envelope.idempotencyKey)
        }
        XCTAssertEqual(Set(copies.map(\.envelope.idempotencyKey)).count, 2)
        // The numbers that a supervisor gives go on after theirs.
        let next = try client.submit(MissionEnvelope(objective: "x"))
        let id = try XCTUnwrap(next.envelope.missionID)
        XCTAssertEqual(try client.wait(id).state.status, .completed)
        try assertWhole(instance.ledger, missionCount: 1_002)
    }

    func testASecondFillingAddsMore() throws {
        let (instance, _) = try makeStoppedInstance()

        try LedgerFiller.fill(instance.ledger, finishedCount: 30)
        try LedgerFiller.fill(instance.ledger, finishedCount: 40)

        try assertWhole(instance.ledger, missionCount: 71)
    }

    func testRunningSupervisorIsNotDisturbed() throws {
        let instance = try TestInstance(in: self)

        XCTAssertThrowsError(try LedgerFiller.fill(instance.ledger, finishedCount: 1)) { error in
            XCTAssertTrue("\(error)".hasSuffix("while a supervisor has it open"), "\(error)")
        }
    }

    func testLedgerWithoutACompletedMissionIsRefused() throws {
        let instance = try TestInstance(in: self)
        try stop(instance)

        XCTAssertThrowsError(try LedgerFiller.fill(instance.ledger, finishedCount: 1)) { error in
            XCTAssertTrue("\(error)".contains("no completed mission"), "\(error)")
        }
    }

    // MARK: Instances

    private func makeStoppedInstance() throws -> (TestInstance, MissionView) {
        var configuration = TestConfiguration()
        configuration.defaults[0] = "profile: \"nothing\""
        configuration.profiles = ["nothing: { adapter: \"noop\" }"]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        var envelope = MissionEnvelope(objective: "what is copied")
        envelope.idempotencyKey = "the original's"
        let id = try XCTUnwrap(try client.submit(envelope).envelope.missionID)
        let view = try client.wait(id)
        try stop(instance)
        return (instance, view)
    }

    private func stop(_ instance: TestInstance) throws {
        try instance.signal(.terminate)
        XCTAssertEqual(try instance.waitForEnd(), .exited(code: 0))
    }

    /// Every mission has what the first has, and nothing in the file contradicts anything else.
    private func assertWhole(_ ledger: String, missionCount: Int64) throws {
        let reader = try LedgerReader(ledger)
        XCTAssertEqual(try reader.problems(), [])
        XCTAssertEqual(try reader.texts("SELECT \"table\" FROM pragma_foreign_key_check"), [])
        for table in ["vp_missions", "vp_mission_envelopes", "vp_attempts"] {
            XCTAssertEqual(try reader.integer("SELECT count(*) FROM \(table)"), missionCount, table)
        }
        let kinds = """
            SELECT count(DISTINCT events) FROM (SELECT group_concat(event_type) AS events FROM
            (SELECT mission_id, event_type FROM vp_events WHERE mission_id IS NOT NULL ORDER BY seq)
            GROUP BY mission_id)
            """
        XCTAssertEqual(try reader.integer(kinds), 1, "a mission has other events than another")
        let strangers = """
            SELECT count(*) FROM vp_events WHERE mission_id IS NOT NULL
            AND (run_id NOT LIKE mission_id || '.%' OR instr(summary, mission_id) = 0)
            """
        XCTAssertEqual(try reader.integer(strangers), 0, "an event names another mission")
    }
}

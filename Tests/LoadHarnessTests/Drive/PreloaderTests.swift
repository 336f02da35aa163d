import Harness
import IntegrationSupport
import Protocol
import SQLite
import System
import XCTest

@testable import LoadHarness

/// Real programs: the past that a supervisor gets must be one that it takes for its own.
final class PreloaderTests: XCTestCase {
    func testASupervisorGoesOnFromItsPast() throws {
        var scenario = Scenario()
        scenario.summary = "x"
        scenario.laneCount = 2
        scenario.preload.finishedCount = 1_000
        scenario.preload.queuedCount = 1_500
        let programs = try Products.path("lanekeeper").dropLast("/lanekeeper".count)
        let instance = try LoadInstance(scenario, programs: String(programs))
        defer { instance.destroy() }
        let interruption = try Interruption()
        try instance.start()
        try instance.waitUntilReady(interruption)

        let preloader = Preloader(scenario, seed: 1, instance, interruption) { _ in }
        let waiting = try preloader.run()

        XCTAssertEqual(waiting.map(\.number), Array(1_000_000_000..<1_000_001_500))
        XCTAssertEqual(instance.starts.count, 3)
        let client = try ControlClient(path: instance.controlSocket, program: "test")
        let id = try XCTUnwrap(MissionID("history-000000000000000777"))
        guard case .mission(let copy) = try client.ask(.missionGet(id)) else {
            return XCTFail("no mission \(id)")
        }
        XCTAssertEqual(copy.state.status, .completed)
        XCTAssertEqual(copy.attempts.map(\.runID.rawValue), ["\(id).1"])
        XCTAssertEqual(copy.envelope.missionID, id)
        XCTAssertEqual(copy.envelope.idempotencyKey, "history-0000000777")
        let age = Clock.now().wall.since(try XCTUnwrap(copy.state.endedAt)).wholeSeconds
        XCTAssertTrue((2 * 86_400 - 60...6 * 86_400).contains(age), "\(age) s")
        try checkLedger(instance)
    }

    private func checkLedger(_ instance: LoadInstance) throws {
        let ledger = try Connection(path: instance.ledgerPath, access: .readOnly)
        XCTAssertEqual(try ledger.integrityCheck(), [])
        let copies = "FROM vp_missions WHERE idempotency_key LIKE 'history-%'"
        XCTAssertEqual(try ledger.integer("SELECT count(*) \(copies)"), 1_000)
        XCTAssertEqual(
            try ledger.integer(
                "SELECT count(*) FROM vp_attempts WHERE run_id LIKE 'history-%' || '.1'"
            ),
            1_000
        )
        // As many events each as the pattern that it was made from, and no number left out.
        XCTAssertEqual(
            try ledger.integer(
                """
                SELECT count(*) FROM (SELECT mission_id FROM vp_events
                WHERE mission_id LIKE 'history-%' GROUP BY mission_id HAVING count(*) >= 4)
                """
            ),
            1_000
        )
        XCTAssertEqual(
            try ledger.integer("SELECT max(seq) - min(seq) + 1 - count(*) FROM vp_events"),
            0
        )
        let first = try ledger.integer(
            """
            SELECT min(seq) FROM vp_events WHERE mission_id IN
            (SELECT mission_id FROM vp_missions WHERE idempotency_key LIKE 'load-1-%')
            """
        )
        XCTAssertGreaterThan(first, Int64(instance.eventCursor))
    }
}

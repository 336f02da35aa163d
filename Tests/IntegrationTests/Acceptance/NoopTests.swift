import IntegrationSupport
import Protocol
import System
import XCTest

/// Missions whose runs have no process, on real supervisors and workers.
final class NoopTests: XCTestCase {
    func testNoopIsRecordedLikeEveryRun() throws {
        let instance = try makeInstance()
        let client = try instance.client()

        let view = try finish(script("never read"), client)

        XCTAssertEqual(view.state.status, .completed)
        XCTAssertEqual(view.state.attemptCount, 1)
        let attempt = try XCTUnwrap(view.attempts.first)
        XCTAssertEqual(attempt.outcome, .completed)
        XCTAssertNil(attempt.leader)
        XCTAssertEqual(try instance.census.members(), [])
        let ledger = try LedgerReader(instance.ledger)
        let started = "SELECT count(*) FROM vp_events WHERE event_type = 'vp.mission.started'"
        XCTAssertEqual(try ledger.integer(started), 0)
        XCTAssertEqual(try ledger.problems(), [])
        try Deadline.wait(until: "the outbox is empty", seconds: 10) {
            try Files.list("\(instance.state)/lanes/vp.a/outbox").isEmpty
        }
    }

    func testChecksWithoutAProcessFailTheMission() throws {
        let instance = try makeInstance()

        let view = try finish(script("x") { $0.checks = [["true"]] }, try instance.client())

        XCTAssertEqual(view.state.status, .failed)
        XCTAssertEqual(view.state.reason, .permanent)
        XCTAssertEqual(view.attempts.count, 1)
    }

    /// Each mission is completed once, whichever process dies while a hundred of them are under way.
    func testNoopsSurviveDeathsOfBothPrograms() throws {
        let instance = try makeInstance()
        var client = try instance.client()
        let ids = try (0..<100).map { number in
            let mission = script("x") { $0.idempotencyKey = "k\(number)" }
            let id = try XCTUnwrap(try client.submit(mission).envelope.missionID)
            if number == 30 || number == 70 {
                let worker = try client.waitForWorker(try lane("vp.a"))
                try instance.send(.kill, to: worker)
            }
            if number == 50 {
                try instance.killAndRestart()
                try instance.waitUntilReady()
                client = try instance.client()
            }
            return id
        }

        for id in ids { XCTAssertEqual(try client.wait(id).state.status, .completed) }

        let ledger = try LedgerReader(instance.ledger)
        let accepted = "SELECT count(*) FROM vp_attempts WHERE outcome = 'completed'"
        XCTAssertEqual(try ledger.integer(accepted), 100)
        XCTAssertEqual(try ledger.problems(), [])
    }

    private func makeInstance() throws -> TestInstance {
        var configuration = TestConfiguration()
        configuration.defaults[0] = "profile: \"nothing\""
        configuration.profiles = ["nothing: { adapter: \"noop\" }"]
        return try TestInstance(in: self, configuration)
    }
}

import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// A lane that fails its missions is kept out of use, and returns by itself.
final class HealthTests: XCTestCase {
    private func configuration(enforcement: Int = 100) -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = [
            (
                "vp.a",
                "{ intents: [\"a\"], fallback: [\"vp.b\"], health: { failures_in_a_row: 3,"
                    + " ejection_seconds: 2, enforcement_percent: \(enforcement) },"
                    + " rollback: { failures_in_a_row: 0 } }"
            ),
            ("vp.b", "{ intents: [\"b\"] }"),
        ]
        return configuration
    }

    /// A mission of lane a that says that the lane cannot run it.
    private func broken(_ a: LaneID) -> MissionEnvelope {
        script("exit 78") {
            $0.vpID = a
            $0.retry.maxAttempts = 1
        }
    }

    func testA46EpisodeOpensOneIncidentAndClosesItAfterAGoodProbe() throws {
        let instance = try TestInstance(in: self, configuration())
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        for _ in 0..<3 { XCTAssertEqual(try finish(broken(a), client).state.status, .failed) }

        XCTAssertEqual(try client.lane(a).record.degradedCause, .ejected)
        XCTAssertEqual(try instance.lanectl("status").status, .exited(code: 1))
        let elsewhere = try finish(script("say hello") { $0.missionType = "a" }, client)
        XCTAssertEqual(elsewhere.attempts.map(\.vpID), [b])

        // The first probe fails: the episode goes on, also over a restart of the supervisor.
        XCTAssertEqual(try finish(broken(a), client).state.status, .failed)
        XCTAssertEqual(try client.lane(a).record.health.ejectionCount, 2)
        try instance.killAndRestart()
        try instance.waitUntilReady(lanesToo: false)
        let later = try instance.client()
        XCTAssertEqual(try later.lane(a).record.degradedCause, .ejected)
        let well = try finish(script("say hello") { $0.vpID = a }, later)

        XCTAssertEqual(well.state.status, .completed)
        XCTAssertNil(try later.lane(a).record.degradedCause)
        let types: [EventType] = [.incidentOpened, .laneEjected, .laneRestored, .incidentClosed]
        XCTAssertEqual(
            try later.events(types: types).map(\.type),
            [.incidentOpened, .laneEjected, .laneEjected, .laneRestored, .incidentClosed]
        )
        try assertNothingOverlapped(instance)
    }

    func testA36QueueOfAnEjectedLaneGoesOnAndPinsStay() throws {
        let instance = try TestInstance(in: self, configuration())
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        try client.change(.lanePause(a, because("collect")))
        for _ in 0..<3 { _ = try client.submit(broken(a)) }
        let waiting = try client.submit(script("say waited") { $0.missionType = "a" })
        let pinned = try client.submit(script("say pinned") { $0.vpID = a })
        try client.change(.laneResume(a, because("go")))

        let moved = try client.wait(try XCTUnwrap(waiting.envelope.missionID))
        let stayed = try client.wait(try XCTUnwrap(pinned.envelope.missionID))

        XCTAssertEqual(moved.attempts.map(\.vpID), [b])
        XCTAssertEqual(moved.state.createdAt, waiting.state.createdAt)
        XCTAssertEqual(moved.state.route.last?.reason, .laneEjected)
        XCTAssertEqual(stayed.attempts.map(\.vpID), [a])
        try assertNothingOverlapped(instance)
    }

    func testDetectorThatIsNotEnforcedOnlyTells() throws {
        let instance = try TestInstance(in: self, configuration(enforcement: 0))
        let client = try instance.client()
        let a = try lane("vp.a")

        for _ in 0..<3 { _ = try finish(broken(a), client) }

        XCTAssertNil(try client.lane(a).record.degradedCause)
        XCTAssertEqual(try client.events(types: [.laneSuspected]).count, 1)
    }

    private func because(_ reason: String) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        return options
    }
}

import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class PoolStormTests: XCTestCase {
    func testRunsOfAThrottledPoolAreDeferredAndEndWellAfterwards() throws {
        let bench = try FaultBench(in: self, pool: "cooling_ms: 100, cooling_max_ms: 200")
        let client = try bench.connect()
        let injector = bench.injector(FaultBench.plan(.throttlePool, lastsFor: .milliseconds(500)))
        try bench.play(injector, until: "it storms") { !injector.injected.isEmpty }

        let id = try submit(to: bench, client)
        try bench.play(injector, until: "a run has heard it") {
            try client.mission(id).attempts.first?.outcome == .deferred
        }
        try bench.playOut(injector)

        XCTAssertEqual(try client.wait(id).state.status, .completed)
        XCTAssertFalse(try client.events(types: [.poolThrottled]).isEmpty)
        XCTAssertEqual(injector.injected.map(\.object), ["max"])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [false])
    }

    func testExhaustedPoolWaitsForTheResetThatItsRunsHearOf() throws {
        let bench = try FaultBench(in: self, pool: "reset_margin_seconds: 0")
        let client = try bench.connect()
        let injector = bench.injector(FaultBench.plan(.exhaustPool, lastsFor: .seconds(1)))
        try bench.play(injector, until: "it storms") { !injector.injected.isEmpty }

        let id = try submit(to: bench, client)
        try bench.play(injector, until: "it is used up") {
            guard case .pool(let pool) = try client.ask(.poolGet("max")) else { return false }
            return pool.record.status == .exhausted
        }
        try bench.playOut(injector)

        XCTAssertEqual(try client.wait(id).state.status, .completed)
        let view = try client.mission(id)
        let fault = try XCTUnwrap(injector.injected.first)
        XCTAssertEqual(view.attempts.map(\.outcome), [.deferred, .completed])
        let second = try XCTUnwrap(view.attempts.last).dispatchedAt
        XCTAssertGreaterThanOrEqual(second.since(fault.at), .milliseconds(990))
    }

    func testSecondStormOfAPoolWaitsForTheFirst() throws {
        let target = try ScriptedTarget(pool: "max")
        let scene = FaultScene(target) { _ in }
        let first = PoolStorm("max", .throttled)
        let second = PoolStorm("max", .throttled)
        let path = StormFile.path(in: target.folder, target.quotas.lanes[0].id)

        XCTAssertEqual(try first.begin(scene), .lasting(object: "max", wasBusy: false))
        guard case .notYet = try second.begin(scene) else { return XCTFail("two at once") }
        try second.end(scene)
        XCTAssertTrue(Files.exists(path), "it has not begun, so nothing ends")
        try first.end(scene)

        XCTAssertFalse(Files.exists(path))
        XCTAssertEqual(try second.begin(scene), .lasting(object: "max", wasBusy: false))
    }

    /// A mission as the load submits it.
    private func submit(to bench: FaultBench, _ client: TestClient) throws -> MissionID {
        let planned = PlannedMission(
            number: 0,
            arrivesAfter: .zero,
            missionClass: .background,
            deadlineAfter: nil,
            work: .plain,
            runTime: .milliseconds(10),
            isContinuing: false,
            pinnedLane: nil
        )
        let now = Clock.now().wall
        let envelope = MissionScript.envelope(planned, seed: 1, bench, now: now)
        return try XCTUnwrap(try client.submit(envelope).envelope.missionID)
    }
}

import IntegrationSupport
import Protocol
import XCTest

/// What an operator holds does not start; and one command stops all work.
final class HoldTests: XCTestCase {
    private func options(_ reason: String, isForced: Bool = false) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        options.isForced = isForced
        return options
    }

    private func oneLane() -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = [("vp.a", "{ slots: 1 }")]
        return configuration
    }

    func testHeldMissionStartsOnlyWhenItIsReleasedAndKeepsItsAge() throws {
        let instance = try TestInstance(in: self, oneLane())
        let client = try instance.client()
        let (running, _) = try start(script("stall"), client)
        let missions = try client.submit(
            (0..<3).map { number in script("mark \(instance.marksPath)", "say \(number)") }
        )
        .map { try XCTUnwrap($0.envelope.missionID) }
        let before = try client.mission(missions[0])

        let hold = try instance.lanectl(
            "mission",
            "hold",
            missions[0].rawValue,
            "--reason",
            "not before the release"
        )
        XCTAssertEqual(hold.code, 0, hold.errors)
        let refusal = try client.refusal(of: .missionHold(running, options("too late")))
        XCTAssertEqual(refusal.code, .conflict)
        XCTAssertEqual(refusal.hint?.contains("mission requeue"), true)
        try client.change(.missionCancel(running, options("enough")))
        for id in missions[1...] {
            XCTAssertEqual(try client.wait(id).state.status, .completed)
        }

        // It stands over a restart.
        try instance.killAndRestart()
        try instance.waitUntilReady()
        let later = try instance.client()
        XCTAssertEqual(try finish(script("say up"), later).state.status, .completed)
        let held = try later.mission(missions[0])
        XCTAssertEqual(held.state.status, .queued)
        XCTAssertEqual(held.waitingFor?.reason, .missionHeld)
        XCTAssertEqual(held.state.hold?.reason, "not before the release")

        try later.change(.missionRelease(missions[0], options("go")))
        let end = try later.wait(missions[0])
        XCTAssertEqual(end.state.status, .completed)
        XCTAssertEqual(end.state.queuedAt, before.state.queuedAt)
        XCTAssertEqual(end.attempts.count, 1)
        XCTAssertEqual(try later.events(mission: missions[0], types: [.missionHeld]).count, 1)
        try assertNothingOverlapped(instance)
    }

    func testEmergencyStopStopsAllWorkUntilThaw() throws {
        var configuration = oneLane()
        configuration.lanes.append(("vp.b", "{ slots: 1 }"))
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let (first, _) = try start(
            script("mark \(instance.marksPath)", "stall") { $0.vpID = try? self.lane("vp.a") },
            client
        )
        let (second, _) = try start(
            script("mark \(instance.marksPath)", "ignore-term", "stall") {
                $0.vpID = try? self.lane("vp.b")
            },
            client
        )

        let stop = try instance.lanectl("supervisor", "estop", "--reason", "runaway agents")
        XCTAssertEqual(stop.code, 0, stop.errors)
        XCTAssertTrue(stop.output.contains("what runs (2) is interrupted"), stop.output)
        let cooperative = try client.wait(first, until: "is stopped") {
            $0.state.status == .queued
        }
        XCTAssertEqual(cooperative.attempts.map(\.outcome), [.interrupted])
        XCTAssertEqual(cooperative.attempts.map(\.reason), [.emergencyStop])
        // The other one ignores SIGTERM: it is killed by a second one that is forced.
        XCTAssertTrue(
            try client.change(.supervisorEstop(options("now", isForced: true))).isChanged
        )
        let stubborn = try client.wait(second, until: "is killed") { $0.state.status == .queued }
        XCTAssertEqual(stubborn.state.failureCount, 0)
        XCTAssertEqual(try instance.census.members(), [])

        try instance.killAndRestart()
        try instance.waitUntilReady()
        let later = try instance.client()
        let page = try instance.lanectl("status")
        XCTAssertTrue(page.output.hasPrefix("all work"), page.output)
        XCTAssertEqual(try later.status().estop?.reason, "runaway agents")
        let waiting = try XCTUnwrap(try later.submit(script("say after")).envelope.missionID)
        for id in [first, second, waiting] {
            XCTAssertEqual(try later.mission(id).waitingFor?.reason, .emergencyStop)
        }
        XCTAssertFalse(try later.change(.supervisorEstop(options("again"))).isChanged)

        try later.change(.missionCancel(second, options("this one did it")))
        try later.change(.supervisorThaw(options("found it")))

        XCTAssertEqual(
            try later.wait(first, until: "runs again") { $0.state.status == .running }
                .attempts.count,
            2
        )
        XCTAssertFalse(try later.change(.supervisorThaw(options("again"))).isChanged)
        try later.change(.missionCancel(first, options("enough")))
        XCTAssertEqual(try later.wait(waiting).state.status, .completed)
        XCTAssertEqual(
            try later.events(types: [.supervisorEstopped, .supervisorThawed]).map(\.type),
            [.supervisorEstopped, .supervisorThawed]
        )
        try assertNothingOverlapped(instance)
    }
}

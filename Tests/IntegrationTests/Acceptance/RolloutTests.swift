import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// A lane is taken out of the traffic and let in again, by an operator, a file and a variable.
final class RolloutTests: XCTestCase {
    private func because(_ reason: String) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        return options
    }

    /// `vp.a` takes missions of type `a`, one at a time, and has `vp.b` behind it.
    private func chain() -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.supervisor = ["coder_lane: \"vp.a\""]
        configuration.lanes = [
            ("vp.a", "{ intents: [\"a\"], slots: 1, fallback: [\"vp.b\"] }"),
            ("vp.b", "{ intents: [\"b\"] }"),
        ]
        return configuration
    }

    private func work(_ key: String, _ line: String = "say x") -> MissionEnvelope {
        script(line) {
            $0.missionType = "a"
            $0.idempotencyKey = key
        }
    }

    func testKillSwitchMovesWhatWaitsAndLetsRunsAndPinsBe() throws {
        let instance = try TestInstance(in: self, chain())
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        let (id, _) = try start(work("running", "stall"), client)
        let waiting = try client.submit(work("waiting", "mark \(instance.marksPath)"))
        var pin = work("pinned", "mark \(instance.marksPath)")
        pin.vpID = a
        let pinned = try client.submit(pin)

        let off = try instance.lanectl(
            "lane",
            "rollout",
            "vp.a",
            "force-fallback",
            "--reason",
            "harm"
        )

        XCTAssertEqual(off.code, 0, off.errors)
        XCTAssertTrue(off.output.contains("1 queued missions go to lane vp.b"), off.output)
        let moved = try client.wait(try XCTUnwrap(waiting.envelope.missionID))
        XCTAssertEqual(moved.attempts.map(\.vpID), [b])
        XCTAssertEqual(moved.state.route.map(\.vpID), [a, b])
        XCTAssertEqual(moved.state.route.map(\.reason), [nil, .rolloutClosed])
        XCTAssertEqual(moved.state.leftVPIDs, [])
        XCTAssertEqual(try client.mission(id).state.status, .running)
        let new = try finish(work("new"), client)
        XCTAssertEqual(new.attempts.map(\.vpID), [b])
        XCTAssertEqual(new.state.route.map(\.reason), [.rolloutClosed])

        // It stands over a restart, and over the file.
        try instance.killAndRestart()
        try instance.waitUntilReady()
        let later = try instance.client()
        let view = try later.status().lanes.first { $0.record.vpID == a }
        XCTAssertEqual(view?.record.rollout, LaneRollout(.forceFallback, from: .operator))
        XCTAssertEqual(view?.record.rolloutOrder?.change.reason, "harm")
        XCTAssertTrue(try instance.lanectl("status").output.contains("force_fallback"))
        try later.change(.missionCancel(id, because("enough")))
        let end = try later.wait(try XCTUnwrap(pinned.envelope.missionID))
        XCTAssertEqual(end.attempts.map(\.vpID), [a])

        try later.change(.laneRollout(a, .set(.on), because("well")))
        XCTAssertEqual(try finish(work("after"), later).attempts.map(\.vpID), [a])
        let told = try later.events(types: [.laneRolloutChanged])
        XCTAssertEqual(told.map(\.payload["to"]), [.string("force_fallback"), .string("on")])
        try assertNothingOverlapped(instance)
    }

    func testCanaryGetsItsShareAndTheSameOnesLater() throws {
        let instance = try TestInstance(in: self, chain())
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        try client.change(.laneRollout(a, .set(.canary(percent: 30)), because("try")))

        var inside: [MissionID] = []
        for number in 0..<30 {
            let end = try finish(work("c\(number)"), client)
            let id = try XCTUnwrap(end.envelope.missionID)
            XCTAssertEqual(end.attempts.map(\.vpID), [Rollout.share(of: id) < 30 ? a : b])
            if Rollout.share(of: id) < 30 { inside.append(id) }
        }

        XCTAssertFalse(inside.isEmpty)
        XCTAssertLessThan(inside.count, 30)
    }

    func testEnvironmentForcesTheFallbackWhateverAnybodySays() throws {
        let instance = try TestInstance(
            in: self,
            chain(),
            environment: ["UA_CODER_VP_FORCE_FALLBACK=1", "UA_ENABLE_CODER_VP=1"]
        )
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))

        try client.change(.laneRollout(a, .set(.on), because("please")))

        XCTAssertEqual(try finish(work("m"), client).attempts.map(\.vpID), [b])
        let view = try client.status().lanes.first { $0.record.vpID == a }
        XCTAssertEqual(view?.record.rollout, LaneRollout(.forceFallback, from: .environment))

        // Without the switch the operator's word is in force again.
        instance.environment = ["UA_ENABLE_CODER_VP=0"]
        try instance.killAndRestart()
        try instance.waitUntilReady()
        let later = try instance.client()
        XCTAssertEqual(try finish(work("n"), later).attempts.map(\.vpID), [a])
        try later.change(.laneRollout(a, .configured, because("over")))
        XCTAssertEqual(try finish(work("o"), later).attempts.map(\.vpID), [b])
    }

    func testSwitchesThatCannotBeInForceStopTheStart() throws {
        let instance = try TestInstance(chain())
        addTeardownBlock { instance.remove() }
        var lanes = chain()
        lanes.supervisor = []
        let cases: [(TestConfiguration, String, String)] = [
            (chain(), "UA_CODER_VP_SHADOW_MODE=1", "\"fake\" has side_effects external"),
            (lanes, "UA_CODER_VP_FORCE_FALLBACK=1", "name it in supervisor.coder_lane"),
        ]
        for (configuration, entry, words) in cases {
            try instance.write(configuration)

            let output = try ProgramOutput.run(
                Products.path("lanekeeper"),
                instance.arguments,
                environment: ["PATH=/usr/bin:/bin", "HOME=\(instance.folder)", entry],
                seconds: 20
            )

            XCTAssertEqual(output.code, ExitCode.configuration.rawValue, output.errors)
            XCTAssertTrue(output.errors.contains(words), output.errors)
            XCTAssertEqual(output.errors.split(separator: "\n").count, 1, output.errors)
        }
    }
}

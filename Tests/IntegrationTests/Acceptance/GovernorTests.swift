import IntegrationSupport
import Protocol
import System
import XCTest

/// What the governor is said to do is what it does.
final class GovernorTests: XCTestCase {
    private func configuration() -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = [
            ("vp.a", "{ pool: \"max\", slots: 1 }"), ("vp.b", "{ pool: \"max\", slots: 1 }"),
        ]
        configuration.sections = [
            "pools: { max: { slots: 1 } }", "classes: { min_share_every: 4 }",
        ]
        return configuration
    }

    /// Sixteen missions of every class, on both lanes.
    private func missions() throws -> [MissionEnvelope] {
        let due = Clock.now().wall + .seconds(600)
        return try (1...16).map { number in
            var envelope = script("say \(number)")
            envelope.missionID = try XCTUnwrap(MissionID("m\(number)"))
            envelope.vpID = try lane(number % 2 == 0 ? "vp.a" : "vp.b")
            envelope.missionClass =
                [.background, .deadline, .interactive, .interactive][number % 4]
            envelope.source = ["chat", "cron", "mail"][number % 3]
            if envelope.missionClass == .deadline {
                envelope.deadlineAt = due + .seconds(UInt64(100 - number))
            }
            return envelope
        }
    }

    /// Writes the missions as a workload: a line each, whose run takes 50 ms.
    private func write(_ missions: [MissionEnvelope], _ instance: TestInstance) throws -> String {
        let lines = try missions.map { envelope in
            let id = try XCTUnwrap(envelope.missionID)
            let lane = try XCTUnwrap(envelope.vpID)
            let due = envelope.deadlineAt.map { ",\"deadline_at\":\"\($0)\"" } ?? ""
            return
                "{\"mission_id\":\"\(id)\",\"vp_id\":\"\(lane)\",\"source\":\"\(envelope.source)\","
                + "\"class\":\"\(envelope.missionClass.rawValue)\",\"objective\":\"say\","
                + "\"takes_ms\":50\(due)}\n"
        }
        let path = "\(instance.folder)/workload.jsonl"
        try Files.writeAtomically(Array(lines.joined().utf8), to: path, mode: 0o600)
        return path
    }

    func testRehearsedOrderIsTheOneInWhichMissionsStart() throws {
        let instance = try TestInstance(in: self, configuration())
        let client = try instance.client()
        let missions = try missions()
        let path = try write(missions, instance)

        let rehearsed = try instance.lanectl(
            "governor",
            "explain",
            "--simulate",
            path,
            "-o",
            "name"
        )
        XCTAssertEqual(rehearsed.code, 0, rehearsed.errors)
        let names = rehearsed.output.split(separator: "\n").map(String.init)
        XCTAssertEqual(names.count, missions.count)
        XCTAssertEqual(try client.status().missionCounts.reduce(0, +), 0, "nothing was submitted")

        for name in ["vp.a", "vp.b"] {
            let pause = try instance.lanectl("lane", "pause", name, "--reason", "test")
            XCTAssertEqual(pause.code, 0, pause.errors)
        }
        let submitted = try client.submit(missions)
        try assertHeadsWait(instance)
        XCTAssertEqual(try instance.lanectl("pool", "set", "max", "--reason", "test").code, 0)
        for name in ["vp.a", "vp.b"] {
            XCTAssertEqual(try instance.lanectl("lane", "resume", name).code, 0)
        }
        XCTAssertEqual(try instance.lanectl("pool", "clear", "max").code, 0)
        for view in submitted {
            let id = try XCTUnwrap(view.envelope.missionID)
            XCTAssertEqual(try client.wait(id).state.status, .completed)
        }

        let started = try client.events(types: [.missionDispatched]).map(\.missionID?.rawValue)
        XCTAssertEqual(started, names)
    }

    private func assertHeadsWait(_ instance: TestInstance) throws {
        let shown = try instance.lanectl("governor", "explain", "-o", "jsonl")
        XCTAssertEqual(shown.code, 0, shown.errors)
        let lines = shown.output.split(separator: "\n")
        XCTAssertEqual(lines.count, 4, shown.output)
        XCTAssertTrue(lines.allSatisfy { $0.contains("\"reason\":\"lane_paused\"") }, shown.output)
    }

    func testSupervisorAndLanectlAloneRehearseTheSame() throws {
        let instance = try TestInstance(in: self, configuration())
        let path = try write(try missions(), instance)
        let beginning = "2026-11-22T00:00:00Z"

        let asked = try instance.lanectl(
            "governor",
            "explain",
            "--simulate",
            path,
            "--start-at",
            beginning,
            "-o",
            "json"
        )
        let alone = try instance.lanectl(
            "governor",
            "explain",
            "--simulate",
            path,
            "--start-at",
            beginning,
            "-o",
            "json",
            "--config",
            instance.configurationPath
        )

        XCTAssertEqual(asked.code, 0, asked.errors)
        XCTAssertEqual(asked.output, alone.output)
        XCTAssertTrue(asked.output.contains("\"complete\":true"), asked.output)
    }

    func testBadLineOfAWorkloadIsNamedAndNothingIsAsked() throws {
        let instance = try TestInstance(configuration())
        defer { instance.remove() }
        let path = "\(instance.folder)/workload.jsonl"
        let text = #"{"objective":"a","takes_ms":1}"# + "\n" + #"{"objective":"a","takes_ms":-1}"#
        try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o600)

        let output = try instance.lanectl("governor", "explain", "--simulate", path)

        XCTAssertEqual(output.code, 2)
        XCTAssertTrue(output.errors.contains("line 2: takes_ms: -1 is not"), output.errors)
    }
}

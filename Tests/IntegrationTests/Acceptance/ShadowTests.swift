import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// A lane is tried on copies of real missions, which it cannot spoil.
final class ShadowTests: XCTestCase {
    /// `vp.a` works, `vp.next` gets copies, one at a time; both run shell scripts.
    private func pair() -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.supervisor = ["coder_lane: \"vp.next\""]
        configuration.defaults += ["profile: \"shell\""]
        configuration.defaults.removeFirst()
        configuration.profiles = [
            """
            trial: { adapter: "shell", side_effects: "none", term_grace_ms: 1000,
                leftover_grace_ms: 300 }
            """
        ]
        configuration.lanes = [
            ("vp.a", "{}"),
            ("vp.next", "{ profile: \"trial\", slots: 1, rollout: { stage: \"shadow\" } }"),
        ]
        return configuration
    }

    private func work(
        _ script: String,
        change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: script)
        envelope.isShadowOK = true
        change(&envelope)
        return envelope
    }

    private func because(_ reason: String) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        return options
    }

    /// Every copy, ended or not, or every mission that is none; oldest first.
    private func missions(areCopies: Bool, _ client: TestClient) throws -> [MissionView] {
        var filter = MissionFilter()
        filter.includesTerminal = true
        filter.isShadow = areCopies
        let reply = try client.ask(.missionList(filter))
        guard case .missions(let views, _) = reply else { throw TestFailure("list: \(reply)") }
        return views
    }

    private func copy(of id: MissionID, _ client: TestClient) throws -> MissionID {
        let copies = try missions(areCopies: true, client)
        let copy = try XCTUnwrap(copies.first { $0.envelope.shadowOf == id }, "no copy of \(id)")
        return try XCTUnwrap(copy.envelope.missionID)
    }

    private func write(_ text: String, to path: String) throws {
        try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o600)
    }

    func testCopyRunsInACopiedWorkspaceAndIsCompared() throws {
        let instance = try TestInstance(in: self, pair())
        let client = try instance.client()
        let next = try lane("vp.next")
        let folder = "\(instance.state)/lanes/vp.next"
        try write("theirs", to: "\(folder)/workspace/notes")
        let script = """
            echo written > "out-$LANE_ID"
            if [ -n "$LANE_SHADOW" ]; then cat notes; n=7; else n=5; fi
            pwd
            echo "{\\"lane\\":\\"usage\\",\\"input_tokens\\":$n,\\"calls\\":1}" >&3
            """
        let check = ["/bin/sh", "-c", "test -e out-$LANE_ID"]

        let original = try finish(work(script) { $0.checks = [check] }, client)
        let id = try XCTUnwrap(original.envelope.missionID)
        let copyID = try copy(of: id, client)
        let copied = try client.wait(copyID)

        XCTAssertEqual(original.state.status, .completed)
        XCTAssertEqual(original.attempts.map(\.vpID.rawValue), ["vp.a"])
        XCTAssertEqual(copied.state.status, .completed, copied.state.summary ?? "")
        XCTAssertEqual(copied.attempts.map(\.vpID), [next])
        XCTAssertEqual(copied.envelope.missionClass, .background)
        let runID = try XCTUnwrap(copied.attempts.first?.runID)
        XCTAssertEqual(try client.log(copyID), "theirs\(folder)/shadow/\(runID)\n")
        XCTAssertEqual(try Files.list("\(folder)/workspace"), ["notes"])
        XCTAssertEqual(try Files.list("\(instance.state)/lanes/vp.a/workspace"), ["out-vp.a"])
        try Deadline.wait(until: "the copied workspace is removed") {
            try Files.list("\(folder)/shadow").isEmpty
        }

        let told = try client.events(types: [.missionShadowCompared])
        XCTAssertEqual(told.map(\.missionID), [id])
        let payload = try XCTUnwrap(told.first?.payload)
        XCTAssertEqual(payload["copy"], .string(copyID.rawValue))
        XCTAssertEqual(payload["agrees"], .bool(true))
        XCTAssertEqual(payload["outcome"], .string("completed"))
        XCTAssertEqual(payload["copy_outcome"], .string("completed"))
        XCTAssertEqual(payload["checks"], .string("passed"))
        XCTAssertEqual(payload["copy_checks"], .string("passed"))
        XCTAssertEqual(payload["input_tokens"], .integer(5))
        XCTAssertEqual(payload["copy_input_tokens"], .integer(7))
        XCTAssertNotNil(payload["run_ms"])
        XCTAssertNotNil(payload["copy_run_ms"])
        try assertNothingOverlapped(instance)
    }

    func testCopyIsInNoListAndNoFigure() throws {
        let instance = try TestInstance(in: self, pair())
        let client = try instance.client()
        let script = """
            echo '{"lane":"usage","input_tokens":7}' >&3
            test -z "$LANE_SHADOW"
            """

        let original = try finish(work(script), client)
        let id = try XCTUnwrap(original.envelope.missionID)
        let copyID = try copy(of: id, client)
        let copied = try client.wait(copyID)

        XCTAssertEqual(copied.state.status, .failed)
        XCTAssertEqual(copied.attempts.count, 1, "a copy is not tried again")
        XCTAssertEqual(
            try missions(areCopies: false, client).map(\.envelope.missionID),
            [id]
        )
        XCTAssertEqual(try client.events(mission: copyID), [])
        let status = try client.status()
        XCTAssertEqual(status.missionCounts.reduce(0, +), 1)
        let view = try client.lane(try lane("vp.next"))
        XCTAssertEqual(view.record.health.recent, [])
        XCTAssertEqual(view.record.rollback, LaneRollback())
        XCTAssertEqual(view.record.dayUsage.usage, Usage())
        XCTAssertEqual(view.record.shadowUsage.usage.inputTokenCount, 7)
        XCTAssertEqual(
            try client.events(types: [.missionShadowCompared]).map(\.payload["agrees"]),
            [.bool(false)]
        )

        let list = try instance.lanectl("mission", "list", "--all", "-o", "name")
        XCTAssertEqual(list.output, "\(id)\n", list.errors)
        let copies = try instance.lanectl("mission", "list", "--shadow", "--all", "-o", "name")
        XCTAssertEqual(copies.output, "\(copyID)\n", copies.errors)
        let shown = try instance.lanectl("mission", "show", copyID.rawValue)
        XCTAssertTrue(shown.output.contains("copy of"), shown.output)
        XCTAssertTrue(shown.output.contains(id.rawValue), shown.output)
        for words in [["hold"], ["requeue"], ["release"], ["move", "--to", "vp.a"]] {
            let refused = try ProgramOutput.run(
                Products.path("lanectl"),
                ["mission", words[0], copyID.rawValue] + words.dropFirst() + ["--reason", "r"],
                environment: ["PATH=/usr/bin:/bin", "LANEKEEPER_SOCKET=\(instance.socket)"]
            )
            XCTAssertNotEqual(refused.code, 0, "\(words)")
        }
    }

    func testReadyMissionTakesTheSlotOfACopyAtOnce() throws {
        let instance = try TestInstance(in: self, pair())
        let client = try instance.client()
        let script = "if [ -n \"$LANE_SHADOW\" ]; then trap '' TERM; sleep 600 & sleep 600; fi"
        let original = try finish(work(script), client)
        let copyID = try copy(of: try XCTUnwrap(original.envelope.missionID), client)
        try client.waitForRun(copyID)
        var pinned = work("true")
        pinned.vpID = try lane("vp.next")
        pinned.isShadowOK = false

        let end = try finish(pinned, client)

        XCTAssertEqual(end.state.status, .completed)
        let copied = try client.wait(copyID)
        XCTAssertEqual(copied.state.status, .cancelled)
        XCTAssertEqual(copied.state.reason, .shadowEnded)
        XCTAssertEqual(copied.attempts.map(\.intent), [.shadow])
        let gone = try XCTUnwrap(copied.attempts.first?.endedAt)
        let began = try XCTUnwrap(end.attempts.first?.startedAt)
        XCTAssertLessThanOrEqual(gone, began, "its tree was gone first")
        XCTAssertEqual(try client.events(types: [.missionShadowCompared]), [])
        try assertNothingOverlapped(instance)
    }

    func testComparisonIsToldOnceThoughTheSupervisorIsKilledBetweenTheTwoEnds() throws {
        for (waits, ends) in [("-n", "the mission"), ("-z", "the copy")] {
            let instance = try TestInstance(in: self, pair())
            var client = try instance.client()
            let go = "\(instance.folder)/go"
            // With -n the copy waits for the file, with -z its mission does.
            let script = """
                if [ \(waits) "$LANE_SHADOW" ]; then
                    while [ ! -e \(go) ]; do sleep 0.01; done
                fi
                """
            let id = try XCTUnwrap(try client.submit(work(script)).envelope.missionID)
            let copyID = try copy(of: id, client)
            let (first, second) = waits == "-n" ? (id, copyID) : (copyID, id)
            _ = try client.wait(first)
            try client.waitForRun(second)
            XCTAssertEqual(try client.events(types: [.missionShadowCompared]), [], ends)
            XCTAssertEqual(try client.mission(second).state.counterpart?.missionID, first, ends)

            try instance.killAndRestart()
            try instance.waitUntilReady()
            client = try instance.client()
            try write("", to: go)
            _ = try client.wait(second)

            let told = try client.events(types: [.missionShadowCompared])
            XCTAssertEqual(told.map(\.missionID), [id], ends)
            XCTAssertEqual(told.first?.payload["agrees"], .bool(true), ends)
            try instance.killAndRestart()
            try instance.waitUntilReady()
            client = try instance.client()
            XCTAssertEqual(try client.events(types: [.missionShadowCompared]), told, ends)
            try assertNothingOverlapped(instance)
        }
    }

    func testCopySubmitsNothing() throws {
        let instance = try TestInstance(in: self, pair())
        let client = try instance.client()
        let lanectl = try Products.path("lanectl")
        let script = """
            \(lanectl) --socket \(instance.socket) submit --no-fallback -- true; echo "exit $?"
            """

        let original = try finish(work(script), client)
        let id = try XCTUnwrap(original.envelope.missionID)
        let copyID = try copy(of: id, client)
        _ = try client.wait(copyID)

        let own = try client.log(id)
        XCTAssertTrue(own.contains("exit 0\n"), own)
        let log = try client.log(copyID)
        XCTAssertTrue(log.contains("submits nothing"), log)
        XCTAssertTrue(log.hasSuffix("exit 5\n"), log)
        let known = try missions(areCopies: false, client)
        XCTAssertEqual(known.map(\.envelope.parentID), [nil, id])
    }

    func testDrainEndsCopiesAndCancelOfAMissionItsCopy() throws {
        let instance = try TestInstance(in: self, pair())
        let client = try instance.client()
        let script = "if [ -n \"$LANE_SHADOW\" ]; then sleep 600; fi"
        let running = try finish(work(script), client)
        let waiting = try finish(work(script), client)
        let runningCopy = try copy(of: try XCTUnwrap(running.envelope.missionID), client)
        let waitingCopy = try copy(of: try XCTUnwrap(waiting.envelope.missionID), client)
        try client.waitForRun(runningCopy)
        XCTAssertEqual(try client.mission(waitingCopy).waitingFor?.reason, .shadowWaits)
        let (stalled, _) = try start(work("sleep 600"), client)
        let stalledCopy = try copy(of: stalled, client)

        try client.change(.missionCancel(stalled, because("enough")))
        XCTAssertEqual(try client.wait(stalledCopy).state.reason, .shadowEnded)
        XCTAssertEqual(try client.mission(runningCopy).state.status, .running)
        let drained = try instance.lanectl("drain", "vp.next", "--reason", "over")

        XCTAssertEqual(drained.code, 0, drained.errors)
        XCTAssertEqual(try client.lane(try lane("vp.next")).record.admission, .drained)
        for copy in [runningCopy, waitingCopy] {
            let end = try client.mission(copy)
            XCTAssertEqual(end.state.status, .cancelled)
            XCTAssertEqual(end.state.reason, .shadowEnded)
        }
        _ = try client.wait(stalled)
        XCTAssertEqual(try client.events(types: [.missionShadowCompared]), [])
        try assertNothingOverlapped(instance)
    }

    func testWhoMaySayThatALaneGetsCopies() throws {
        var configuration = pair()
        configuration.lanes[1].object = "{ profile: \"trial\" }"
        let instance = try TestInstance(
            in: self,
            configuration,
            environment: ["UA_CODER_VP_SHADOW_MODE=1"]
        )
        let client = try instance.client()
        let next = try lane("vp.next")
        XCTAssertEqual(
            try client.lane(next).record.rollout,
            LaneRollout(.shadow, from: .environment)
        )
        let id = try XCTUnwrap(try finish(work("true"), client).envelope.missionID)
        XCTAssertEqual(try client.wait(try copy(of: id, client)).attempts.map(\.vpID), [next])

        let refused = try instance.lanectl("lane", "rollout", "vp.a", "shadow", "--reason", "r")
        XCTAssertEqual(refused.code, 5, refused.output)
        XCTAssertTrue(refused.errors.contains("side_effects"), refused.errors)

        try client.change(.laneRollout(next, .set(.on), because("good")))
        let after = try XCTUnwrap(
            try finish(work("true") { $0.labels["n"] = "2" }, client).envelope.missionID
        )
        let originals = try missions(areCopies: true, client).map(\.envelope.shadowOf)
        XCTAssertEqual(originals, [id], "no copy of \(after)")
        try client.change(.laneRollout(next, .set(.shadow), because("again")))
        let last = try XCTUnwrap(try finish(work("true"), client).envelope.missionID)
        XCTAssertEqual(try client.wait(try copy(of: last, client)).state.status, .completed)
    }
}

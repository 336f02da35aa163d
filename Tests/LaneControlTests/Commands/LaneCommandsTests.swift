import Protocol
import XCTest

@testable import LaneControl

final class LaneCommandsTests: LaneControlTestCase {
    func testShowTellsEverythingAboutALane() throws {
        var lane = Samples.lane("vp.coder.primary", .draining, .active)
        lane.runs = [Samples.runID("m1.1")]
        lane.record.worker = ProcessIdentity(pid: 4_121, startTicks: 9)
        lane.record.drainChange = OperatorChange(
            actor: "uid:0",
            reason: "new\u{7} runtime",
            at: Samples.time("2026-11-21T11:59:00Z")
        )
        lane.record.reroute = LaneReroute(
            to: Samples.laneID("code-writer"),
            missionClass: .background,
            change: OperatorChange(
                actor: "uid:1",
                reason: "sick",
                at: Samples.time("2026-11-21T11:59:30Z")
            )
        )
        lane.record.rollout = LaneRollout(.forceFallback, from: .environment)
        lane.record.rolloutOrder = RolloutOrder(
            .canary(percent: 10),
            change: OperatorChange(
                actor: "uid:2",
                reason: "new model",
                at: Samples.time("2026-11-21T11:59:40Z")
            )
        )
        lane.record.drainDeadlineAt = Samples.time("2026-11-21T13:00:00Z")
        let shown = lane

        let (outcome, _, _) = try run(["lane", "show", "vp.coder.primary"]) { _ in
            [.reply(.lane(shown))]
        }

        XCTAssertEqual(
            outcome,
            Outcome(
                status: 0,
                output: """
                    lane          vp.coder.primary
                    status        active
                    admission     draining
                    why           ready
                    drained       60s ago by uid:0: new\u{FFFD} runtime
                    drains until  2026-11-21T13:00:00.000Z
                    rerouted      background to code-writer, 30s ago by uid:1: sick
                    rollout       force_fallback, by the environment
                    rolled out    canary 10 %, 20s ago by uid:2: new model
                    health        healthy
                    profile       shell
                    slots         2, 1 only for interactive
                    runs          m1.1
                    queued        0 interactive, 1 deadline, 2 background
                    worker        pid 4121
                    generation    2
                    ready for     3m12s
                    restarts      0
                    orphans       0
                    session       s1
                    known since   2026-11-20T12:00:00.000Z

                    """,
                notes: ""
            )
        )
    }

    func testParkedLaneIsAFailureToo() throws {
        let lane = Samples.lane("code-writer", .open, .degraded)

        let (outcome, _, _) = try run(["lane", "show", "code-writer"]) { _ in
            [.reply(.lane(lane))]
        }

        XCTAssertEqual(outcome.status, 1)
        XCTAssertTrue(
            outcome.output.contains("status       degraded(parked)\n"),
            outcome.output
        )
    }

    func testChangesSendWhatWasTyped() throws {
        let lane = Samples.laneID("code-writer")
        var plain = OperatorOptions()
        plain.reason = "r"
        var forced = plain
        forced.isForced = true
        let cases: [([String], ControlCommand)] = [
            (["lane", "pause", "code-writer", "--reason", "r"], .lanePause(lane, plain)),
            (["lane", "cordon", "code-writer", "--reason", "r"], .lanePause(lane, plain)),
            (["lane", "resume", "code-writer", "--reason", "r"], .laneResume(lane, plain)),
            (["undrain", "code-writer", "--reason", "r"], .laneUndrain(lane, plain)),
            (["lane", "reset", "code-writer", "--reason", "r"], .laneReset(lane, plain)),
            (
                ["lane", "restart", "code-writer", "--reason", "r", "--force"],
                .laneRestart(lane, forced)
            ),
        ]
        let change = Change(object: "code-writer", isChanged: false, isDryRun: false, lines: [])

        for (words, command) in cases {
            let (outcome, requests, _) = try run(words) { _ in [.reply(.changed(change))] }

            XCTAssertEqual(requests, [command])
            XCTAssertEqual(outcome.output, "code-writer: nothing to change\n")
        }
    }

    // MARK: drain

    private let draining = Change(
        object: "vp.coder.primary",
        isChanged: true,
        isDryRun: false,
        lines: ["vp.coder.primary: open -> draining"]
    )

    private func drain(
        _ extra: [String],
        _ lanes: [[ScriptedSupervisor.Action]]
    ) throws -> (Outcome, [ControlCommand]) {
        let answers = StepBox(lanes)
        let change = draining
        let words = ["drain", "vp.coder.primary", "--reason", "r"] + extra
        let (outcome, requests, _) = try run(words) { command in
            if case .laneDrain = command { return [.reply(.changed(change))] }
            return answers.next()
        }
        return (outcome, requests)
    }

    func testDrainWaitsAndSaysWhatBlocks() throws {
        var busy = Samples.lane("vp.coder.primary", .draining, .active)
        busy.runs = [Samples.runID("m1.1")]
        busy.record.drainDeadlineAt = Samples.time("2026-11-21T12:10:00Z")
        let drained = Samples.lane("vp.coder.primary", .drained)

        let (outcome, requests) = try drain(
            ["--deadline", "10m"],
            [[.reply(.lane(busy))], [.reply(.lane(busy))], [.reply(.lane(drained))]]
        )

        XCTAssertEqual(
            outcome,
            Outcome(
                status: 0,
                output: "vp.coder.primary: open -> draining\n",
                notes: """
                    vp.coder.primary: draining, waits for m1.1, at most 10m more
                    vp.coder.primary: drained

                    """
            )
        )
        guard case .laneDrain(_, let options)? = requests.first else {
            return XCTFail("\(requests)")
        }
        XCTAssertEqual(options.deadlineSeconds, 600)
        XCTAssertEqual(requests.count, 4)
    }

    func testDetachedDrainReturnsAtOnce() throws {
        let (outcome, requests) = try drain(["--detach"], [])

        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(requests.count, 1)
    }

    func testDryRunOfADrainDoesNotWait() throws {
        let (outcome, requests) = try drain(["--dry-run"], [])

        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(requests.count, 1)
    }

    func testDrainThatIsUndoneIsAFailure() throws {
        let (outcome, _) = try drain([], [[.reply(.lane(Samples.lane()))]])

        XCTAssertEqual(outcome.status, 1)
        XCTAssertEqual(outcome.notes, "vp.coder.primary: open, nobody drains it now\n")
    }

    func testDrainOutOfTimeIs99() throws {
        let busy = Samples.lane("vp.coder.primary", .draining)

        let (outcome, _) = try drain(["--timeout", "0"], [[.reply(.lane(busy))]])

        XCTAssertEqual(outcome.status, 99)
    }

    func testMonitorWatchesADrainAndOrdersNothing() throws {
        var busy = Samples.lane("vp.coder.primary", .draining, .active)
        busy.runs = [Samples.runID("m1.1")]
        let answers = StepBox([[.reply(.lane(busy))], [.reply(.lane(Samples.lane()))]])

        let (outcome, requests, _) = try run(["drain", "vp.coder.primary", "--monitor"]) { _ in
            answers.next()
        }

        XCTAssertEqual(
            outcome,
            Outcome(
                status: 1,
                output: "",
                notes: """
                    vp.coder.primary: draining, waits for m1.1
                    vp.coder.primary: open, nobody drains it now

                    """
            )
        )
        let lane = Samples.laneID("vp.coder.primary")
        XCTAssertEqual(requests, [.laneGet(lane), .laneGet(lane)])
    }

    func testInterruptedDrainGoesOn() throws {
        let (outcome, _) = try drain([], [[.interrupt]])

        XCTAssertEqual(outcome.status, 130)
        XCTAssertEqual(
            outcome.notes,
            "still draining: vp.coder.primary  (lanectl lane show vp.coder.primary, "
                + "lanectl undrain vp.coder.primary)\n"
        )
    }
}

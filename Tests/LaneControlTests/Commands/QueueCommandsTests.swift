import Protocol
import XCTest

@testable import LaneControl

final class QueueCommandsTests: LaneControlTestCase {
    private let sick = Samples.laneID("vp.coder.primary")
    private let other = Samples.laneID("code-writer")

    private var options: OperatorOptions {
        var options = OperatorOptions()
        options.reason = "r"
        return options
    }

    private var plan: OperatorOptions {
        var plan = options
        plan.isDryRun = true
        return plan
    }

    func testEveryCommandAsksOnceWithWhatWasTyped() throws {
        let mission = try XCTUnwrap(MissionID("m1"))
        let cases: [([String], ControlCommand)] = [
            (
                ["reroute", "vp.coder.primary", "--to", "code-writer", "--reason", "r"],
                .laneReroute(sick, RerouteOrder(to: other), options)
            ),
            (
                [
                    "lane", "reroute", "vp.coder.primary", "--to", "code-writer", "--reason", "r",
                    "--class", "background", "--dry-run",
                ],
                .laneReroute(sick, RerouteOrder(to: other, missionClass: .background), plan)
            ),
            (
                ["lane", "reroute", "vp.coder.primary", "--off"],
                .laneReroute(sick, RerouteOrder(to: nil), OperatorOptions())
            ),
            (
                ["lane", "flush", "code-writer", "--reason", "r", "--dry-run"],
                .laneFlush(other, nil, plan)
            ),
            (
                ["lane", "flush", "code-writer", "--reason", "r", "--class", "interactive"],
                .laneFlush(other, .interactive, options)
            ),
            (
                ["mission", "move", "m1", "--to", "code-writer", "--reason", "r"],
                .missionMove(mission, to: other, options)
            ),
        ]
        let change = Change(object: "x", isChanged: true, isDryRun: false, lines: ["moved"])

        for (words, command) in cases {
            let (outcome, requests, _) = try run(words) { _ in [.reply(.changed(change))] }

            XCTAssertEqual(requests, [command])
            XCTAssertEqual(outcome.output, "moved\n")
            XCTAssertEqual(outcome.status, 0)
        }
    }

    func testMistakesAreSaidBeforeAnythingIsAsked() {
        let cases: [([String], String)] = [
            (["reroute", "a", "--reason", "r"], "reroute needs --to LANE"),
            (["reroute", "a", "--to", "b", "--off"], "--off ends what --to begins"),
            (["reroute", "a", "--off", "--class", "deadline"], "--off ends the whole reroute"),
            (["reroute", "a", "--to", "b"], "reroute requires --reason"),
            (["lane", "flush", "a"], "flush requires --reason"),
            (["mission", "move", "m1", "--reason", "r"], "move needs --to LANE"),
            (["mission", "move", "m1", "--to", "b"], "move requires --reason"),
        ]
        for (words, message) in cases {
            let outcome = run(words)

            XCTAssertEqual(outcome.status, 2, "\(words)")
            XCTAssertTrue(outcome.notes.contains(message), outcome.notes)
        }
    }
}

import Protocol
import XCTest

@testable import LaneControl

final class HoldCommandsTests: LaneControlTestCase {
    private func options(_ reason: String?, isDryRun: Bool = false) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        options.isDryRun = isDryRun
        return options
    }

    func testEveryCommandAsksOnceWithWhatWasTyped() throws {
        let mission = try XCTUnwrap(MissionID("m1"))
        let cases: [([String], ControlCommand)] = [
            (["mission", "hold", "m1", "--reason", "r"], .missionHold(mission, options("r"))),
            (
                ["mission", "hold", "m1", "--reason", "r", "--dry-run"],
                .missionHold(mission, options("r", isDryRun: true))
            ),
            (["mission", "release", "m1"], .missionRelease(mission, options(nil))),
            (
                ["mission", "release", "m1", "--reason", "r", "--dry-run"],
                .missionRelease(mission, options("r", isDryRun: true))
            ),
        ]
        let change = Change(object: "m1", isChanged: true, isDryRun: false, lines: ["done"])

        for (words, command) in cases {
            let (outcome, requests, _) = try run(words) { _ in [.reply(.changed(change))] }

            XCTAssertEqual(requests, [command])
            XCTAssertEqual(outcome.output, "done\n")
            XCTAssertEqual(outcome.status, 0)
        }
    }

    func testHoldWithoutAReasonIsAMistake() {
        let outcome = run(["mission", "hold", "m1"])

        XCTAssertEqual(outcome.status, 2)
        XCTAssertTrue(outcome.notes.contains("hold requires --reason"), outcome.notes)
    }
}

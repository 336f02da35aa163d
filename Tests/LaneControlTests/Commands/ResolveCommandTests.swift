import Protocol
import XCTest

@testable import LaneControl

final class ResolveCommandTests: LaneControlTestCase {
    func testEveryOutcomeIsAskedForWithItsReason() throws {
        let mission = try XCTUnwrap(MissionID("m1"))
        let change = Change(object: "m1", isChanged: true, isDryRun: false, lines: ["done"])
        for resolution in MissionResolution.allCases {
            for isDryRun in [false, true] {
                var options = OperatorOptions()
                options.reason = "r"
                options.isDryRun = isDryRun
                let words =
                    ["mission", "resolve", "m1", "--as", resolution.rawValue, "--reason", "r"]
                    + (isDryRun ? ["--dry-run"] : [])

                let (outcome, requests, _) = try run(words) { _ in [.reply(.changed(change))] }

                XCTAssertEqual(requests, [.missionResolve(mission, as: resolution, options)])
                XCTAssertEqual(outcome.output, "done\n")
                XCTAssertEqual(outcome.status, 0)
            }
        }
    }

    func testOutcomeAndReasonAreRequired() {
        let cases: [([String], String)] = [
            (["--reason", "r"], "resolve needs --as OUTCOME"),
            (["--as", "completed"], "resolve requires --reason"),
            (["--as", "timed_out", "--reason", "r"], "timed_out"),
        ]
        for (words, note) in cases {
            let outcome = run(["mission", "resolve", "m1"] + words)

            XCTAssertEqual(outcome.status, 2)
            XCTAssertTrue(outcome.notes.contains(note), outcome.notes)
        }
    }
}

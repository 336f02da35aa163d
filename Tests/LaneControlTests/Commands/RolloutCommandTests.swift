import Protocol
import XCTest

@testable import LaneControl

final class RolloutCommandTests: LaneControlTestCase {
    private let coder = Samples.laneID("vp.coder.primary")

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

    func testEveryStageAsksOnceWithWhatWasTyped() throws {
        let cases: [([String], RolloutSetting, OperatorOptions)] = [
            (["off"], .set(.off), options),
            (["on", "--dry-run"], .set(.on), plan),
            (["canary", "--percent", "10"], .set(.canary(percent: 10)), options),
            (["force-fallback"], .set(.forceFallback), options),
            (["force_fallback"], .set(.forceFallback), options),
            (["shadow"], .set(.shadow), options),
            (["configured"], .configured, options),
        ]
        let change = Change(object: "x", isChanged: true, isDryRun: false, lines: ["it is off"])

        for (words, setting, options) in cases {
            let (outcome, requests, _) = try run(
                ["lane", "rollout", "vp.coder.primary"] + words + ["--reason", "r"]
            ) { _ in
                [.reply(.changed(change))]
            }

            XCTAssertEqual(requests, [.laneRollout(coder, setting, options)])
            XCTAssertEqual(outcome, Outcome(status: 0, output: "it is off\n", notes: ""))
        }
    }

    func testMistakesAreSaidBeforeAnythingIsAsked() {
        let cases: [([String], Int32, String)] = [
            (["off"], 2, "rollout requires --reason"),
            (["canary", "--reason", "r"], 2, "canary needs --percent N"),
            (["on", "--percent", "10", "--reason", "r"], 2, "only canary takes --percent"),
            (["configured", "--percent", "1", "--reason", "r"], 2, "only canary takes --percent"),
            (["canary", "--percent", "101", "--reason", "r"], 2, "a number from 0 to 100"),
            (["force-falback", "--reason", "r"], 2, "did you mean \"force-fallback\"?"),
            (["shadow", "--percent", "10", "--reason", "r"], 2, "only canary takes --percent"),
            ([], 2, "lane rollout needs STAGE"),
        ]
        for (words, status, message) in cases {
            let outcome = run(["lane", "rollout", "vp.coder.primary"] + words)

            XCTAssertEqual(outcome.status, status, "\(words)")
            XCTAssertTrue(outcome.notes.contains(message), outcome.notes)
        }
    }
}

import Protocol
import XCTest

@testable import LaneControl

final class PoolCommandsTests: LaneControlTestCase {
    func testChangesSendWhatWasTyped() throws {
        var options = OperatorOptions()
        options.reason = "r"
        options.isDryRun = true
        let cases: [(String, ControlCommand)] = [
            ("set", .poolSet("max", .held, options)), ("hold", .poolSet("max", .held, options)),
            ("clear", .poolClear("max", options)),
            ("probe", .poolProbe("max", options)),
        ]
        let change = Change(object: "max", isChanged: true, isDryRun: true, lines: ["it is done"])

        for (verb, command) in cases {
            let words = ["pool", verb, "max", "--reason", "r", "--dry-run"]
            let (outcome, requests, _) = try run(words) { _ in [.reply(.changed(change))] }

            XCTAssertEqual(requests, [command])
            XCTAssertEqual(outcome.output, "dry run: it is done\n")
        }
    }

    func testHoldNeedsAReason() throws {
        XCTAssertEqual(run(["pool", "set", "max"]).status, 2)
    }

    func testPoolThatWaitsForALoginIsAFailure() throws {
        var pool = PoolView(record: PoolRecord(name: "max"), why: WhyAnswer(.ready, "ready"))
        pool.record.hold = PoolHold(
            .authenticationNeeded,
            note: "log\u{7} in",
            actor: "supervisor",
            at: Samples.time("2026-11-21T11:59:00Z")
        )
        let shown = pool

        let (outcome, requests, _) = try run(["pool", "show", "max"]) { _ in
            [.reply(.pool(shown))]
        }

        XCTAssertEqual(requests, [.poolGet("max")])
        XCTAssertEqual(outcome.status, 1)
        let held = "60s ago by supervisor (authentication_needed): log\u{FFFD} in\n"
        XCTAssertTrue(outcome.output.contains(held), outcome.output)
    }

    func testListHasARowForEachPool() throws {
        var pool = PoolView(
            record: PoolRecord(name: "max"),
            why: WhyAnswer(.poolExhausted, "used up")
        )
        pool.record.status = .exhausted
        pool.record.until = Samples.time("2026-11-21T13:00:00Z")
        pool.slotCount = 2
        let shown = pool

        let (outcome, _, _) = try run(["pool", "list"]) { _ in [.reply(.pools([shown]))] }

        XCTAssertTrue(outcome.output.contains("max"), outcome.output)
        XCTAssertTrue(outcome.output.contains("2026-11-21T13:00:00.000Z"), outcome.output)
        XCTAssertTrue(outcome.output.contains("used up"), outcome.output)
    }
}

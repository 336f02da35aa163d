import Protocol
import XCTest

@testable import LaneControl

final class LaneTextTests: XCTestCase {
    private let now = Samples.time("2026-11-21T12:00:00Z")

    func testRollbackIsShownOnceSomethingIsKnown() throws {
        var lane = try makeLane()
        XCTAssertFalse(makeText().details(lane).contains("rollback"))

        lane.record.rollback.recent = [.completed, .movedOn, .failed]
        lane.record.rollback.failureStreak = 2

        XCTAssertEqual(
            line("rollback", of: lane),
            "1 of its last 3 missions moved on, 2 in a row failed"
        )
    }

    func testTripIsShownWithItsNumbers() throws {
        var lane = try makeLane()
        lane.record.rollback.interactiveWaitsMilliseconds = [0, 80]
        lane.record.rollback.trigger = .interactiveWait
        lane.record.rollback.summary = "they waited\u{1b}[31m 61000 ms"
        lane.record.rollback.newMissionCount = 4

        let text = try XCTUnwrap(line("rollback", of: lane))

        XCTAssertTrue(
            text.hasPrefix(
                "0 of its last 0 missions moved on, 0 in a row failed, 2 interactive ones waited"
                    + " 80 ms (p95); tripped (interactive_wait): they waited"
            ),
            text
        )
        XCTAssertTrue(text.hasSuffix(", 4 new missions since"), text)
        XCTAssertFalse(text.contains("\u{1b}"), "what a peer says does not reach the terminal raw")
    }

    func testCopiesAreShownWhereALaneHasToDoWithThem() throws {
        var lane = try makeLane()
        XCTAssertNil(line("copies", of: lane))

        lane.record.rollout = LaneRollout(.shadow, from: .operator)
        XCTAssertEqual(line("copies", of: lane), "0 wait")

        lane.record.rollout = LaneRollout(.on, from: .operator)
        lane.copyCount = 2
        XCTAssertEqual(line("copies", of: lane), "2 wait")

        lane.shadowBudget.maxTokenCount = 100
        lane.record.shadowUsage.usage.inputTokenCount = 100
        lane.record.shadowUsage.usage.costMicroUSD = 250_000
        lane.record.shadowUsage.isSpent = true
        XCTAssertEqual(
            line("copies", of: lane),
            "2 wait; 0 calls, 100 of 100 tokens, 0.25 USD used; spent until midnight UTC"
        )
        XCTAssertNil(line("today", of: lane))
    }

    func testListShowsWhyOfALaneThatWorksButHasTripped() throws {
        var lane = try makeLane()
        lane.why = WhyAnswer(.fallbackRate, "it works, and 3 of 20 moved on")

        XCTAssertTrue(makeText().list([lane], columnCount: nil).contains("3 of 20 moved on"))
    }

    private func line(_ name: String, of lane: LaneView) -> String? {
        makeText().details(lane).split(separator: "\n").first { $0.hasPrefix(name) }
            .map { $0.dropFirst(name.count).trimmingPrefix { $0 == " " } }.map(String.init)
    }

    private func makeText() -> LaneText {
        LaneText(now: now, style: .plain)
    }

    private func makeLane() throws -> LaneView {
        let record = LaneRecord(
            vpID: try XCTUnwrap(LaneID("vp.a")),
            sessionID: try XCTUnwrap(SessionID("s1")),
            createdAt: now
        )
        return LaneView(record: record, profile: "shell", why: WhyAnswer(.ready, "ready"))
    }
}

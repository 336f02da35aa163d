import Protocol
import XCTest

@testable import LaneCore

final class OutboxTests: XCTestCase {
    private let start = MonotonicTime(nanoseconds: 0)

    func testRetryDelayDoublesUpToTenSeconds() {
        var outbox = Outbox(durable: [])
        _ = outbox.add(result(1))
        var delays: [UInt64] = []

        for _ in 0..<9 {
            outbox.writeFailed(Bench.runID("m1.1"), at: start)
            let due = outbox.nextDeadline ?? start
            delays.append(due.since(start).wholeMilliseconds)
            XCTAssertEqual(outbox.takeDueWrites(at: due), [result(1)])
        }

        XCTAssertEqual(delays, [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000])
    }

    func testOnlyDurableResultsAreSaid() {
        var outbox = Outbox(durable: [result(1)])
        _ = outbox.add(result(2))

        XCTAssertEqual(outbox.durableResults, [result(1)])
        XCTAssertEqual(outbox.presences.map(\.phase), [.ended, .stopping])
        XCTAssertFalse(outbox.isSettled)
        XCTAssertEqual(outbox.written(Bench.runID("m2.1")), result(2))
        XCTAssertNil(outbox.written(Bench.runID("m2.1")))
        XCTAssertTrue(outbox.isSettled)
    }

    func testResultThatWasNotSaidCannotBeAcknowledged() {
        var outbox = Outbox(durable: [])
        _ = outbox.add(result(1))

        XCTAssertFalse(outbox.acknowledge(Bench.runID("m1.1"), Fence(1)))
        XCTAssertEqual(outbox.count, 1)
    }

    func testAcknowledgedFencesAreForgottenOldestFirst() {
        let count = Outbox.acknowledgedCountMax + 1
        var outbox = Outbox(durable: (1...count).map { result($0) })

        for index in 1...count {
            XCTAssertTrue(outbox.acknowledge(Bench.runID("m\(index).1"), Fence(UInt64(index))))
        }

        XCTAssertNil(outbox.acknowledgedFence(of: Bench.runID("m1.1")))
        XCTAssertEqual(outbox.acknowledgedFence(of: Bench.runID("m2.1")), Fence(2))
    }

    private func result(_ index: Int) -> RunResult {
        RunResult(
            runID: Bench.runID("m\(index).1"),
            fence: Fence(UInt64(index)),
            outcome: .completed,
            reason: .finished,
            endedAt: WallTime(nanoseconds: 1)
        )
    }
}

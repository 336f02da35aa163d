import XCTest

@testable import Protocol

final class LaneRollbackTests: XCTestCase {
    private let full: LaneRollback = {
        var memory = LaneRollback()
        memory.recent = [.completed, .failed, .movedOn, .movedOn]
        memory.failureStreak = 3
        memory.interactiveWaitsMilliseconds = [0, 120, 7]
        memory.newMissionCount = 4
        memory.trigger = .interactiveWait
        memory.summary = "its last 20 interactive missions waited 120 ms"
        memory.sendsAway = true
        memory.pendingCaptures = [7, 9]
        return memory
    }()

    func testMemoryReadsBack() throws {
        for memory in [LaneRollback(), full] {
            let text = memory.encodedObject[...]

            XCTAssertEqual(
                try JSONLine.decode(Wire<LaneRollback>.self, from: text, .strict).value,
                memory
            )
        }
    }

    func testLedgerKeepsNothingOfALaneOfWhichNothingIsKnown() throws {
        XCTAssertNil(LaneRollback().ledgerText)
        let text = try XCTUnwrap(full.ledgerText)
        XCTAssertEqual(
            text,
            #"{"failure_streak":3,"interactive_wait_p95_ms":120,"interactive_waits_ms":[0,120,7],"#
                + #""moved_on":2,"new_missions":4,"pending_captures":[7,9],"recent":"+->>","#
                + #""sends_away":true,"summary":"its last 20 interactive missions waited 120 ms","#
                + #""trigger":"interactive_wait"}"#
        )
        XCTAssertEqual(try LaneRollback(ledgerText: text), full)
    }

    func testWhatWeDidNotWriteIsRefused() {
        for text in [
            #"{"recent":"+x","failure_streak":0}"#, #"{"recent":"","failure_streak":-1}"#,
            #"{"recent":"","failure_streak":0,"interactive_waits_ms":[-1]}"#,
            #"{"recent":"","failure_streak":0,"pending_captures":7}"#,
            #"{"recent":"","failure_streak":0,"more":1}"#,
        ] {
            XCTAssertThrowsError(try LaneRollback(ledgerText: text), text)
        }
    }

    func testLaneLeavesItOutUntilSomethingIsKnown() throws {
        var record = try Samples.laneRecord()
        XCTAssertEqual(try copy(record), record)
        XCTAssertFalse(String(decoding: record.encodedObject, as: UTF8.self).contains("rollback"))

        record.rollback = full

        XCTAssertEqual(try copy(record), record)
    }

    func testPercentileIsByNearestRank() {
        let cases: [(waits: [UInt64], percentile: UInt64?)] = [
            ([], nil), ([5], 5), ([9, 1], 9), (Array(1...19), 19), (Array(1...20), 19),
            (Array(1...40), 38), (Array(1...100).reversed(), 95),
        ]
        for (waits, percentile) in cases {
            var memory = LaneRollback()
            memory.interactiveWaitsMilliseconds = waits
            XCTAssertEqual(memory.figures.interactiveWaitP95Milliseconds, percentile)
        }
    }

    private func copy(_ record: LaneRecord) throws -> LaneRecord {
        try JSONLine.decode(Wire<LaneRecord>.self, from: record.encodedObject[...], .strict).value
    }
}

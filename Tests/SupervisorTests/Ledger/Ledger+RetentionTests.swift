import ControlPlane
import LedgerConformance
import Protocol
import SQLite
import XCTest

@testable import Supervisor

/// What retention deletes, and what it keeps.
final class LedgerRetentionTests: XCTestCase {
    private let later = WallTime(nanoseconds: Sample.time().nanoseconds + 31 * 86_400_000_000_000)
    private let muchLater = WallTime(
        nanoseconds: Sample.time().nanoseconds + 401 * 86_400_000_000_000
    )

    func testPrunedMissionKeepsKeyAndDigest() throws {
        let (folder, ledger) = try makeLedger()
        let envelope = Sample.fullEnvelope("m1")
        try ledger.commit([
            .insertMission(envelope, Sample.state()),
            .insertAttempt(Sample.attempt("m1", 1, fence: 1)),
            .updateAttempt(Sample.fullAttempt("m1", 1, fence: 1)),
            .updateMission(Sample.mission("m1"), Sample.endedState(.failed)),
            .insertMission(Sample.envelope("open"), Sample.state()),
        ])

        let batch = try ledger.retentionBatch(RetentionPolicy(), at: later)
        try ledger.prune(batch)

        let run = RetentionBatch.Run(vpID: Sample.lane(), runID: Sample.run("m1", 1))
        XCTAssertEqual(batch.runs, [run])
        XCTAssertNil(try ledger.mission(Sample.mission("m1")))
        XCTAssertNotNil(try ledger.mission(Sample.mission("open")))
        XCTAssertEqual(try ledger.prunedMission(Sample.mission("m1"))?.status, .failed)
        var again = envelope
        again.missionID = nil
        XCTAssertEqual(
            try ledger.known(for: again),
            KnownMission(missionID: Sample.mission("m1"), isSameKey: true, difference: nil)
        )
        again.owner = "other"
        XCTAssertEqual(try ledger.known(for: again)?.difference, "digest")
        XCTAssertEqual(try ledger.known(for: Sample.envelope("m1"))?.isSameKey, false)
        XCTAssertTrue(try ledger.retentionBatch(RetentionPolicy(), at: later).isEmpty)
        XCTAssertEqual(try ledger.integrityCheck(), [])
        _ = folder
    }

    func testKeysExpireToo() throws {
        let (folder, ledger) = try makeLedger()
        try end(1...1, in: ledger)
        try ledger.prune(try ledger.retentionBatch(RetentionPolicy(), at: later))

        let batch = try ledger.retentionBatch(RetentionPolicy(), at: muchLater)
        try ledger.prune(batch)

        XCTAssertEqual(batch.keyNumbers, [1])
        XCTAssertNil(try ledger.prunedMission(Sample.mission("m1")))
        _ = folder
    }

    func testNothingIsPrunedBeforeItsTime() throws {
        let (folder, ledger) = try makeLedger()
        try end(1...3, in: ledger)
        try ledger.commit([.appendEvent(Sample.event(1))])

        let early = WallTime(nanoseconds: later.nanoseconds - 2 * 86_400_000_000_000)
        XCTAssertTrue(try ledger.retentionBatch(RetentionPolicy(), at: early).isEmpty)
        _ = folder
    }

    func testNumbersRiseAfterTheNewestRowsWerePruned() throws {
        let (folder, ledger) = try makeLedger()
        try end(1...2, in: ledger)
        try ledger.commit([
            .insertMission(Sample.envelope("a"), Sample.state()),
            .insertAttempt(Sample.attempt("a", 1, fence: 9)),
            .updateAttempt(Sample.fullAttempt("a", 1, fence: 9)),
            .updateMission(Sample.mission("a"), Sample.endedState()),
            .appendEvent(Sample.event(1)), .appendEvent(Sample.event(2)),
        ])

        try ledger.prune(try ledger.retentionBatch(RetentionPolicy(), at: later))

        XCTAssertEqual(try ledger.oldestEventSequence(), 3)
        let next = try Ledger.open(folder.file("l"), bootID: "a")
        XCTAssertEqual(next.state.lastFence, Fence(9))
        XCTAssertEqual(next.state.lastEventSequence, 2)
        XCTAssertEqual(next.ledger.marks.missionNumber, 3)
        XCTAssertEqual(try next.ledger.events(EventFilter(), after: 0, limit: 9).nextCursor, 2)
    }

    func testBatchesAreBoundedAndFinish() throws {
        let (folder, ledger) = try makeLedger()
        try end(1...300, in: ledger)
        try ledger.commit((1...700).map { .appendEvent(Sample.event($0)) })
        try ledger.commit([.insertMission(Sample.envelope("many"), Sample.state())])
        for number in 1...600 {
            let fence = UInt64(number)
            try ledger.commit([
                .insertAttempt(Sample.attempt("many", number, fence: fence)),
                .updateAttempt(Sample.fullAttempt("many", number, fence: fence)),
            ])
        }
        try ledger.commit([.updateMission(Sample.mission("many"), Sample.endedState(at: 0))])
        var runCount = 0
        var batchCount = 0

        while true {
            let batch = try ledger.retentionBatch(RetentionPolicy(), at: later)
            if batch.isEmpty { break }
            XCTAssertLessThanOrEqual(batch.rowCount, RetentionBatch.rowCountMax)
            runCount += batch.runs.count
            batchCount += 1
            try ledger.prune(batch)
        }

        XCTAssertEqual(runCount, 600)
        XCTAssertLessThan(batchCount, 10)
        XCTAssertEqual(ledger.counters.prunedRowCount, 301 * 3 + 600 + 700)
        XCTAssertEqual(try ledger.oldestEventSequence(), 701)
        XCTAssertEqual(try ledger.integrityCheck(), [])
        _ = folder
    }

    func testEventsOfAWrongClockDoNotStopRetention() throws {
        let (folder, ledger) = try makeLedger()
        let future = WallTime(nanoseconds: muchLater.nanoseconds * 2)
        func event(_ sequence: UInt64, at time: WallTime) -> LedgerWrite {
            .appendEvent(
                EventRecord(
                    sequence: sequence,
                    type: .supervisorStarted,
                    emittedAt: time,
                    actor: "test",
                    summary: "x"
                )
            )
        }
        // A boot with a clock that was far ahead, then thirty days, then one that was far behind.
        try ledger.commit((1...600).map { event($0, at: future) })
        try ledger.commit((601...610).map { event($0, at: Sample.time()) })
        try ledger.commit([event(611, at: future), event(612, at: later)])
        try ledger.commit([event(613, at: WallTime(nanoseconds: 0)), event(614, at: later)])

        var pruned: [Int64] = []
        while true {
            let batch = try ledger.retentionBatch(RetentionPolicy(), at: later)
            if batch.isEmpty { break }
            XCTAssertLessThanOrEqual(batch.rowCount, RetentionBatch.rowCountMax)
            pruned += batch.eventSequences
            try ledger.prune(batch)
        }

        XCTAssertEqual(pruned, Array(1...610), "what comes before what is too old, and no more")
        XCTAssertEqual(try ledger.events(after: 0, limit: 9).map(\.sequence), [611, 612, 613, 614])
        _ = folder
    }

    func testKeysOfAWrongClockDoNotStopRetention() throws {
        let (folder, ledger) = try makeLedger()
        try end(1...510, in: ledger)
        try keep(1...510, in: ledger)
        try ledger.connection.execute(
            "UPDATE vp_mission_keys SET ended_at = 9000000000000000000 WHERE number <= 505"
        )

        let batch = try ledger.retentionBatch(RetentionPolicy(), at: muchLater)

        XCTAssertEqual(batch.keyNumbers.sorted(), [506, 507, 508, 509, 510])
        _ = folder
    }

    private func keep(_ numbers: ClosedRange<Int>, in ledger: Ledger) throws {
        while true {
            let batch = try ledger.retentionBatch(RetentionPolicy(), at: later)
            if batch.missionNumbers.isEmpty { return }
            try ledger.prune(batch)
        }
    }

    private func makeLedger() throws -> (TemporaryFolder, Ledger) {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        return (folder, ledger)
    }

    private func end(_ numbers: ClosedRange<Int>, in ledger: Ledger) throws {
        for number in numbers {
            try ledger.commit([
                .insertMission(Sample.envelope("m\(number)"), Sample.state()),
                .updateMission(Sample.mission("m\(number)"), Sample.endedState()),
            ])
        }
    }
}

import ControlPlane
import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class LedgerTidierTests: XCTestCase {
    func testLogOfALedgerThatIsNeverIdleIsBounded() throws {
        var bench = try TidierBench()
        let text = String(repeating: "x", count: 256 << 10)
        var longest: Int64 = 0

        // 160 MiB, a commit every half a second: never idle for a whole one.
        for round in 0..<40 {
            try bench.ledger.commit(
                (0..<16).map { index in
                    var envelope = Sample.envelope("m\(round)-\(index)")
                    envelope.objective = text
                    return .insertMission(envelope, Sample.state())
                }
            )
            try bench.turn(after: .milliseconds(500))
            longest = max(longest, try bench.logByteCount())
        }

        XCTAssertGreaterThan(longest, 32 << 20, "it is not moved at every commit")
        XCTAssertLessThan(longest, 80 << 20)
    }

    func testRetentionOfALedgerThatIsNeverIdleHappens() throws {
        var bench = try TidierBench()
        try bench.end(600)
        bench.skip(days: 31)
        try bench.turn(after: LedgerTidier.retentionInterval)
        XCTAssertEqual(bench.ledger.counters.prunedRowCount, 498, "one batch")

        for number in 0..<40 {
            try bench.ledger.commit([.appendEvent(bench.event(UInt64(number + 1)))])
            try bench.turn(after: .milliseconds(20))
        }

        XCTAssertEqual(bench.ledger.counters.prunedRowCount, 1_800)
    }

    func testNothingIsDoneBetweenCommits() throws {
        var bench = try TidierBench()
        try bench.ledger.commit([.appendEvent(bench.event(1))])
        try bench.turn(after: .milliseconds(1))
        let due = try XCTUnwrap(bench.tidier.nextDeadline)
        XCTAssertEqual(due.since(bench.now.boot), LedgerTidier.idleDelay)

        try bench.turn(after: .milliseconds(999))
        XCTAssertEqual(bench.tidier.nextDeadline, due, "it is not due yet")
        try bench.turn(after: .milliseconds(1))

        XCTAssertNil(bench.tidier.nextDeadline)
        XCTAssertFalse(try bench.ledger.checkpoint(isIdle: true), "it was done")
    }
}

private struct TidierBench {
    let folder: TemporaryFolder
    let ledger: Ledger
    var tidier: LedgerTidier
    var now: Instant

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        try ledger.checkpoint(isIdle: true)
        now = Instant(boot: MonotonicTime(nanoseconds: 1), wall: Sample.time())
        tidier = LedgerTidier(
            ledger,
            InstancePaths(state: folder.path, runtime: folder.path),
            log: try LogCapture().log,
            at: now.boot
        )
    }

    mutating func turn(after wait: Interval) throws {
        now = Instant(boot: now.boot + wait, wall: now.wall + wait)
        try tidier.turn(RetentionPolicy(), at: now)
    }

    mutating func skip(days: UInt64) {
        now = Instant(boot: now.boot, wall: now.wall + .seconds(days * 86_400))
    }

    func event(_ sequence: UInt64) -> EventRecord {
        EventRecord(
            sequence: sequence,
            type: .supervisorStarted,
            emittedAt: now.wall,
            actor: "test",
            summary: "x"
        )
    }

    func end(_ count: Int) throws {
        try ledger.commit(
            (0..<count).flatMap { (number) -> [LedgerWrite] in
                let name = "m\(number)"
                return [
                    .insertMission(Sample.envelope(name), Sample.state()),
                    .updateMission(Sample.mission(name), Sample.endedState()),
                ]
            }
        )
    }

    func logByteCount() throws -> Int64 {
        try Files.information(folder.file("l-wal"))?.byteCount ?? 0
    }
}

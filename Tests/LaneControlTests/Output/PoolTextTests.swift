import Protocol
import XCTest

@testable import LaneControl

final class PoolTextTests: XCTestCase {
    private let now = Samples.time("2026-11-21T12:00:00Z")

    func testDetailsHaveEveryFieldThatIsKnown() {
        XCTAssertEqual(
            makeText().details(makePool()),
            """
            pool       claude-max
            status     held, exhausted
            until      2026-11-21T13:00:00.000Z
            why        used up
            remedy     wait
            held       60s ago by uid:0 (operator_request): a new key
            slots      4, 1 only for interactive
            granted    2, 1 in use
            refusals   3 since the last success
            may start  interactive deadline
            windows    five_hour 71% (30% by the pool) until 2026-11-21T13:00:00.000Z, weekly/large 9% (0% by the pool) (binding)
            lanes      vp.a
            queued     0 interactive, 1 deadline, 12 background

            """
        )
    }

    func testDetailsOfAPoolThatGrantsItsSlotsAreShort() {
        let pool = PoolView(record: PoolRecord(name: "max"), why: WhyAnswer(.ready, "ready"))

        XCTAssertEqual(
            makeText().details(pool),
            """
            pool       max
            status     open
            why        ready
            slots      0, 0 only for interactive
            granted    0, 0 in use
            refusals   0 since the last success
            may start  none
            lanes      none
            queued     0 interactive, 0 deadline, 0 background

            """
        )
    }

    func testListShowsTheFullestWindowAndTheReasonOfAWait() {
        XCTAssertEqual(
            makeText().list([makePool()], columnCount: nil),
            """
            POOL        STATUS           UNTIL                     RUNS  SLOTS  QUEUED  USED  LANES  WHY
            claude-max  held, exhausted  2026-11-21T13:00:00.000Z   1/2      4      13   71%      1  used up

            """
        )
    }

    func testTextFromOutsideCannotDriveTheTerminal() {
        var pool = makePool()
        pool.record.readings = [
            PoolReading(window: "a\u{1B}[2J", model: nil, usedPermille: 1, readAt: now)
        ]

        XCTAssertFalse(makeText().details(pool).contains("\u{1B}"))
    }

    private func makeText() -> PoolText {
        PoolText(now: now, style: Style(isTerminal: false, isRefused: true))
    }

    private func makePool() -> PoolView {
        var record = PoolRecord(name: "claude-max")
        record.status = .exhausted
        record.until = Samples.time("2026-11-21T13:00:00Z")
        record.throttleCount = 3
        record.hold = PoolHold(
            .operatorRequest,
            note: "a new key",
            actor: "uid:0",
            at: Samples.time("2026-11-21T11:59:00Z")
        )
        var fiveHour = PoolReading(
            window: "five_hour",
            model: nil,
            usedPermille: 712,
            readAt: now
        )
        fiveHour.ownPermille = 305
        fiveHour.resetAt = Samples.time("2026-11-21T13:00:00Z")
        var weekly = PoolReading(window: "weekly", model: "large", usedPermille: 99, readAt: now)
        weekly.isBinding = true
        record.readings = [fiveHour, weekly]
        var why = WhyAnswer(.poolExhausted, "used up", remedy: "wait")
        why.earliestStartAt = record.until
        var pool = PoolView(record: record, why: why)
        pool.slotCount = 4
        pool.reservedSlotCount = 1
        pool.grantedSlotCount = 2
        pool.usedSlotCount = 1
        pool.openClasses = [.interactive, .deadline]
        pool.lanes = [Samples.laneID("vp.a")]
        pool.queuedCounts = [0, 1, 12]
        return pool
    }
}

import Protocol
import XCTest

@testable import ControlPlane

final class PoolMachineTests: XCTestCase {
    private let policy: PoolPolicy = {
        var policy = PoolPolicy()
        policy.slotCount = 8
        policy.coolingMilliseconds = 1_000
        policy.coolingMaxMilliseconds = 3_000
        policy.resetMarginSeconds = 10
        return policy
    }()
    private let run: RunID = "m-1.1"
    private let other: RunID = "m-2.1"

    // MARK: Throttling

    func testThrottledPoolGrantsNothingUntilTheWaitIsOver() {
        var pool = PoolMachine()

        XCTAssertEqual(throttle(&pool, at: 0), .throttled(until: time(1)))
        XCTAssertEqual(pool.slotCount(policy, usedCount: 3), 0)
        XCTAssertNil(pool.ticked(policy, at: time(0.999)))
        XCTAssertEqual(pool.slotCount(policy, usedCount: 3), 0)

        XCTAssertEqual(pool.ticked(policy, at: time(1)), .reopened(slotCount: 4))

        XCTAssertEqual(pool.slotCount(policy, usedCount: 3), 4)
    }

    func testOneStormIsOneThrottling() {
        var pool = PoolMachine()
        _ = throttle(&pool, at: 0)

        XCTAssertNil(throttle(&pool, at: 0.5))
        XCTAssertNil(throttle(&pool, wait: 4, at: 0.6))

        XCTAssertEqual(pool.state, .cooling(until: time(4.6)))
        _ = pool.ticked(policy, at: time(5))
        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 4)
    }

    func testFurtherThrottlingsWaitTwiceAsLongUpToTheMost() {
        var pool = PoolMachine()
        var waits: [WallTime] = []
        for start in [0.0, 10, 20, 30] {
            _ = throttle(&pool, at: start)
            if case .cooling(let until) = pool.state { waits.append(until) }
            _ = pool.ticked(policy, at: time(start + 9))
        }

        XCTAssertEqual(waits, [time(1), time(12), time(23), time(33)])
        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 1)
    }

    func testEachSuccessGrantsOneMoreSlot() {
        var pool = PoolMachine()
        _ = throttle(&pool, at: 0)
        _ = pool.ticked(policy, at: time(1))
        var counts: [Int] = []
        var notices: [PoolMachine.Notice?] = []

        for _ in 0..<5 {
            notices.append(pool.ended(run, hasSucceeded: true, policy))
            counts.append(pool.slotCount(policy, usedCount: 0))
        }

        XCTAssertEqual(counts, [5, 6, 7, 8, 8])
        XCTAssertEqual(notices, [nil, nil, nil, .recovered, nil])
    }

    func testFailureThatSaysNothingOfTheProviderGrantsNothing() {
        var pool = PoolMachine()
        _ = throttle(&pool, at: 0)
        _ = pool.ticked(policy, at: time(1))

        XCTAssertNil(pool.ended(run, hasSucceeded: false, policy))

        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 4)
    }

    // MARK: Exhaustion

    func testExhaustedPoolWaitsForTheResetAndTheMargin() {
        var pool = PoolMachine()

        let notice = pool.exhausted(resetAt: time(100), policy, jitter: 0, at: time(0))

        XCTAssertEqual(notice, .exhausted(until: time(110)))
        XCTAssertNil(pool.ticked(policy, at: time(109)))
        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 0)
        XCTAssertEqual(pool.ticked(policy, at: time(110)), .probing)
    }

    func testUnknownResetIsTriedAgainAfterAWhile() {
        var pool = PoolMachine()

        _ = pool.exhausted(resetAt: nil, policy, jitter: 0, at: time(0))

        XCTAssertEqual(pool.state, .exhausted(until: time(1_810)))
    }

    func testOneAlertForAllLanesThatSayTheSame() {
        var pool = PoolMachine()
        _ = pool.exhausted(resetAt: time(100), policy, jitter: 0, at: time(0))

        XCTAssertNil(pool.exhausted(resetAt: time(100), policy, jitter: 500, at: time(1)))
        XCTAssertNil(throttle(&pool, at: 2))

        XCTAssertEqual(pool.state, .exhausted(until: time(110)))
    }

    func testOneProbeNeverAHerd() {
        var pool = PoolMachine()
        _ = pool.exhausted(resetAt: time(100), policy, jitter: 0, at: time(0))
        _ = pool.ticked(policy, at: time(200))

        XCTAssertEqual(pool.slotCount(policy, usedCount: 2), 3)
        pool.started(run, policy, at: time(200))
        XCTAssertEqual(pool.slotCount(policy, usedCount: 3), 0)

        XCTAssertNil(pool.ended(other, hasSucceeded: true, policy))
        XCTAssertEqual(pool.slotCount(policy, usedCount: 2), 0)
        XCTAssertEqual(pool.ended(run, hasSucceeded: true, policy), .recovered)
        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 8)
    }

    func testProbeThatSaysNothingIsFollowedByAnother() {
        var pool = PoolMachine()
        _ = pool.exhausted(resetAt: time(100), policy, jitter: 0, at: time(0))
        _ = pool.ticked(policy, at: time(200))
        pool.started(run, policy, at: time(200))

        XCTAssertNil(pool.ended(run, hasSucceeded: false, policy))

        XCTAssertEqual(pool.state, .probing(nil))
    }

    func testProbeThatIsRefusedWaitsForTheNextReset() {
        var pool = PoolMachine()
        _ = pool.exhausted(resetAt: time(100), policy, jitter: 0, at: time(0))
        _ = pool.ticked(policy, at: time(200))
        pool.started(run, policy, at: time(200))

        let notice = pool.exhausted(resetAt: time(300), policy, jitter: 0, at: time(201))

        XCTAssertEqual(notice, .exhausted(until: time(310)))
    }

    // MARK: Holds and operators

    func testHoldGrantsNothingUntilItIsCleared() {
        var pool = PoolMachine()

        let hold = PoolHold(.authenticationNeeded, note: "log in", actor: "a", at: time(0))
        XCTAssertEqual(pool.held(hold), .held(hold))
        XCTAssertNil(pool.held(hold))
        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 0)

        XCTAssertTrue(pool.cleared())
        XCTAssertFalse(pool.cleared())
        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 8)
    }

    func testOperatorMayProbeAtOnce() {
        var pool = PoolMachine()
        XCTAssertFalse(pool.probeRequested())
        _ = pool.held(PoolHold(.operatorRequest, note: "key", actor: "a", at: time(0)))

        XCTAssertTrue(pool.probeRequested())

        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 1)
        XCTAssertNil(pool.hold)
    }

    func testProbeIsOverAsSoonAsItIsServed() {
        var pool = makeProbed()

        XCTAssertNil(pool.served(other))
        XCTAssertEqual(pool.served(run), .recovered)

        XCTAssertEqual(pool.slotCount(policy, usedCount: 1), 8)
    }

    func testSilentProbeCountsAsServedAfterTheLongestWait() {
        var pool = makeProbed()

        XCTAssertEqual(pool.nextChangeAt, time(203))
        XCTAssertNil(pool.ticked(policy, at: time(202)))
        XCTAssertEqual(pool.ticked(policy, at: time(203)), .recovered)
    }

    func testProbeThatIsGoneIsFollowedByAnother() {
        var pool = makeProbed()

        pool.openRuns { $0 == run }
        XCTAssertEqual(pool.slotCount(policy, usedCount: 0), 0)
        pool.openRuns { _ in false }

        XCTAssertEqual(pool.state, .probing(nil))
    }

    func testThrottledProbeGrantsOneSlotAfterwards() {
        var pool = makeProbed()
        _ = throttle(&pool, at: 201)

        XCTAssertEqual(pool.ticked(policy, at: time(300)), .reopened(slotCount: 1))
    }

    func testReserveNeverTakesTheLastGrantedSlot() {
        var reserved = policy
        reserved.slotCount = 2
        reserved.reservedSlotCount = 1
        var pool = PoolMachine()
        XCTAssertEqual(pool.reservedSlotCount(reserved, grantedCount: 2), 1)

        _ = pool.throttled(wait: nil, reserved, jitter: 0, at: time(0))
        _ = pool.ticked(reserved, at: time(1))

        XCTAssertEqual(pool.slotCount(reserved, usedCount: 0), 1)
        XCTAssertEqual(pool.reservedSlotCount(reserved, grantedCount: 1), 0)
    }

    func testProbeTakesNothingThatIsKeptForInteractiveMissions() {
        var reserved = policy
        reserved.slotCount = 4
        reserved.reservedSlotCount = 2
        var pool = PoolMachine()
        _ = pool.exhausted(resetAt: time(100), reserved, jitter: 0, at: time(0))
        _ = pool.ticked(reserved, at: time(200))

        XCTAssertEqual(pool.reservedSlotCount(reserved, grantedCount: 1), 0)
        XCTAssertEqual(pool.reservedSlotCount(reserved, grantedCount: 2), 0)
        XCTAssertEqual(pool.reservedSlotCount(reserved, grantedCount: 3), 1)
    }

    func testRecordReadsBackInEveryState() {
        var cooling = PoolMachine()
        _ = throttle(&cooling, at: 0)
        var exhausted = PoolMachine()
        _ = exhausted.exhausted(resetAt: time(100), policy, jitter: 0, at: time(0))
        exhausted.read(reading("five_hour", 0.5, resetAt: time(100)), at: time(0))
        var held = PoolMachine()
        _ = held.held(PoolHold(.operatorRequest, note: "key", actor: "a", at: time(0)))
        var waiting = PoolMachine()
        _ = waiting.probeRequested()
        for pool in [PoolMachine(), cooling, exhausted, held, waiting, makeProbed()] {
            XCTAssertEqual(PoolMachine(pool.record(name: "p")), pool)
        }
    }

    // MARK: Windows

    func testClassesStopAtTheirShareOfTheBindingWindow() {
        let expected: [(Double, [MissionClass])] = [
            (0.699, MissionClass.allCases), (0.7, [.interactive, .deadline]),
            (0.9, [.interactive]), (1, []),
        ]
        for (utilization, classes) in expected {
            var pool = PoolMachine()
            pool.read(reading("five_hour", utilization, resetAt: time(100)), at: time(0))

            XCTAssertEqual(pool.openClasses(policy, at: time(1)), classes, "\(utilization)")
        }
    }

    func testReadingEndsWithItsWindow() {
        var pool = PoolMachine()
        pool.read(reading("five_hour", 1, resetAt: time(100)), at: time(0))

        XCTAssertEqual(pool.nextChangeAt, time(100))
        XCTAssertEqual(pool.openClasses(policy, at: time(100)), MissionClass.allCases)
    }

    func testTheWindowThatTheProviderCallsBindingDecides() {
        var pool = PoolMachine()
        var weekly = reading("seven_day", 0.2, resetAt: time(900))
        weekly.isBinding = true
        pool.read(reading("five_hour", 0.95, resetAt: time(100)), at: time(0))
        pool.read(weekly, at: time(0))

        XCTAssertEqual(pool.openClasses(policy, at: time(1)), MissionClass.allCases)
    }

    func testReportWithoutAFigureNeverThrottles() {
        var pool = PoolMachine()
        pool.read(LimitReport(limitClass: "usage_window", state: .warning), at: time(0))
        pool.read(reading("five_hour", .nan, resetAt: nil), at: time(0))

        XCTAssertEqual(pool, PoolMachine())
    }

    private func makeProbed() -> PoolMachine {
        var pool = PoolMachine()
        _ = pool.exhausted(resetAt: time(100), policy, jitter: 0, at: time(0))
        _ = pool.ticked(policy, at: time(200))
        pool.started(run, policy, at: time(200))
        return pool
    }

    private func throttle(
        _ pool: inout PoolMachine,
        wait: UInt64? = nil,
        at seconds: Double
    ) -> PoolMachine.Notice? {
        pool.throttled(wait: wait.map { .seconds($0) }, policy, jitter: 0, at: time(seconds))
    }

    private func time(_ seconds: Double) -> WallTime {
        WallTime(nanoseconds: Int64(seconds * 1_000_000_000))
    }

    private func reading(
        _ window: String,
        _ utilization: Double,
        resetAt: WallTime?
    ) -> LimitReport {
        var report = LimitReport(limitClass: "usage_window", state: .reading)
        report.window = window
        report.utilization = utilization
        report.resetAt = resetAt
        return report
    }
}

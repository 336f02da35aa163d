import Protocol
import XCTest

@testable import ControlPlane

final class ActiveRunTests: XCTestCase {
    func testNewRunHasShownProgressNow() {
        XCTAssertEqual(ActiveRun.made("m1.1", at: .ms(7)).progressAt, .ms(7))
    }

    func testRuntimeBudgetCountsFromTheProcessesStart() {
        check(runtime: 10, ends: .ms(11_000), .runtimeBudget) { _ in }
    }

    func testTimeSpentBlockedIsNotCounted() {
        check(runtime: 10, ends: .ms(15_000), .runtimeBudget) {
            $0.record.blockedMilliseconds = 4_000
        }
    }

    func testIdleBudgetCountsFromTheLastProgress() {
        check(idle: 5, ends: .ms(8_000), .idleBudget) { $0.progressAt = .ms(3_000) }
    }

    func testEarlierBudgetIsTheOneThatEndsTheRun() {
        check(runtime: 10, idle: 9, ends: .ms(10_000), .idleBudget) { _ in }
        check(runtime: 10, idle: 10, ends: .ms(11_000), .runtimeBudget) { _ in }
        check(runtime: 10, idle: 9, ends: .ms(11_000), .runtimeBudget) {
            $0.progressAt = .ms(3_000)
        }
    }

    func testToolInFlightHasAClockOfItsOwn() {
        check(runtime: 10, idle: 1, ends: .ms(11_000), .runtimeBudget) { $0.isToolInFlight = true }
        check(idle: 1, ends: .ms(101_000), .toolTimeout) { $0.isToolInFlight = true }
    }

    func testToolNeverHasLessTimeThanSilenceWithoutOne() {
        check(idle: 500, ends: .ms(501_000), .toolTimeout) { $0.isToolInFlight = true }
    }

    func testToolOfAMissionThatMayBeSilentHasNoClock() {
        check(ends: nil, nil) { $0.isToolInFlight = true }
    }

    func testNoClockRunsBeforeTheProcessWhileBlockedOrOnceStopped() {
        check(runtime: 10, idle: 9, ends: nil, nil) { $0.startedAt = nil }
        check(runtime: 10, idle: 9, ends: nil, nil) { $0.blockedSince = .ms(2_000) }
        check(runtime: 10, idle: 9, ends: nil, nil) { $0.record.intent = .cancel }
        check(ends: nil, nil) { _ in }
    }

    /// Checks the end of a run that was started, and last showed progress, at second 1.
    private func check(
        runtime: UInt64? = nil,
        idle: UInt64? = nil,
        ends time: MonotonicTime?,
        _ intent: StopIntent?,
        _ change: (inout ActiveRun) -> Void,
        line: UInt = #line
    ) {
        let run = ActiveRun.made("m1.1", at: .ms(1_000)) { run in
            run.startedAt = .ms(1_000)
            change(&run)
        }
        var budget = Budget()
        budget.maxRuntimeSeconds = runtime
        budget.maxIdleSeconds = idle

        let end = run.budgetEnd(budget, toolTimeoutSeconds: 100)

        XCTAssertEqual(end?.at, time, line: line)
        XCTAssertEqual(end?.intent, intent, line: line)
    }
}

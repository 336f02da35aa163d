import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class BudgetCheckerTests: XCTestCase {
    func testSumThatLeavesAnAttemptOutIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([ended(calls: 3), row(.queued, calls: 0)]))
    }

    func testStopBeforeABoundIsPassedIsReported() {
        var history = makeRunning()
        var attempt = Sample.attempt(intent: .callBudget)
        attempt.usage.callCount = 5

        history.tellBroken(.committed([.updateAttempt(attempt)]))
    }

    func testWaitWithNothingLeftIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([ended(calls: 5), row(.queued, calls: 5)]))
    }

    func testAttemptWithNothingLeftIsReported() {
        var history = makeRunning()
        history.tell(.committed([ended(calls: 5), row(.blocked, calls: 5)]))

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 2))])
        )
    }

    func testEndForASumThatIsNotUsedUpIsReported() {
        var history = makeRunning()
        var state = Sample.state(.timedOut, attempts: 1)
        state.usage.callCount = 4
        state.reason = .callBudget
        state.endedAt = Sample.now

        history.tellBroken(
            .committed([ended(calls: 4), .updateMission(Sample.mission, state)])
        )
    }

    func testStopOfWhatHasPassedIsFine() {
        var history = makeRunning()
        var attempt = Sample.attempt(intent: .callBudget)
        attempt.usage.callCount = 6

        history.tell(.committed([.updateAttempt(attempt)]))
        attempt.outcome = .timedOut
        history.tell(.committed([.updateAttempt(attempt), row(.timedOut, calls: 6)]))
    }

    private func makeRunning() -> History<BudgetChecker> {
        var history = History(BudgetChecker())
        var envelope = Sample.envelope()
        envelope.budget.maxCallCount = 5
        history.tell(
            .committed([.saveLane(Sample.record()), .insertMission(envelope, Sample.state())])
        )
        history.tell(Sample.dispatched())
        return history
    }

    private func ended(calls: UInt64) -> LedgerWrite {
        var attempt = Sample.attempt(outcome: .interrupted)
        attempt.usage.callCount = calls
        return .updateAttempt(attempt)
    }

    private func row(_ status: MissionStatus, calls: UInt64) -> LedgerWrite {
        var state = Sample.state(status, attempts: 1)
        state.usage.callCount = calls
        if status.isTerminal { state.endedAt = Sample.now }
        return .updateMission(Sample.mission, state)
    }
}

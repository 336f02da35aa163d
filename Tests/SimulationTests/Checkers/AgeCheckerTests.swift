import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class AgeCheckerTests: XCTestCase {
    func testEndBeforeTheBudgetIsOverIsReported() {
        var history = makeRunning()
        history.tell(.turnBegan(Sample.instant(4_900)))

        history.tellBroken(.committed([.updateAttempt(attempt(intent: .runtimeBudget))]))
    }

    func testEndOfABudgetIsFine() {
        var history = makeRunning()
        history.tell(.turnBegan(Sample.instant(5_100)))

        history.tell(.committed([.updateAttempt(attempt(intent: .runtimeBudget))]))
    }

    func testOtherEndsAreFine() {
        var history = makeRunning()
        history.tell(.turnBegan(Sample.instant(200)))

        history.tell(.committed([.updateAttempt(attempt(intent: .cancel))]))
    }

    /// A run with a budget of five seconds, which starts 100 ms after boot.
    private func makeRunning() -> History<AgeChecker> {
        var history = History(AgeChecker())
        var envelope = Sample.envelope()
        envelope.budget.maxRuntimeSeconds = 5
        history.tell(
            .committed([.saveLane(Sample.record()), .insertMission(envelope, Sample.state())])
        )
        history.tell(Sample.dispatched())
        history.tell(.turnBegan(Sample.instant(100)))
        history.tell(.runStarted(Sample.run(), Sample.mission, Sample.lane, .background))
        history.tell(.committed([.updateAttempt(attempt(intent: nil))]))
        return history
    }

    private func attempt(intent: StopIntent?) -> AttemptRecord {
        var attempt = Sample.attempt(intent: intent)
        attempt.leader = ProcessIdentity(pid: 1, startTicks: 10)
        return attempt
    }
}

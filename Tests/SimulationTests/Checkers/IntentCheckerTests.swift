import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class IntentCheckerTests: XCTestCase {
    func testSuccessOfStoppedRunIsReported() {
        var history = makeStopping()
        history.tell(.stopDelivered(Sample.run()))
        history.tell(.resultMade(Sample.run()))

        history.tellBroken(ended(.completed))
    }

    func testSuccessThatWasMadeBeforeTheStopIsFine() {
        var history = makeStopping()
        history.tell(.resultMade(Sample.run()))
        history.tell(.stopDelivered(Sample.run()))

        history.tell(ended(.completed))
    }

    func testForgottenIntentIsReported() {
        var history = makeStopping()

        history.tellBroken(.committed([.updateAttempt(Sample.attempt())]))
    }

    func testCancelThatNamesAnotherIsReported() {
        var history = History(IntentChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        var attempt = Sample.attempt(intent: .cancel)
        attempt.stoppedBy = "uid:1"
        history.tell(.committed([.updateAttempt(attempt)]))

        history.tellBroken(
            .committed([Sample.event(.missionCancelled, run: Sample.run())])
        )
        history.tell(
            .committed([Sample.event(.missionCancelled, actor: "uid:1", run: Sample.run())])
        )
    }

    private func makeStopping() -> History<IntentChecker> {
        var history = History(IntentChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.committed([.updateAttempt(Sample.attempt(intent: .cancel))]))
        return history
    }

    private func ended(_ outcome: AttemptOutcome) -> Observation {
        .committed([.updateAttempt(Sample.attempt(outcome: outcome, intent: .cancel))])
    }
}

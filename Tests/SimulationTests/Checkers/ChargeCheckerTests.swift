import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class ChargeCheckerTests: XCTestCase {
    func testFreeOutcomeThatIsChargedIsReported() {
        var history = makeRunning()
        var state = Sample.state(.queued, attempts: 1)
        state.failureCount = 1

        history.tellBroken(
            .committed([
                .updateAttempt(Sample.attempt(outcome: .interrupted)),
                .updateMission(Sample.mission, state),
            ])
        )
    }

    func testFailureThatIsNotChargedIsReported() {
        var history = makeRunning()

        history.tellBroken(
            .committed([
                .updateAttempt(Sample.attempt(outcome: .failed)),
                .updateMission(Sample.mission, Sample.state(.queued, attempts: 1)),
            ])
        )
    }

    func testWaitBeyondLimitIsReported() {
        var history = makeRunning(maxAttempts: 1)
        var state = Sample.state(.queued, attempts: 1)
        state.failureCount = 1

        history.tellBroken(
            .committed([
                .updateAttempt(Sample.attempt(outcome: .failed)),
                .updateMission(Sample.mission, state),
            ])
        )
    }

    func testFailureThatIsChargedOnceIsFine() {
        var history = makeRunning()
        var state = Sample.state(.queued, attempts: 1)
        state.failureCount = 1

        history.tell(
            .committed([
                .updateAttempt(Sample.attempt(outcome: .failed)),
                .updateMission(Sample.mission, state),
            ])
        )
    }

    private func makeRunning(maxAttempts: Int = 3) -> History<ChargeChecker> {
        var history = History(ChargeChecker())
        var envelope = Sample.envelope()
        envelope.retry.maxAttempts = maxAttempts
        history.tell(
            .committed([.saveLane(Sample.record()), .insertMission(envelope, Sample.state())])
        )
        history.tell(Sample.dispatched())
        return history
    }
}

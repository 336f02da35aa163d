import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class RunTreeCheckerTests: XCTestCase {
    func testSecondLivingTreeIsReported() {
        var history = makeRunning()
        history.tell(
            .committed([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 2))])
        )

        history.tellBroken(started(2))
    }

    func testOrphanIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([.updateAttempt(Sample.attempt(outcome: .crashed))]))
    }

    func testStartAfterTheEndIsReported() {
        var history = History(RunTreeChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.committed([.updateAttempt(Sample.attempt(outcome: .interrupted))]))

        history.tellBroken(started(1))
    }

    func testTreeThatAnOperatorGaveUpIsFine() {
        var history = makeRunning()
        history.tell(.survivorsTold(Sample.run()))

        history.tell(
            .committed([
                .updateAttempt(Sample.attempt(outcome: .interrupted, reason: .treeNotDead))
            ])
        )
    }

    func testOtherTreeThanTheSurvivorIsReported() {
        var history = makeRunning()
        history.tell(.survivorsTold(Sample.run(Sample.mission("other"))))

        history.tellBroken(
            .committed([
                .updateAttempt(Sample.attempt(outcome: .interrupted, reason: .treeNotDead))
            ])
        )
    }

    private func makeRunning() -> History<RunTreeChecker> {
        var history = History(RunTreeChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(started(1))
        return history
    }

    private func started(_ number: Int) -> Observation {
        .runStarted(Sample.run(Sample.mission, number), Sample.mission, Sample.lane, .background)
    }
}

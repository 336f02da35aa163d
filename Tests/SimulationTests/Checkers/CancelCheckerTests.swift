import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class CancelCheckerTests: XCTestCase {
    func testAttemptAfterCancelIsReported() {
        var history = History(CancelChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.committed([.updateAttempt(Sample.attempt(intent: .cancel))]))

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 2))])
        )
    }

    func testAttemptAfterDrainIsFine() {
        var history = History(CancelChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.committed([.updateAttempt(Sample.attempt(intent: .drain))]))

        history.tell(.committed([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 2))]))
    }
}

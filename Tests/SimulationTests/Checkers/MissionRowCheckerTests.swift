import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class MissionRowCheckerTests: XCTestCase {
    func testSecondOpenAttemptIsReported() {
        var history = History(MissionRowChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.mission, 2, fence: 2))])
        )
    }

    func testOtherFenceIsReported() {
        var history = History(MissionRowChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())

        history.tellBroken(
            .committed([.updateMission(Sample.mission, Sample.state(.running, fence: 2))])
        )
    }

    func testRunningWithoutAttemptIsReported() {
        var history = History(MissionRowChecker())
        history.tell(Sample.queued())

        history.tellBroken(.committed([.updateMission(Sample.mission, Sample.state(.running))]))
    }

    func testQueuedWithAttemptIsReported() {
        var history = History(MissionRowChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())

        history.tellBroken(
            .committed([.updateMission(Sample.mission, Sample.state(.queued, fence: 1))])
        )
    }
}

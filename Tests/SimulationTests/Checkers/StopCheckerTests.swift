import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class StopCheckerTests: XCTestCase {
    func testWorkerAfterStopIsReported() {
        var history = History(StopChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))

        history.tellBroken(.exited)
    }

    func testProcessAfterStopIsReported() {
        var history = History(StopChecker())
        history.tell(.runStarted(Sample.run(), Sample.mission, Sample.lane, .background))

        history.tellBroken(.exited)
    }

    func testNothingAfterStopIsFine() {
        var history = History(StopChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))
        history.tell(.workerEnded(Sample.lane, Generation(1)))

        history.tell(.exited)
    }
}

import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class DrainCheckerTests: XCTestCase {
    func testDrainedLaneWithWorkerIsReported() {
        var history = History(DrainChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))

        history.tellBroken(drained)
    }

    func testDrainedLaneWithProcessIsReported() {
        var history = History(DrainChecker())
        history.tell(.runStarted(Sample.run(), Sample.mission, Sample.lane, .background))

        history.tellBroken(drained)
    }

    func testDrainedLaneWithUnreadResultIsReported() {
        var history = History(DrainChecker())
        history.tell(.resultDurable(Sample.lane, Sample.result(.completed)))

        history.tellBroken(drained)
    }

    func testDrainedLaneWithNothingIsFine() {
        var history = History(DrainChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))
        history.tell(.runStarted(Sample.run(), Sample.mission, Sample.lane, .background))
        history.tell(.runEnded(Sample.run()))
        history.tell(.workerEnded(Sample.lane, Generation(1)))

        history.tell(drained)
    }

    private var drained: Observation {
        .committed([.saveLane(Sample.record(admission: .drained))])
    }
}

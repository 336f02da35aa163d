import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class WorkerCheckerTests: XCTestCase {
    func testSecondWorkerIsReported() {
        var history = History(WorkerChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))

        history.tellBroken(.workerStarted(Sample.lane, Generation(2)))
    }

    func testReusedGenerationIsReported() {
        var history = History(WorkerChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))
        history.tell(.workerEnded(Sample.lane, Generation(1)))

        history.tellBroken(.workerStarted(Sample.lane, Generation(1)))
    }

    func testSuccessorBesideALeftProcessIsReported() {
        var history = History(WorkerChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))
        history.tell(.runStarted(Sample.run(), Sample.mission, Sample.lane, .background))
        history.tell(.workerEnded(Sample.lane, Generation(1)))

        history.tellBroken(.workerStarted(Sample.lane, Generation(2)))
        history.tell(.runEnded(Sample.run()))
        history.tell(.workerStarted(Sample.lane, Generation(2)))
    }

    func testSuccessorIsFine() {
        var history = History(WorkerChecker())
        history.tell(.workerStarted(Sample.lane, Generation(1)))
        history.tell(.workerEnded(Sample.lane, Generation(1)))

        history.tell(.workerStarted(Sample.lane, Generation(2)))
    }
}

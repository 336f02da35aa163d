import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class ResultCheckerTests: XCTestCase {
    func testSuccessWithoutItsEndIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([.updateAttempt(Sample.attempt(outcome: .completed))]))
    }

    func testSecondSuccessIsReported() {
        var history = makeRunning()
        history.tell(.workDone(Sample.run()))
        history.tell(.workDone(Sample.run(Sample.mission, 2)))
        history.tell(.committed([.updateAttempt(Sample.attempt(outcome: .completed))]))

        history.tellBroken(
            .committed([
                .updateAttempt(Sample.attempt(Sample.mission, 2, fence: 2, outcome: .completed))
            ])
        )
    }

    func testCompletedMissionWithoutSuccessIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([.updateMission(Sample.mission, Sample.state(.completed))]))
    }

    private func makeRunning() -> History<ResultChecker> {
        var history = History(ResultChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        return history
    }
}

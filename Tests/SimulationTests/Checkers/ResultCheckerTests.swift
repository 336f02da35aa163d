import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class ResultCheckerTests: XCTestCase {
    func testDurableResultThatDoesNotCountIsReported() {
        for (result, ended) in [
            (Sample.result(.completed), Sample.attempt(outcome: .crashed)),
            (Sample.result(.failed, .exitCode), Sample.attempt(outcome: .crashed)),
            (Sample.result(.completed), Sample.attempt(outcome: .cancelled, intent: .cancel)),
            (
                Sample.result(.failed, .exitCode),
                Sample.attempt(outcome: .interrupted, intent: .drain)
            ),
        ] {
            var history = makeDurable(result)

            history.tellBroken(.committed([.updateAttempt(ended)]))
        }
    }

    func testWhatAStopMayChangeIsFine() {
        for (result, ended) in [
            (
                Sample.result(.failed, .exitCode),
                Sample.attempt(outcome: .cancelled, intent: .cancel)
            ),
            (
                Sample.result(.timedOut, .runtimeBudget),
                Sample.attempt(outcome: .cancelled, intent: .cancel)
            ),
            (
                Sample.result(.completed),
                Sample.attempt(outcome: .interrupted, reason: .treeNotDead)
            ),
            (Sample.result(.completed, fence: 7), Sample.attempt(outcome: .crashed)),
        ] {
            var history = makeDurable(result)

            history.tell(.committed([.updateAttempt(ended)]))
        }
    }

    private func makeDurable(_ result: RunResult) -> History<ResultChecker> {
        var history = History(ResultChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.resultDurable(Sample.lane, result))
        return history
    }

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

import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class TerminalCheckerTests: XCTestCase {
    func testChangeOfTerminalMissionIsReported() {
        var history = makeEnded()

        history.tellBroken(.committed([.updateMission(Sample.mission, Sample.state(.queued))]))
    }

    func testAttemptOfTerminalMissionIsReported() {
        var history = makeEnded()

        history.tellBroken(.committed([.insertAttempt(Sample.attempt())]))
    }

    func testChangeOfClosedAttemptIsReported() {
        var history = History(TerminalChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.committed([.updateAttempt(Sample.attempt(outcome: .crashed))]))

        history.tellBroken(.committed([.updateAttempt(Sample.attempt(outcome: .completed))]))
    }

    private func makeEnded() -> History<TerminalChecker> {
        var history = History(TerminalChecker())
        history.tell(Sample.queued())
        history.tell(.committed([.updateMission(Sample.mission, Sample.state(.cancelled))]))
        return history
    }
}

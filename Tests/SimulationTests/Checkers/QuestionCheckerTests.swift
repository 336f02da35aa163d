import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class QuestionCheckerTests: XCTestCase {
    func testQuestionOfARuntimeIsFine() {
        var history = History(QuestionChecker())

        history.tell(.committed([.updateAttempt(blocked(.executing))]))
    }

    func testQuestionBeyondItsRuntimeIsReported() {
        for phase in [RunPhase.checking, .stopping] {
            var history = History(QuestionChecker())

            history.tellBroken(.committed([.updateAttempt(blocked(phase))]))
        }
    }

    func testLastRowOfATurnStands() {
        var history = History(QuestionChecker())
        var over = blocked(.stopping)
        over.blockedAt = nil

        history.tell(.committed([.updateAttempt(blocked(.stopping)), .updateAttempt(over)]))
    }

    private func blocked(_ phase: RunPhase) -> AttemptRecord {
        var attempt = Sample.attempt()
        attempt.phase = phase
        attempt.blockedAt = Sample.now
        return attempt
    }
}

import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class SessionCheckerTests: XCTestCase {
    func testSessionThatHasFailedIsNotTakenUpAgain() {
        var history = makeFailed(.session)

        history.tellBroken(.committed([.insertAttempt(next(isFreshSession: false))]))
    }

    func testFreshSessionIsFine() {
        var history = makeFailed(.session)

        history.tell(.committed([.insertAttempt(next(isFreshSession: true))]))
    }

    func testOtherFailuresSayNothingOfTheSession() {
        var history = makeFailed(.mission)

        history.tell(.committed([.insertAttempt(next(isFreshSession: false))]))
    }

    private func next(isFreshSession: Bool) -> AttemptRecord {
        AttemptRecord(
            runID: Sample.run(Sample.mission, 2),
            missionID: Sample.mission,
            number: 2,
            vpID: Sample.lane,
            generation: Generation(1),
            fence: Fence(2),
            sessionID: Sample.attempt().sessionID,
            isFreshSession: isFreshSession,
            dispatchedAt: Sample.now
        )
    }

    private func makeFailed(_ scope: FailureScope) -> History<SessionChecker> {
        var history = History(SessionChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        var attempt = Sample.attempt(outcome: .failed)
        attempt.scope = scope
        history.tell(.committed([.updateAttempt(attempt)]))
        return history
    }
}

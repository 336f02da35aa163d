import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class ReadyCheckerTests: XCTestCase {
    private let patience = LanePolicy().readyDeadlineMilliseconds

    func testSilenceAfterTheReadyDeadlineIsReported() {
        var history = made()
        history.tell(.turnBegan(Sample.instant(patience + 1)))
        history.tell(.committed([]))
        history.tell(.turnBegan(Sample.instant(patience + 2)))
        history.tell(.committed([]))

        history.tellBroken(.turnBegan(Sample.instant(patience + 3)))
    }

    func testReadyOrStoppingInTimeIsFine() {
        for phase in [SupervisorPhase.ready, .stopping] {
            var history = made()
            history.tell(.turnBegan(Sample.instant(patience + 1)))
            history.tell(.committed([]))
            history.tell(.performed(.announce(phase)))

            history.tell(.turnBegan(Sample.instant(patience + 2)))
        }
    }

    func testTurnThatWasNotDurableCountsNot() {
        var history = made()
        history.tell(.turnBegan(Sample.instant(patience + 1)))

        history.tell(.turnBegan(Sample.instant(patience + 2)))
    }

    private func made() -> History<ReadyChecker> {
        var history = History(ReadyChecker())
        history.tell(.supervisorStarted)
        history.tell(.turnBegan(Sample.instant(0)))
        history.tell(.performed(.announce(.starting)))
        return history
    }
}

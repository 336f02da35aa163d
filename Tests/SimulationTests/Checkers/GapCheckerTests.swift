import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class GapCheckerTests: XCTestCase {
    func testKillAfterAGapIsReported() {
        var history = History(GapChecker())
        history.tell(.turnBegan(Sample.instant(0)))
        history.tell(.turnBegan(Sample.instant(1_001)))

        history.tellBroken(kill(at: 1_001))
    }

    func testKillAfterASecondOfListeningIsFine() {
        var history = History(GapChecker())
        history.tell(.turnBegan(Sample.instant(0)))
        history.tell(.turnBegan(Sample.instant(1_000)))

        history.tell(kill(at: 1_000))
    }

    func testKillThatWasDecidedBeforeTheGapIsFine() {
        var history = History(GapChecker())
        history.tell(.turnBegan(Sample.instant(0)))
        history.tell(.turnBegan(Sample.instant(5_000)))

        history.tell(kill(at: 0))
    }

    func testFirstTurnOfASupervisorFollowsNoGap() {
        var history = History(GapChecker())
        history.tell(.turnBegan(Sample.instant(0)))
        history.tell(.supervisorStarted)
        history.tell(.turnBegan(Sample.instant(9_000)))

        history.tell(kill(at: 9_000))
    }

    private func kill(at milliseconds: UInt64) -> Observation {
        .committed([
            Sample.event(
                .sessionRecovering,
                reason: .leaseExpired,
                at: Sample.instant(milliseconds)
            )
        ])
    }
}

import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class ResolveCheckerTests: XCTestCase {
    func testOutcomeThatWasSaidOfABlockedMissionIsRight() {
        var history = running(.blocked)
        history.tell(said(.completed))

        history.tell(ended(.completed, as: .completed))
    }

    func testMissionThatRunsAsUsualIsReported() {
        var history = running(.running)

        history.tellBroken(said(.failed))
    }

    func testRunThatDoesNotDieMayBeSettled() {
        var history = running(.running)
        history.tell(.survivorsTold(Sample.run()))

        history.tell(said(.failed))
    }

    func testOtherOutcomeIsReported() {
        var history = running(.blocked)
        history.tell(said(.completed))

        history.tellBroken(ended(.completed, as: .cancelled))
    }

    func testWordThatIsForgottenIsReported() {
        var history = running(.blocked)
        history.tell(said(.completed))

        history.tellBroken(ended(nil, as: .completed))
    }

    func testSettledWithoutARunOnlyWhereItIsBlocked() {
        for status in [MissionStatus.blocked, .queued] {
            var history = History(ResolveChecker())
            history.tell(Sample.queued())
            history.tell(.committed([.updateMission(Sample.mission, Sample.state(status))]))
            let end = Observation.committed([.updateMission(Sample.mission, state(.failed))])
            if status == .blocked { history.tell(end) } else { history.tellBroken(end) }
        }
    }

    private func running(_ status: MissionStatus) -> History<ResolveChecker> {
        var history = History(ResolveChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        let state = Sample.state(status, fence: 1, attempts: 1)
        history.tell(.committed([.updateMission(Sample.mission, state)]))
        return history
    }

    private func said(_ resolution: MissionResolution) -> Observation {
        var attempt = Sample.attempt(intent: .cancel)
        attempt.resolution = resolution
        return .committed([.updateAttempt(attempt)])
    }

    private func ended(_ said: MissionResolution?, as status: MissionStatus) -> Observation {
        var attempt = Sample.attempt(outcome: .cancelled, intent: .cancel)
        attempt.resolution = said
        return .committed([.updateAttempt(attempt), .updateMission(Sample.mission, state(status))])
    }

    private func state(_ status: MissionStatus) -> MissionState {
        var state = Sample.state(status, attempts: 1)
        state.reason = .operatorRequest
        state.endedAt = Sample.now
        state.endedBy = "uid:1"
        return state
    }
}

import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class HoldCheckerTests: XCTestCase {
    private let held = OperatorChange(actor: "uid:1", reason: "wait", at: Sample.now)

    func testHoldAndReleaseThatAreSaidAreRight() {
        var history = begun()

        history.tell(.committed([event(.missionQueued), update { _ in }]))
    }

    func testStartOfWhatIsHeldIsReported() {
        var history = begun()

        history.tellBroken(Sample.dispatched())
    }

    func testHoldThatIsForgottenIsReported() {
        var history = begun()

        history.tellBroken(.committed([update { _ in }]))
        history.tellBroken(
            .committed([event(.missionQueued, actor: "supervisor"), update { _ in }])
        )
    }

    func testEndOfWhatIsHeldIsRight() {
        var history = begun()

        history.tell(.committed([update { $0.status = .cancelled }]))
    }

    func testHoldThatCostsTheAgeIsReported() {
        var history = begun()
        let later = Sample.now + .seconds(1)

        history.tellBroken(.committed([event(.missionQueued), update { $0.queuedAt = later }]))
    }

    /// A mission that was queued, then held.
    private func begun() -> History<HoldChecker> {
        var history = History(HoldChecker())
        history.tell(Sample.queued())
        history.tell(.committed([event(.missionHeld), update { $0.hold = self.held }]))
        return history
    }

    private func update(_ change: (inout MissionState) -> Void) -> LedgerWrite {
        var state = Sample.state()
        change(&state)
        return .updateMission(Sample.mission, state)
    }

    private func event(_ type: EventType, actor: String = "uid:1") -> LedgerWrite {
        var event = EventRecord(
            sequence: 1,
            type: type,
            emittedAt: Sample.now,
            actor: actor,
            summary: ""
        )
        event.missionID = Sample.mission
        return .appendEvent(event)
    }
}

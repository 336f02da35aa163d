import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class SlotCheckerTests: XCTestCase {
    func testProcessBeyondTheSlotsIsReported() {
        var history = History(SlotChecker())
        history.tell(.configured(Sample.configuration(slots: 1, reserved: 0)))
        history.tell(started("a", .interactive))

        history.tellBroken(started("b", .interactive))
    }

    func testProcessInReservedSlotIsReported() {
        var history = History(SlotChecker())
        history.tell(.configured(Sample.configuration(slots: 2, reserved: 1)))
        history.tell(started("a", .background))

        history.tellBroken(started("b", .deadline))
    }

    func testOpenAttemptBeyondTheSlotsIsReported() {
        var history = History(SlotChecker())
        history.tell(.configured(Sample.configuration(slots: 1, reserved: 0)))
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.mission("b"), fence: 2))])
        )
    }

    func testSlotOfAnEndedTreeIsFree() {
        var history = History(SlotChecker())
        history.tell(.configured(Sample.configuration(slots: 1, reserved: 0)))
        history.tell(started("a", .background))
        history.tell(.runEnded(Sample.run(Sample.mission("a"))))

        history.tell(started("b", .background))
    }

    private func started(_ name: String, _ missionClass: MissionClass) -> Observation {
        let mission = Sample.mission(name)
        return .runStarted(Sample.run(mission), mission, Sample.lane, missionClass)
    }
}

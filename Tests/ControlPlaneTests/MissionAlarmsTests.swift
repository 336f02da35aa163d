import Protocol
import XCTest

@testable import ControlPlane

final class MissionAlarmsTests: XCTestCase {
    func testDeadlinesComeInTheOrderOfTheirTimes() {
        var alarms = MissionAlarms()
        alarms.armDeadline(of: mission("m1", 1, deadline: 20))
        alarms.armDeadline(of: mission("m2", 2, deadline: 10))
        alarms.armDeadline(of: mission("m3", 3, deadline: 10))

        XCTAssertEqual(alarms.popDeadline(at: .later(9)), nil)
        XCTAssertEqual(alarms.popDeadline(at: .later(10)), "m2")
        XCTAssertEqual(alarms.popDeadline(at: .later(10)), "m3")
        XCTAssertEqual(alarms.popDeadline(at: .later(10)), nil)
        XCTAssertEqual(alarms.popDeadline(at: .later(20)), "m1")
        XCTAssertEqual(alarms.count, 0)
    }

    func testWhatIsTakenBackIsGone() {
        var alarms = MissionAlarms()
        let late = mission("m1", 1, deadline: 20)
        let held = mission("m2", 2, heldUntil: 20)
        var waiting = mission("m3", 3, heldUntil: 20)
        waiting.beginHold(at: .later(0))
        alarms.armDeadline(of: late)
        alarms.hold(held)
        alarms.hold(waiting)
        XCTAssertEqual(alarms.count, 3)

        alarms.disarmDeadline(of: late)
        alarms.release(held)
        alarms.release(waiting)

        XCTAssertEqual(alarms.count, 0)
        XCTAssertEqual(alarms.nextLook(at: .later(0)), nil)
    }

    func testSpansEndOnTheBootClockAndDatesOnTheCivilOne() {
        var alarms = MissionAlarms()
        alarms.hold(mission("m1", 1, heldUntil: 20))
        var waiting = mission("m2", 2, heldUntil: 20)
        waiting.beginHold(at: .later(0))
        alarms.hold(waiting)

        let set = Instant(boot: Instant.later(1).boot, wall: .later(20))
        XCTAssertEqual(alarms.popHold(at: set), "m1")
        XCTAssertEqual(alarms.popHold(at: set), nil)
        let back = Instant(boot: Instant.later(20).boot, wall: .later(-20))
        XCTAssertEqual(alarms.popHold(at: back), "m2")
    }

    func testCivilTimeIsLookedAtEachMinute() {
        var alarms = MissionAlarms()
        alarms.hold(mission("m1", 1, heldUntil: 3_600))

        XCTAssertEqual(alarms.nextLook(at: .later(0)), Instant.later(60).boot)
        XCTAssertEqual(alarms.nextLook(at: .later(3_590)), Instant.later(3_600).boot)
        var waiting = mission("m2", 2, heldUntil: 40)
        waiting.beginHold(at: .later(0))
        alarms.hold(waiting)
        XCTAssertEqual(alarms.nextLook(at: .later(0)), Instant.later(40).boot)
    }

    private func mission(
        _ id: MissionID,
        _ order: UInt64,
        deadline: Int64? = nil,
        heldUntil: Int64? = nil
    ) -> MissionMachine {
        let envelope = MissionEnvelope.made(id) { envelope in
            envelope.deadlineAt = deadline.map { .later($0) }
        }
        var state = MissionState(assignedVPID: "vp.a", assignedBy: "pin", at: .later(0))
        state.heldUntil = heldUntil.map { .later($0) }
        return MissionMachine(
            id: id,
            order: order,
            envelope: envelope,
            digest: envelope.digest,
            state: state
        )
    }
}

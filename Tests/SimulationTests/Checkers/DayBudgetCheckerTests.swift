import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class DayBudgetCheckerTests: XCTestCase {
    private let day: Int64 = 86_400_000_000_000

    func testCountedFiguresAreFineAlsoOverMidnight() {
        var history = makeRunning()
        history.tell(.committed([used(3), row(3)]))
        history.tell(.committed([row(3)]))

        history.tell(.turnBegan(instant(day: 6)))
        history.tell(.committed([row(3)]))
        history.tell(.committed([used(4), row(1, day: 6)]))
    }

    func testUncountedFiguresAreReported() {
        var history = makeRunning()

        history.tellBroken(.committed([used(3)]))
        history.tellBroken(.committed([used(3), row(2)]))
    }

    func testFiguresThatAreCountedTwiceAreReported() {
        var history = makeRunning()
        history.tell(.committed([used(3), row(3)]))

        history.tellBroken(.committed([used(3), row(6)]))
    }

    func testForgottenFiguresAreReported() {
        var history = makeRunning()
        history.tell(.committed([used(3), row(3)]))

        history.tellBroken(.committed([row(0)]))
    }

    func testFreshBudgetAfterTheClockWasSetBackIsReported() {
        var history = makeRunning()
        history.tell(.committed([used(3), row(3)]))
        history.tell(.turnBegan(instant(day: 4)))

        history.tellBroken(.committed([used(4), row(1, day: 4)]))
        history.tell(.committed([used(4), row(4)]))
    }

    func testStartOnALaneWhoseDayIsSpentIsReported() {
        var history = makeRunning()
        history.tell(.committed([used(5), row(5, isSpent: true), told(.laneExhausted)]))

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.mission("n"), fence: 2))])
        )
    }

    func testLaneThatIsClosedOrOpenForNothingIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([used(5), row(5)]))
        history.tellBroken(.committed([used(4), row(4, isSpent: true), told(.laneExhausted)]))
    }

    func testEndOfADayMayBeNoticedLate() {
        var history = makeRunning()
        history.tell(.committed([used(5), row(5, isSpent: true), told(.laneExhausted)]))
        history.tell(.turnBegan(instant(day: 6)))

        history.tell(.committed([row(5, isSpent: true)]))
        history.tell(.committed([row(0, day: 6), told(.laneReplenished)]))
    }

    func testChangeThatIsNotToldOrToldTwiceIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([used(5), row(5, isSpent: true)]))
        history.tellBroken(
            .committed([
                used(5), row(5, isSpent: true), told(.laneExhausted), told(.laneExhausted),
            ])
        )
        history.tellBroken(.committed([row(0), told(.laneReplenished)]))
    }

    // MARK: Parts

    /// A lane that may make five calls a day, with a run, on day 5.
    private func makeRunning() -> History<DayBudgetChecker> {
        var history = History(DayBudgetChecker())
        var configuration = Sample.configuration(slots: 2, reserved: 0)
        configuration.lanes[Sample.lane]?.dayBudget.maxCallCount = 5
        history.tell(.configured(configuration))
        history.tell(.turnBegan(instant(day: 5)))
        history.tell(.committed([row(0)]))
        history.tell(
            .committed([.insertMission(Sample.envelope(), Sample.state())])
        )
        history.tell(Sample.dispatched())
        return history
    }

    private func instant(day number: Int64) -> Instant {
        Instant(
            boot: MonotonicTime(nanoseconds: 1),
            wall: WallTime(nanoseconds: number * day + 1)
        )
    }

    private func used(_ callCount: UInt64) -> LedgerWrite {
        var attempt = Sample.attempt()
        attempt.usage.callCount = callCount
        return .updateAttempt(attempt)
    }

    private func row(
        _ callCount: UInt64,
        day: UInt64 = 5,
        isSpent: Bool = false
    ) -> LedgerWrite {
        var record = Sample.record()
        record.dayUsage.day = callCount == 0 && day == 5 ? 0 : day
        record.dayUsage.usage.callCount = callCount
        record.dayUsage.isSpent = isSpent
        return .saveLane(record)
    }

    private func told(_ type: EventType) -> LedgerWrite { Sample.event(type) }
}

import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class StartOrderCheckerTests: XCTestCase {
    func testBackgroundBeforeInteractiveIsReported() {
        var history = makeQueue([("a", .background, nil), ("b", .interactive, nil)])

        history.tellBroken(started("a"))
    }

    func testLaterDeadlineFirstIsReported() {
        var history = makeQueue([("a", .deadline, 9), ("b", .deadline, 5)])

        history.tellBroken(started("a"))
    }

    func testYoungerFirstIsReported() {
        var history = makeQueue([("a", .background, nil), ("b", .background, nil)])

        history.tellBroken(started("b"))
    }

    func testOldestOfALowerClassMayGoFirstWhenItIsDue() {
        var history = makeQueue(
            [("a", .background, nil)] + (0..<9).map { ("i\($0)", .interactive, nil) }
        )
        for number in 0..<8 { history.tell(started("i\(number)")) }

        history.tell(started("a"))
    }

    func testOldestOfALowerClassThatIsNotDueIsReported() {
        var history = makeQueue(
            [("a", .background, nil)] + (0..<9).map { ("i\($0)", .interactive, nil) }
        )
        for number in 0..<7 { history.tell(started("i\(number)")) }

        history.tellBroken(started("a"))
    }

    func testLowerClassThatIsPassedOverTooOftenIsReported() {
        var history = makeQueue(
            [("a", .background, nil)] + (0..<10).map { ("i\($0)", .interactive, nil) }
        )
        for number in 0..<9 { history.tell(started("i\(number)")) }

        history.tellBroken(started("i9"))
    }

    func testHeldMissionDoesNotGoFirst() {
        var history = makeQueueWithHeld()

        history.tell(started("a"))
    }

    func testHoldThatWasOverIsNoHoldAfterTheClockIsSetBack() {
        var history = makeQueueWithHeld()
        history.tell(.turnBegan(Sample.instant(1_000)))
        history.tell(.turnBegan(Sample.instant(0)))

        history.tellBroken(started("a"))
    }

    func testSupervisorThatStartsHoldsAgain() {
        var history = makeQueueWithHeld()
        history.tell(.turnBegan(Sample.instant(1_000)))
        history.tell(.supervisorStarted)

        history.tell(started("a"))
    }

    func testSharedSessionIsReported() {
        var history = makeQueue([("a", .background, nil), ("b", .background, nil)])
        history.tell(started("a", isFresh: false))

        history.tellBroken(started("b", isFresh: false))
    }

    private func makeQueue(
        _ missions: [(String, MissionClass, Int64?)]
    ) -> History<StartOrderChecker> {
        var history = History(StartOrderChecker())
        history.tell(.configured(Sample.configuration(slots: 64, reserved: 0)))
        for (name, missionClass, deadline) in missions {
            var envelope = Sample.envelope(Sample.mission(name), missionClass)
            envelope.session = .fresh
            envelope.deadlineAt = deadline.map { WallTime(nanoseconds: $0 * 1_000_000_000) }
            history.tell(.committed([.insertMission(envelope, Sample.state())]))
        }
        return history
    }

    /// A background mission, and an interactive one that is held for a second.
    private func makeQueueWithHeld() -> History<StartOrderChecker> {
        var history = makeQueue([("a", .background, nil), ("b", .interactive, nil)])
        var held = Sample.state()
        held.heldUntil = Sample.now + .seconds(1)
        history.tell(.committed([.updateMission(Sample.mission("b"), held)]))
        return history
    }

    private func started(_ name: String, isFresh: Bool = true) -> Observation {
        let mission = Sample.mission(name)
        let attempt = AttemptRecord(
            runID: Sample.run(mission),
            missionID: mission,
            number: 1,
            vpID: Sample.lane,
            generation: Generation(1),
            fence: Fence(1),
            sessionID: Sample.attempt().sessionID,
            isFreshSession: isFresh,
            dispatchedAt: Sample.now
        )
        return .committed([.insertAttempt(attempt)])
    }
}

import ControlPlane
import DataStructures
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

    func testHoldThatIsOverWhenTheTurnIsCommittedAgainWasAHoldWhenItDecided() {
        var history = makeQueueWithHeld()
        history.tell(.turnBegan(Sample.instant(0)))
        history.tell(.turnBegan(Sample.instant(1_000)))

        history.tell(started("a"))
    }

    func testSupervisorThatStartsHoldsAgain() {
        var history = makeQueueWithHeld()
        history.tell(.turnBegan(Sample.instant(1_000)))
        history.tell(.supervisorStarted)

        history.tell(started("a"))
    }

    func testWaitAfterAnAttemptEndsOnTheBootClock() {
        var history = makeQueue([("a", .background, nil), ("b", .interactive, nil)])
        history.tell(.turnBegan(Sample.instant(0)))
        var held = Sample.state(.queued, attempts: 1)
        held.heldUntil = Sample.now + .seconds(1)
        history.tell(.committed([.updateMission(Sample.mission("b"), held)]))
        let set = Sample.now + .seconds(3_600)
        history.tell(.turnBegan(Instant(boot: Sample.instant(999).boot, wall: set)))

        history.tell(started("a", at: set))
        history.tell(.turnBegan(Instant(boot: Sample.instant(1_000).boot, wall: Sample.now)))
        history.tell(.committed([.insertMission(Sample.envelope(), Sample.state())]))
        history.tellBroken(started("m"))
    }

    func testLowerClassThatIsPassedOverTooOftenInItsPoolIsReported() {
        var history = makePool()
        for number in 0..<9 { history.tell(started("i\(number)", on: lane(number % 2))) }

        history.tellBroken(started("i9", on: lane(1)))
    }

    func testStartOfItsOwnBeginsTheCountInThePoolAnew() {
        var history = makePool()
        for number in 0..<8 { history.tell(started("i\(number)", on: lane(number % 2))) }
        history.tell(started("b0", on: lane(0)))

        history.tell(started("i8", on: lane(0)))
        history.tell(started("i9", on: lane(1)))
    }

    /// It starts as the probe, where the others could not for sure have had a permit.
    func testStartOfItsOwnBeginsTheCountAnewThoughItsPoolIsClosed() {
        var history = makePool()
        for number in 0..<4 { history.tell(started("i\(number)", on: lane(0))) }
        var probing = PoolRecord(name: "max")
        probing.status = .probing
        history.tell(.committed([.savePool(probing)]))
        history.tell(started("b0", on: lane(0)))
        history.tell(.committed([.savePool(PoolRecord(name: "max"))]))
        history.tell(waits("b2", .background, on: lane(0)))

        for number in 4..<10 { history.tell(started("i\(number)", on: lane(0))) }
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

    /// Two lanes of a pool, each with a background mission before all the interactive ones.
    private func makePool() -> History<StartOrderChecker> {
        var configuration = Configuration()
        configuration.pools["max"] = PoolPolicy()
        configuration.pools.modify("max") { $0.slotCount = 64 }
        for number in 0..<2 {
            var policy = LanePolicy()
            policy.slotCount = 64
            policy.pool = "max"
            configuration.lanes[lane(number)] = policy
        }
        var history = History(StartOrderChecker())
        history.tell(.configured(configuration))
        for number in 0..<2 { history.tell(waits("b\(number)", .background, on: lane(number))) }
        for number in 0..<10 {
            history.tell(waits("i\(number)", .interactive, on: lane(number % 2)))
        }
        return history
    }

    private func lane(_ number: Int) -> LaneID {
        guard let id = LaneID("lane\(number)") else { fatalError("not a lane id") }
        return id
    }

    private func waits(_ name: String, _ missionClass: MissionClass, on lane: LaneID) -> Observation
    {
        var envelope = Sample.envelope(Sample.mission(name), missionClass)
        envelope.session = .fresh
        var state = Sample.state()
        state.assignedVPID = lane
        return .committed([.insertMission(envelope, state)])
    }

    private func started(
        _ name: String,
        on lane: LaneID = Sample.lane,
        isFresh: Bool = true,
        at now: WallTime = Sample.now
    ) -> Observation {
        let mission = Sample.mission(name)
        let attempt = AttemptRecord(
            runID: Sample.run(mission),
            missionID: mission,
            number: 1,
            vpID: lane,
            generation: Generation(1),
            fence: Fence(1),
            sessionID: Sample.attempt().sessionID,
            isFreshSession: isFresh,
            dispatchedAt: now
        )
        return .committed([.insertAttempt(attempt)])
    }
}

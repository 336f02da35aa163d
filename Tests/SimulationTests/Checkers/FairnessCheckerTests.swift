import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class FairnessCheckerTests: XCTestCase {
    // MARK: A lane alone

    func testSourceThatIsServedTwiceBeforeAnotherOnceIsReported() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "a3", "b1"))
        history.tell(started("a1"))
        history.tell(started("a2"))

        history.tellBroken(started("a3"))
    }

    func testWeightIsWhatItIsMeasuredBy() {
        var history = makeHistory { $0.sources["a"] = Self.source(weight: 3) }
        history.tell(queued("a1", "a2", "a3", "a4", "a5", "b1"))
        history.tell(started("a1"))
        history.tell(started("a2"))
        history.tell(started("a3"))
        history.tell(started("a4"))

        history.tellBroken(started("a5"))
    }

    func testSourceOfWhichNothingWaitsIsOwedNothing() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "a3"))
        history.tell(started("a1"))
        history.tell(started("a2"))
        history.tell(queued("b1"))

        history.tell(started("a3"))
    }

    func testLeadStandsThoughNothingOfTheOtherWaitedMeanwhile() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "a3", "a4", "b1"))
        history.tell(started("a1"))
        history.tell(started("b1"))
        history.tell(started("a2"))
        history.tell(started("a3"))
        history.tell(queued("b2"))

        history.tellBroken(started("a4"))
    }

    func testLeadOfARestartedSupervisorIsNotKnown() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "a3", "a4", "b1"))
        history.tell(started("a1"))
        history.tell(started("a2"))
        history.tell(.supervisorStarted)

        history.tell(started("a3"))
        history.tell(started("a4"))
    }

    // MARK: Minimum shares

    func testOldestIsNoShareUntilItsClassWasPassedOverOftenEnough() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "a3", "b1", as: .background))
        history.tell(started("a1"))
        history.tell(started("a2"))

        history.tellBroken(started("a3"))
    }

    func testOldestThatMayBeAShareIsNoLead() {
        var history = makeHistory { $0.minShareEvery = 2 }
        history.tell(queued("a1", "a2", "a3", "b1", as: .background))
        history.tell(started("a1"))
        history.tell(started("a2"))

        history.tell(started("a3"))
    }

    func testWhatIsNotTheOldestIsNoShare() {
        var history = makeHistory { $0.minShareEvery = 2 }
        history.tell(queued("b1", "a1", "a2", "a3", as: .background))
        history.tell(started("a1"))
        history.tell(started("a2"))

        history.tellBroken(started("a3"))
    }

    // MARK: Pools

    func testStartOnAnotherLaneOfThePoolCounts() {
        var history = makeHistory(pool: "max")
        history.tell(queued("a1", "a2", "b1"))
        history.tell(queued("a3", on: Sample.otherLane))
        history.tell(started("a1"))
        history.tell(started("a3", on: Sample.otherLane))

        history.tellBroken(started("a2"))
    }

    func testLanesWithoutAPoolAreWeighedAlone() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "b1"))
        history.tell(queued("a3", on: Sample.otherLane))
        history.tell(started("a1"))
        history.tell(started("a3", on: Sample.otherLane))

        history.tell(started("a2"))
    }

    func testStartThatNeitherCouldHaveMayTakeTheLeadAwayOnce() {
        var history = makeHistory(pool: "max")
        history.tell(queued("a1", "a2", "a3", "a4", "b1"))
        history.tell(queued("c1", on: Sample.otherLane))
        history.tell(started("a1"))
        history.tell(started("a2"))
        history.tell(started("c1", on: Sample.otherLane))
        history.tell(started("a3"))

        history.tellBroken(started("a4"))
    }

    // MARK: Made

    private func makeHistory(
        pool: String? = nil,
        _ change: (inout ClassPolicy) -> Void = { _ in }
    ) -> History<FairnessChecker> {
        var configuration = Sample.configuration(slots: 8, reserved: 0)
        configuration.lanes[Sample.otherLane] = configuration.lanes[Sample.lane]
        for id in [Sample.lane, Sample.otherLane] {
            configuration.lanes.modify(id) { $0.pool = pool }
        }
        if let pool {
            var policy = PoolPolicy()
            policy.slotCount = 8
            policy.reservedSlotCount = 0
            configuration.pools[pool] = policy
        }
        change(&configuration.classes)
        var history = History(FairnessChecker())
        history.tell(.configured(configuration))
        return history
    }

    private static func source(weight: Int) -> SourcePolicy {
        var policy = SourcePolicy()
        policy.weight = weight
        return policy
    }

    /// The first letter of a name is the source.
    private func queued(
        _ names: String...,
        as missionClass: MissionClass = .interactive,
        on lane: LaneID = Sample.lane
    ) -> Observation {
        .committed(
            names.map { name in
                var envelope = Sample.envelope(Sample.mission(name), missionClass)
                envelope.source = String(name.prefix(1))
                let state = MissionState(assignedVPID: lane, assignedBy: "pin", at: Sample.now)
                return .insertMission(envelope, state)
            }
        )
    }

    private func started(_ name: String, on lane: LaneID = Sample.lane) -> Observation {
        let id = Sample.mission(name)
        return .committed([
            .insertAttempt(Sample.attempt(id, on: lane)),
            .updateMission(id, Sample.state(.running, fence: 1, attempts: 1)),
        ])
    }
}

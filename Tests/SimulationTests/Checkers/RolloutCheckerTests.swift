import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class RolloutCheckerTests: XCTestCase {
    func testStartOnALaneThatIsOnIsFine() {
        var history = begun()
        history.tell(Sample.queued())

        history.tell(Sample.dispatched())
    }

    func testStartOnALaneThatKeepsTheMissionOutIsReported() {
        // The share of the sample's mission is 19.
        for (rollout, isFine) in [
            (Rollout.off, false), (.forceFallback, false), (.canary(percent: 19), false),
            (.canary(percent: 20), true),
        ] {
            var history = begun()
            history.tell(Sample.queued())
            let start = Observation.committed([
                .insertAttempt(Sample.attempt()), told(), .saveLane(record(rollout)),
            ])

            if isFine { history.tell(start) } else { history.tellBroken(start) }
        }
    }

    func testPinnedMissionStartsWhateverTheRollout() {
        var history = begun()
        history.tell(.committed([.saveLane(record(.off)), told()]))
        var envelope = Sample.envelope()
        envelope.vpID = Sample.lane
        history.tell(.committed([.insertMission(envelope, Sample.state())]))

        history.tell(Sample.dispatched())
    }

    func testMissionThatComesToALaneThatKeepsItOutIsReported() {
        var history = begun()
        history.tell(.committed([.saveLane(record(.off)), told()]))

        history.tellBroken(
            .committed([.insertMission(Sample.envelope(), Sample.state())])
        )
        // It may have come before the rollout changed back, in one turn.
        history.tell(
            .committed([.insertMission(Sample.envelope(), Sample.state()), told()])
        )
    }

    func testMoveOfAPinnedMissionIsReported() {
        var history = begun()
        var envelope = Sample.envelope()
        envelope.vpID = Sample.lane
        envelope.fallback = [Sample.otherLane]
        history.tell(.committed([.insertMission(envelope, Sample.state())]))

        history.tellBroken(.committed([.updateMission(Sample.mission, moved())]))
    }

    func testMoveBesideTheChainIsReported() {
        for (fallback, isFine) in [([Sample.otherLane], true), ([], false)] {
            var history = begun { $0.lanes[Sample.lane]?.fallback = fallback }
            history.tell(Sample.queued())
            let move = Observation.committed([.updateMission(Sample.mission, moved())])

            if isFine { history.tell(move) } else { history.tellBroken(move) }
        }
    }

    func testMissionThatStaysThoughItsChainTakesItIsReported() {
        for (change, isFine) in [
            ({ _ in }, false), ({ $0.isPaused = true }, true),
            ({ $0.rollout = LaneRollout(.off, from: .operator) }, true),
        ] as [((inout LaneRecord) -> Void, Bool)] {
            var history = begun { $0.lanes[Sample.lane]?.fallback = [Sample.otherLane] }
            var other = otherRecord()
            change(&other)
            let rollout = other.rollout.rollout
            if rollout != .on { other.rolloutOrder = order(rollout) }
            history.tell(.committed([.saveLane(other), told()]))
            history.tell(Sample.queued())
            let closing = Observation.committed([told(), .saveLane(record(.off))])

            if isFine { history.tell(closing) } else { history.tellBroken(closing) }
        }
    }

    func testARolloutThatNobodySaidIsReported() {
        let table: [((inout Configuration) -> Void, LaneRecord)] = [
            ({ $0.switches.forcesFallback = true }, record(.on)),
            ({ $0.switches.isEnabled = false }, Sample.record()),
            ({ $0.lanes[Sample.lane]?.rollout = .off }, Sample.record()),
            ({ _ in }, forgotten()),
        ]
        for (change, record) in table {
            var configuration = Sample.configuration(slots: 4, reserved: 0)
            configuration.supervisor.coderLane = Sample.lane
            change(&configuration)
            var history = History(RolloutChecker())
            history.tell(.configured(configuration))

            history.tellBroken(.committed([.saveLane(record)]))
        }
    }

    func testConfigurationThatIsReplacedMayBeInForceForATransactionMore() {
        var history = begun()
        var configuration = Sample.configuration(slots: 4, reserved: 0)
        configuration.lanes[Sample.lane]?.rollout = .off
        history.tell(.configured(configuration))
        history.tell(.committed([.saveLane(Sample.record())]))
        history.tell(.committed([]))

        history.tellBroken(.committed([.saveLane(Sample.record())]))
    }

    // MARK: Made

    private func begun(
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> History<RolloutChecker> {
        var configuration = Sample.configuration(slots: 4, reserved: 0)
        configuration.lanes[Sample.otherLane] = LanePolicy()
        change(&configuration)
        var history = History(RolloutChecker())
        history.tell(.configured(configuration))
        history.tell(.committed([.saveLane(Sample.record()), .saveLane(otherRecord())]))
        return history
    }

    /// The lane with a rollout that an operator has set.
    private func record(_ rollout: Rollout) -> LaneRecord {
        var record = Sample.record()
        record.rollout = LaneRollout(rollout, from: .operator)
        record.rolloutOrder = order(rollout)
        return record
    }

    /// The lane with an order that is not in force.
    private func forgotten() -> LaneRecord {
        var record = Sample.record()
        record.rolloutOrder = order(.off)
        return record
    }

    private func order(_ rollout: Rollout) -> RolloutOrder {
        RolloutOrder(
            rollout,
            change: OperatorChange(actor: "uid:1", reason: "test", at: Sample.now)
        )
    }

    private func otherRecord() -> LaneRecord {
        LaneRecord(
            vpID: Sample.otherLane,
            sessionID: Sample.record().sessionID,
            createdAt: Sample.now
        )
    }

    private func told() -> LedgerWrite {
        Sample.event(.laneRolloutChanged, actor: "uid:1")
    }

    /// The sample's mission, taken to the other lane.
    private func moved() -> MissionState {
        var state = Sample.state()
        state.assignedVPID = Sample.otherLane
        state.assignedBy = "router"
        state.note(
            RouteStep(
                vpID: Sample.otherLane,
                actor: "router",
                reason: .rolloutClosed,
                summary: "",
                at: Sample.now
            )
        )
        return state
    }
}

import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class CopyStartCheckerTests: XCTestCase {
    private let rival = Sample.mission("r")

    func testStartWhereNothingWaitsIsFine() {
        var history = makeHistory()

        history.tell(.committed(Sample.copyStarted()))
    }

    func testStartBeforeAMissionOfItsLaneIsReported() {
        var history = makeHistory()
        history.tell(.committed([pinned(rival)]))

        history.tellBroken(.committed(Sample.copyStarted()))
    }

    func testStartBeforeAMissionOfItsPoolIsReported() {
        var history = makeHistory { configuration in
            configuration.pools["pool"] = PoolPolicy()
            configuration.lanes[Sample.lane]?.pool = "pool"
            configuration.lanes[Sample.otherLane]?.pool = "pool"
        }
        let state = Sample.state(on: Sample.otherLane)
        history.tell(.committed([.insertMission(Sample.envelope(rival), state)]))

        history.tellBroken(.committed(Sample.copyStarted()))
    }

    func testHeldMissionWaitsForNoCopy() {
        var history = makeHistory()
        var state = Sample.state()
        state.hold = OperatorChange(actor: "uid:0", reason: "later", at: Sample.now)
        history.tell(.committed([.insertMission(Sample.envelope(rival), state)]))

        history.tell(.committed(Sample.copyStarted()))
    }

    func testStartOnALaneThatIsNotWellOrTakesNoneIsReported() {
        for change: (inout LaneRecord) -> Void in [
            { $0.isPaused = true }, { $0.admission = .draining }, { $0.health.state = .probing },
            { $0.dayUsage.isSpent = true }, { $0.shadowUsage.isSpent = true },
            { $0.rollout.rollout = .on },
        ] {
            var history = makeHistory()
            var record = Sample.shadowRecord()
            change(&record)
            history.tell(.committed([.saveLane(record)]))

            history.tellBroken(.committed(Sample.copyStarted()))
        }
    }

    func testCopyThatProbesAPoolIsReported() {
        var history = makeHistory()
        var pool = PoolRecord(name: "pool")
        pool.status = .probing
        pool.probe = Sample.run(Sample.copyID)

        history.tellBroken(.committed(Sample.copyStarted() + [.savePool(pool)]))
    }

    // MARK: Stops

    func testCopyThatGoesOnWhileAMissionWaitsIsReported() {
        var history = makeRunning()
        history.tell(.committed([pinned(rival)]))
        history.tell(.committed(completed()))

        history.tellBroken(.committed([.insertAttempt(Sample.attempt(rival, fence: 10))]))
    }

    func testCopyThatIsStoppedForAMissionIsFine() {
        var history = makeRunning()
        history.tell(.committed([pinned(rival), stopped()]))
        history.tell(.committed(completed()))

        history.tell(.committed([.insertAttempt(Sample.attempt(rival, fence: 10))]))
    }

    func testWaitForALaneThatWasDownIsNoDebt() {
        var history = makeRunning()
        history.tell(.committed([pinned(rival)]))
        var record = Sample.shadowRecord()
        record.status = .recovering
        history.tell(.committed([.saveLane(record)]))
        history.tell(.committed([.saveLane(Sample.shadowRecord())] + completed()))

        history.tell(.committed([.insertAttempt(Sample.attempt(rival, fence: 10))]))
    }

    func testCopyThatIsStoppedForNothingIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed([stopped()]))
    }

    func testCopyThatIsStoppedWithItsLaneIsFine() {
        var history = makeRunning()

        history.tell(.committed([stopped(), .saveLane(Sample.shadowRecord(.off))]))
    }

    func testMissionThatGivesWayWhereACopyCouldIsReported() {
        var history = makeRunning()
        var victim = Sample.envelope(Sample.mission("v"))
        victim.isPreemptible = true
        victim.vpID = Sample.lane
        var waiter = Sample.envelope(rival, .interactive)
        waiter.vpID = Sample.lane
        history.tell(
            .committed([
                .insertMission(victim, Sample.state()), .insertMission(waiter, Sample.state()),
                stopped(),
            ])
        )
        var attempt = Sample.attempt(Sample.mission("v"), fence: 10, intent: .preempt)
        attempt.preemptedFor = rival

        history.tellBroken(.committed([.updateAttempt(attempt)]))
    }

    // MARK: Parts

    /// A lane of two slots with a copy that waits, and the lane of its mission.
    private func makeHistory(
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> History<CopyStartChecker> {
        var history = History(CopyStartChecker())
        Sample.beginShadow(&history, change: change)
        var pair = Sample.pair()
        // The mission itself waits for nobody's slot.
        let over = Sample.state(.completed, on: Sample.otherLane)
        pair.append(.updateMission(Sample.mission, over))
        history.tell(.committed(pair))
        return history
    }

    private func makeRunning() -> History<CopyStartChecker> {
        var history = makeHistory()
        history.tell(.committed(Sample.copyStarted()))
        return history
    }

    private func pinned(_ id: MissionID) -> LedgerWrite {
        var envelope = Sample.envelope(id)
        envelope.vpID = Sample.lane
        return .insertMission(envelope, Sample.state())
    }

    private func stopped() -> LedgerWrite {
        .updateAttempt(Sample.attempt(Sample.copyID, fence: 9, intent: .shadow))
    }

    private func completed() -> [LedgerWrite] {
        [
            .updateAttempt(Sample.attempt(Sample.copyID, fence: 9, outcome: .completed)),
            .updateMission(Sample.copyID, Sample.state(.completed, attempts: 1)),
        ]
    }
}

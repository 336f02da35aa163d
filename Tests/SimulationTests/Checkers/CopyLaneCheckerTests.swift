import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class CopyLaneCheckerTests: XCTestCase {
    func testCopyOnALaneInShadowMayWait() {
        var history = makeHistory()

        history.tell(.committed([.saveLane(Sample.shadowRecord())]))
    }

    func testCopyThatWaitsOnALaneThatTakesNoneIsReported() {
        for change: (inout LaneRecord) -> Void in [
            { $0.rollout.rollout = .off }, { $0.admission = .draining }, { $0.status = .retired },
        ] {
            var history = makeHistory()
            var record = Sample.shadowRecord()
            change(&record)

            history.tellBroken(.committed([.saveLane(record)]))
        }
    }

    func testPausedLaneKeepsItsCopies() {
        var history = makeHistory()
        var record = Sample.shadowRecord()
        record.isPaused = true

        history.tell(.committed([.saveLane(record)]))
    }

    func testCopyThatRunsOnALaneThatTakesNoneIsReportedUnlessItIsStopped() {
        var history = makeHistory()
        history.tell(.committed(Sample.copyStarted()))
        let stop = LedgerWrite.updateAttempt(
            Sample.attempt(Sample.copyID, fence: 9, intent: .shadow)
        )

        history.tellBroken(.committed([.saveLane(Sample.shadowRecord(.on))]))
        history.tell(.committed([stop, .saveLane(Sample.shadowRecord(.on))]))
    }

    func testCopyWhoseProfileDoesHarmNowIsReported() {
        var history = makeHistory()
        var configuration = Sample.configuration(slots: 2, reserved: 0)
        configuration.profiles["shell"] = .shell
        history.tell(.configured(configuration))
        history.tell(.committed([.saveLane(Sample.shadowRecord())]))

        history.tellBroken(.committed([.saveLane(Sample.shadowRecord())]))
    }

    func testCopyThatWaitsWhileAllWorkIsStoppedIsReported() {
        var history = makeHistory()
        let change = OperatorChange(actor: "uid:0", reason: "fire", at: Sample.now)

        history.tellBroken(.committed([.saveEstop(change)]))
    }

    func testCopyOfACancelledMissionIsReported() {
        var queued = makeHistory()
        let state = Sample.state(.cancelled, on: Sample.otherLane)
        queued.tellBroken(.committed([.updateMission(Sample.mission, state)]))

        var running = makeHistory()
        let attempt = Sample.attempt(intent: .cancel, on: Sample.otherLane)
        running.tellBroken(.committed([.updateAttempt(attempt)]))
    }

    func testCopyThatEndsWithItsMissionIsFine() {
        var history = makeHistory()

        history.tell(
            .committed([
                .updateMission(Sample.mission, Sample.state(.cancelled, on: Sample.otherLane)),
                .updateMission(Sample.copyID, Sample.state(.cancelled)),
            ])
        )
    }

    private func makeHistory() -> History<CopyLaneChecker> {
        var history = History(CopyLaneChecker())
        Sample.beginShadow(&history)
        history.tell(.committed(Sample.pair()))
        return history
    }
}

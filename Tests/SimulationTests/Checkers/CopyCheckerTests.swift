import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class CopyCheckerTests: XCTestCase {
    func testCopyThatIsMadeRunAndEndedIsFine() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))
        history.tell(.committed(Sample.copyStarted()))

        history.tell(.committed(ended(.completed, .completed)))
    }

    // MARK: Making

    func testCopyOfAMissionThatForbidsItIsReported() {
        var history = makeHistory()
        var original = Sample.original()
        original.isShadowOK = false

        history.tellBroken(.committed(Sample.pair(original)))
    }

    func testCopyOfAPinnedMissionIsReported() {
        var history = makeHistory()
        var original = Sample.original()
        original.vpID = Sample.otherLane

        history.tellBroken(.committed(Sample.pair(original)))
    }

    func testCopyOfAMissionWhoseTimeHasNotComeIsReported() {
        var history = makeHistory()
        var state = Sample.state(on: Sample.otherLane)
        state.heldUntil = Sample.now + .seconds(5)

        history.tellBroken(
            .committed([
                .insertMission(Sample.original(), state),
                .insertMission(Sample.copy(), Sample.state()),
            ])
        )
    }

    func testSecondCopyOfAMissionIsReported() {
        var history = makeHistory()
        let second = Sample.copy(id: Sample.mission("d"))

        history.tellBroken(
            .committed(Sample.pair() + [.insertMission(second, Sample.state())])
        )
    }

    func testCopyThatIsMadeLaterThanItsMissionIsReported() {
        var history = makeHistory(rollout: .off)
        history.tell(
            .committed([.insertMission(Sample.original(), Sample.state(on: Sample.otherLane))])
        )
        history.tell(.committed([.saveLane(Sample.shadowRecord())]))

        history.tellBroken(.committed([.insertMission(Sample.copy(), Sample.state())]))
    }

    func testCopyForTheLaneOfItsMissionIsReported() {
        var history = makeHistory()

        history.tellBroken(
            .committed([
                .insertMission(Sample.original(), Sample.state()),
                .insertMission(Sample.copy(), Sample.state()),
            ])
        )
    }

    func testCopyForALaneThatTakesNoneIsReported() {
        var closed = makeHistory(rollout: .on)
        closed.tellBroken(.committed(Sample.pair()))

        var harmful = makeHistory(.local)
        harmful.tellBroken(.committed(Sample.pair()))

        var paused = makeHistory()
        var record = Sample.shadowRecord()
        record.isPaused = true
        paused.tell(.committed([.saveLane(record)]))
        paused.tellBroken(.committed(Sample.pair()))

        var spent = makeHistory()
        record.isPaused = false
        record.shadowUsage.isSpent = true
        spent.tell(.committed([.saveLane(record)]))
        spent.tellBroken(.committed(Sample.pair()))
    }

    func testCopyWhileAllWorkIsStoppedIsReported() {
        var history = makeHistory()
        let change = OperatorChange(actor: "uid:0", reason: "fire", at: Sample.now)
        history.tell(.committed([.saveEstop(change)]))

        history.tellBroken(.committed(Sample.pair()))
    }

    func testLaneThatOpensInTheSameTurnMayTakeACopy() {
        var history = makeHistory(rollout: .off)

        history.tell(
            .committed(Sample.pair() + [Sample.event(.laneRolloutChanged, actor: "uid:0")])
        )
    }

    func testCopyThatDiffersFromItsMissionIsReported() {
        for change: (inout MissionEnvelope) -> Void in [
            { $0.budget.maxCallCount = 7 }, { $0.retry.maxAttempts = 3 }, { $0.fallback = nil },
            { $0.objective = "other work" }, { $0.missionClass = .interactive },
        ] {
            var history = makeHistory()
            var copy = Sample.copy()
            change(&copy)

            history.tellBroken(
                .committed([
                    .insertMission(Sample.original(), Sample.state(on: Sample.otherLane)),
                    .insertMission(copy, Sample.state()),
                ])
            )
        }
    }

    func testTwentyFirstCopyOfALaneIsReported() {
        var history = makeHistory()
        for number in 1...CopyChecker.openCountMax {
            let original = Sample.original(Sample.mission("m\(number)"))
            history.tell(.committed(Sample.pair(original, as: Sample.mission("c\(number)"))))
        }

        history.tellBroken(.committed(Sample.pair()))
    }

    func testMissionThatIsNotCopiedThoughALaneTakesCopiesIsReported() {
        var history = makeHistory()

        history.tellBroken(
            .committed([.insertMission(Sample.original(), Sample.state(on: Sample.otherLane))])
        )
    }

    func testMissionThatComesFromACopyIsReported() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))
        var child = Sample.envelope(Sample.mission("n"))
        child.parentID = Sample.copyID
        history.tellBroken(.committed([.insertMission(child, Sample.state())]))

        child.parentID = nil
        child.retryOf = Sample.copyID
        history.tellBroken(.committed([.insertMission(child, Sample.state())]))
    }

    // MARK: Its life

    func testSecondAttemptIsReported() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))
        history.tell(.committed(Sample.copyStarted()))

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.copyID, 2, fence: 10))])
        )
    }

    func testStartOnAnotherLaneIsReported() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.copyID, on: Sample.otherLane))])
        )
    }

    func testCopyThatIsQueuedAgainHeldOrMovedIsReported() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))
        var state = Sample.state()
        state.hold = OperatorChange(actor: "uid:0", reason: "later", at: Sample.now)
        history.tellBroken(.committed([.updateMission(Sample.copyID, state)]))
        history.tellBroken(
            .committed([.updateMission(Sample.copyID, Sample.state(on: Sample.otherLane))])
        )
        history.tell(.committed(Sample.copyStarted()))

        history.tellBroken(.committed(ended(.interrupted, .queued)))
    }

    func testEndThatDoesNotFollowFromTheRunIsReported() {
        for (outcome, status) in [
            (AttemptOutcome.failed, MissionStatus.completed), (.completed, .failed),
            (.crashed, .cancelled), (.interrupted, .completed),
        ] {
            var history = makeHistory()
            history.tell(.committed(Sample.pair()))
            history.tell(.committed(Sample.copyStarted()))

            history.tellBroken(.committed(ended(outcome, status)))
        }
    }

    func testStopOfOursMayCancelACopy() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))
        history.tell(.committed(Sample.copyStarted()))

        history.tell(.committed(ended(.interrupted, .cancelled, intent: .stop)))
    }

    func testLaneThatLearnsFromACopyIsReported() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))
        history.tell(.committed(Sample.copyStarted()))
        var record = Sample.shadowRecord()
        record.health.failureStreak = 1

        history.tellBroken(.committed(ended(.failed, .failed) + [.saveLane(record)]))
    }

    // MARK: Events

    func testEventOfACopyIsReported() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))

        history.tellBroken(.committed([event(.missionStarted) { $0.missionID = Sample.copyID }]))
    }

    func testEventThatNamesACopyAmongMissionsIsReported() {
        var history = makeHistory()
        history.tell(.committed(Sample.pair()))

        history.tellBroken(
            .committed([
                event(.laneFlushed) {
                    $0.payload["missions"] = .array([.string(Sample.copyID.rawValue)])
                }
            ])
        )
    }

    // MARK: Parts

    /// A lane in shadow, whose profile changes nothing outside, and another lane.
    private func makeHistory(
        _ sideEffects: SideEffects = .none,
        rollout: Rollout = .shadow
    ) -> History<CopyChecker> {
        var history = History(CopyChecker())
        Sample.beginShadow(&history, sideEffects, rollout: rollout)
        return history
    }

    private func ended(
        _ outcome: AttemptOutcome,
        _ status: MissionStatus,
        intent: StopIntent? = nil
    ) -> [LedgerWrite] {
        [
            .updateAttempt(
                Sample.attempt(Sample.copyID, fence: 9, outcome: outcome, intent: intent)
            ),
            .updateMission(Sample.copyID, Sample.state(status, attempts: 1)),
        ]
    }

    private func event(
        _ type: EventType,
        _ change: (inout EventRecord) -> Void
    ) -> LedgerWrite {
        var event = EventRecord(
            sequence: 1,
            type: type,
            emittedAt: Sample.now,
            actor: "supervisor",
            summary: ""
        )
        change(&event)
        return .appendEvent(event)
    }
}

import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class ComparisonCheckerTests: XCTestCase {
    func testComparisonAtTheEndOfTheCopyIsFine() {
        var history = makeRunning()
        history.tell(.committed(originalEnded() + [known(by: Sample.copyID, Sample.mission)]))

        history.tell(.committed(copyEnded() + [compared()]))
    }

    func testComparisonAtTheEndOfTheMissionIsFine() {
        var history = makeRunning()
        history.tell(.committed(copyEnded() + [known(by: Sample.mission, Sample.copyID)]))

        history.tell(.committed(originalEnded() + [compared()]))
    }

    func testEndThatTheOtherDoesNotKnowIsReported() {
        var history = makeRunning()

        history.tellBroken(.committed(originalEnded()))
    }

    func testPairThatIsNotComparedIsReported() {
        var history = makeRunning()
        history.tell(.committed(originalEnded() + [known(by: Sample.copyID, Sample.mission)]))

        history.tellBroken(.committed(copyEnded()))
    }

    func testPairThatIsComparedTwiceIsReported() {
        var history = makeRunning()
        history.tell(.committed(originalEnded() + [known(by: Sample.copyID, Sample.mission)]))
        history.tell(.committed(copyEnded() + [compared()]))

        history.tellBroken(.committed([compared()]))
    }

    func testComparisonWithACopyThatNeverRanIsReported() {
        var history = History(ComparisonChecker())
        history.tell(.committed([.saveLane(Sample.record()), .saveLane(Sample.otherRecord())]))
        history.tell(.committed(Sample.pair()))
        history.tell(
            .committed([.updateMission(Sample.copyID, Sample.state(.cancelled)), stranger()])
        )

        history.tellBroken(.committed(originalEnded() + [compared()]))
    }

    func testWrongFiguresAreReported() {
        for (name, value) in [
            ("run_ms", JSONValue.integer(1)), ("copy_run_ms", .integer(1)),
            ("copy_outcome", .string("failed")), ("agrees", .bool(false)),
            ("copy_lane", .string("other")), ("copy_calls", .integer(0)),
        ] {
            var history = makeRunning()
            history.tell(.committed(originalEnded() + [known(by: Sample.copyID, Sample.mission)]))

            history.tellBroken(.committed(copyEnded() + [compared { $0.payload[name] = value }]))
        }
    }

    func testMissionThatChangesBecauseOfItsCopyIsReported() {
        var history = makeRunning()
        var state = running(Sample.mission)
        state.counterpart = side(of: Sample.copyID)
        state.failureCount = 1

        history.tellBroken(
            .committed(copyEnded() + [.updateMission(Sample.mission, state)])
        )
    }

    // MARK: Parts

    private func makeRunning() -> History<ComparisonChecker> {
        var history = History(ComparisonChecker())
        history.tell(.committed([.saveLane(Sample.record()), .saveLane(Sample.otherRecord())]))
        history.tell(.committed(Sample.pair()))
        for id in [Sample.mission, Sample.copyID] {
            history.tell(
                .committed([.insertAttempt(attempt(id)), .updateMission(id, running(id))])
            )
        }
        return history
    }

    private func lane(of id: MissionID) -> LaneID {
        id == Sample.copyID ? Sample.lane : Sample.otherLane
    }

    private func attempt(_ id: MissionID, _ outcome: AttemptOutcome? = nil) -> AttemptRecord {
        let fence: UInt64 = id == Sample.copyID ? 2 : 1
        var attempt = Sample.attempt(id, fence: fence, outcome: outcome, on: lane(of: id))
        attempt.startedAt = Sample.now
        attempt.usage.callCount = fence
        if outcome != nil { attempt.endedAt = Sample.now + .milliseconds(fence * 100) }
        return attempt
    }

    private func running(_ id: MissionID) -> MissionState {
        let fence: UInt64 = id == Sample.copyID ? 2 : 1
        var state = Sample.state(.running, fence: fence, attempts: 1, on: lane(of: id))
        state.startedAt = Sample.now
        return state
    }

    private func completed(_ id: MissionID) -> MissionState {
        var state = running(id)
        state.status = .completed
        state.fence = nil
        state.usage = attempt(id).usage
        return state
    }

    private func side(of id: MissionID) -> ShadowSide {
        var side = ShadowSide(missionID: id, vpID: lane(of: id), status: .completed)
        side.usage = attempt(id).usage
        side.runMilliseconds = side.usage.callCount * 100
        return side
    }

    private func originalEnded() -> [LedgerWrite] { ended(Sample.mission) }

    private func copyEnded() -> [LedgerWrite] { ended(Sample.copyID) }

    private func ended(_ id: MissionID) -> [LedgerWrite] {
        [.updateAttempt(attempt(id, .completed)), .updateMission(id, completed(id))]
    }

    /// The row of one that is open says what the other came to.
    private func known(by id: MissionID, _ other: MissionID) -> LedgerWrite {
        var state = running(id)
        state.counterpart = side(of: other)
        return .updateMission(id, state)
    }

    /// A mission knows of its copy, which never ran.
    private func stranger() -> LedgerWrite {
        var state = Sample.state(on: Sample.otherLane)
        state.counterpart = ShadowSide(
            missionID: Sample.copyID,
            vpID: Sample.lane,
            status: .cancelled
        )
        return .updateMission(Sample.mission, state)
    }

    private func compared(_ change: (inout EventRecord) -> Void = { _ in }) -> LedgerWrite {
        var event = EventRecord(
            sequence: 1,
            type: .missionShadowCompared,
            emittedAt: Sample.now,
            actor: "supervisor",
            summary: ""
        )
        event.missionID = Sample.mission
        event.payload = [
            "copy": .string(Sample.copyID.rawValue), "agrees": .bool(true),
            "lane": .string("other"), "copy_lane": .string("lane"),
            "outcome": .string("completed"), "copy_outcome": .string("completed"),
            "run_ms": .integer(100), "copy_run_ms": .integer(200),
            "calls": .integer(1), "copy_calls": .integer(2),
            "input_tokens": .integer(0), "copy_input_tokens": .integer(0),
            "output_tokens": .integer(0), "copy_output_tokens": .integer(0),
            "cost_micro_usd": .integer(0), "copy_cost_micro_usd": .integer(0),
        ]
        change(&event)
        return .appendEvent(event)
    }
}

import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class RerouteCheckerTests: XCTestCase {
    func testQueuedMissionMayGoToAnotherLane() throws {
        var history = try begun()

        history.tell(.committed([.updateMission(Sample.mission, try elsewhere())]))
    }

    func testMissionThatRunsDoesNotChangeItsLane() throws {
        var history = try begun()
        history.tell(Sample.dispatched())

        history.tellBroken(.committed([.updateMission(Sample.mission, try elsewhere(.running))]))
    }

    func testMissionDoesNotLeaveTheLaneOfItsPin() throws {
        var history = try begun(pin: Sample.lane)

        history.tellBroken(.committed([.updateMission(Sample.mission, try elsewhere())]))
    }

    func testMissionDoesNotGoToALaneThatTakesNoWork() throws {
        for change in Self.refusals {
            var history = try begun(change)

            history.tellBroken(.committed([.updateMission(Sample.mission, try elsewhere())]))
        }
    }

    func testMissionThatComesBackToAReroutedLaneGoesOn() throws {
        var history = try begun()
        history.tell(.committed([.saveLane(try rerouted())]))
        history.tell(Sample.dispatched())
        let end = LedgerWrite.updateAttempt(Sample.attempt(outcome: .crashed))

        history.tellBroken(
            .committed([end, .updateMission(Sample.mission, Sample.state(attempts: 1))])
        )
        history.tell(
            .committed([
                end, .updateMission(Sample.mission, Sample.state(attempts: 1)),
                .updateMission(Sample.mission, try elsewhere()),
            ])
        )
    }

    func testMissionStaysWhileTheOtherLaneTakesNoWork() throws {
        for change in Self.refusals {
            var history = try begun(change)
            history.tell(.committed([.saveLane(try rerouted())]))
            history.tell(Sample.dispatched())

            history.tell(
                .committed([
                    .updateAttempt(Sample.attempt(outcome: .crashed)),
                    .updateMission(Sample.mission, Sample.state(attempts: 1)),
                ])
            )
        }
    }

    func testFlushedMissionIsCancelled() throws {
        var history = try begun()

        history.tellBroken(.committed([flushed()]))
        history.tell(
            .committed([flushed(), .updateMission(Sample.mission, Sample.state(.cancelled))])
        )
    }

    func testFlushOfAMissionThatRunsIsReported() throws {
        var history = try begun()
        history.tell(Sample.dispatched())

        history.tellBroken(
            .committed([flushed(), .updateMission(Sample.mission, Sample.state(.cancelled))])
        )
    }

    // MARK: Made

    /// What keeps a lane from taking work.
    private static let refusals: [@Sendable (inout LaneRecord) -> Void] = [
        { $0.admission = .draining }, { $0.isPaused = true }, { $0.degradedCause = .parked },
        { $0.status = .retired },
    ]

    private func flushed() -> LedgerWrite {
        var event = EventRecord(
            sequence: 1,
            type: .laneFlushed,
            emittedAt: Sample.now,
            actor: "uid:1",
            summary: ""
        )
        event.payload["missions"] = .array([.string(Sample.mission.rawValue)])
        return .appendEvent(event)
    }

    private func other() throws -> LaneID { try XCTUnwrap(LaneID("other")) }

    /// Two lanes, and a mission that is queued on the first.
    private func begun(
        pin: LaneID? = nil,
        _ change: (inout LaneRecord) -> Void = { _ in }
    ) throws -> History<RerouteChecker> {
        var second = LaneRecord(
            vpID: try other(),
            sessionID: try XCTUnwrap(SessionID("s2")),
            createdAt: Sample.now
        )
        change(&second)
        var envelope = Sample.envelope()
        envelope.vpID = pin
        var history = History(RerouteChecker())
        history.tell(
            .committed([
                .saveLane(Sample.record()), .saveLane(second),
                .insertMission(envelope, Sample.state()),
            ])
        )
        return history
    }

    private func elsewhere(_ status: MissionStatus = .queued) throws -> MissionState {
        var state = Sample.state(status)
        state.assignedVPID = try other()
        return state
    }

    private func rerouted() throws -> LaneRecord {
        var record = Sample.record()
        record.reroute = LaneReroute(
            to: try other(),
            missionClass: nil,
            change: OperatorChange(actor: "uid:1", reason: "sick", at: Sample.now)
        )
        return record
    }
}

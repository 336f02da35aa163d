import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class RollbackCheckerTests: XCTestCase {
    func testTripAfterTwoFailuresIsFine() throws {
        var history = try begun()
        history.tell(.committed(end("f1", .failed) + [saved("-", streak: 1)]))

        history.tell(.committed(end("f2", .failed) + [opened(), tripped(), saved(trip: true)]))
    }

    func testTripForNothingIsReported() throws {
        var history = try begun()
        history.tell(.committed(end("f1", .failed)))

        history.tellBroken(.committed(end("f2", .completed) + [opened(), tripped()]))
    }

    func testTripThatIsLeftOutIsReported() throws {
        var history = try begun()
        history.tell(.committed(end("f1", .failed)))

        history.tellBroken(.committed(end("f2", .failed)))
    }

    func testSecondTripBeforeEnoughNewMissionsIsReported() throws {
        var history = try tripped(.incident)
        history.tell(.committed(end("f3", .failed)))

        history.tellBroken(.committed(end("f4", .failed) + [tripped()]))
    }

    func testTripAfterEnoughNewMissionsIsFine() throws {
        var history = try tripped(.incident)
        for number in 3...5 { history.tell(.committed(end("f\(number)", .failed))) }

        history.tell(.committed(end("f6", .failed) + [tripped(), saved(trip: true)]))
    }

    func testIncidentIsClosedWhenNewMissionsAreWell() throws {
        for isTold in [true, false] {
            var history = try tripped(.incident)
            for number in 3...5 { history.tell(.committed(end("f\(number)", .completed))) }
            let last = end("f6", .completed)

            if isTold {
                history.tell(.committed(last + [closed(), saved("++++")]))
            } else {
                history.tellBroken(.committed(last))
            }
        }
    }

    func testIncidentThatIsClosedForNothingIsReported() throws {
        var history = try tripped(.incident)

        history.tellBroken(.committed([closed()]))
        history.tell(.committed([closed(by: "uid:0 (lanesim)")]))
        history.tellBroken(.committed([closed(by: "uid:0 (lanesim)")]))
    }

    func testSecondIncidentIsReported() throws {
        var history = try tripped(.incident)

        history.tellBroken(.committed([opened()]))
    }

    func testIncidentOfARemovedLaneIsReported() throws {
        var history = try tripped(.incident)

        history.tellBroken(.committed([Sample.event(.sessionRetired)]))
    }

    func testWrongSidesAreReported() throws {
        for (outcome, scope) in [
            (AttemptOutcome.cancelled, FailureScope.operator), (.deferred, .pool), (.failed, .host),
        ] {
            var history = try begun()

            history.tellBroken(
                .committed(end("f1", outcome, scope) + [saved("-", streak: 1)])
            )
        }
    }

    func testMoveByFallbackCountsWhereItCameFrom() throws {
        var history = try begun()

        history.tell(.committed([moved(), saved(">", streak: 1)]))
        history.tellBroken(.committed([moved(), saved(">", streak: 1)]))
    }

    func testFiguresThatAreForgottenAreReported() throws {
        var history = try begun()
        history.tell(.committed(end("f1", .failed) + [saved("-", streak: 1)]))

        history.tellBroken(.committed([saved("")]))
    }

    func testShareOverTheBoundTripsWithEnoughEvidence() throws {
        var history = try begun { policy in
            policy.failuresInARow = 0
            policy.fallbackPercent = 50
            policy.evidenceMin = 3
        }
        history.tell(.committed([moved()]))
        history.tell(.committed([moved()]))
        let trip = end("c", .completed) + [opened(.fallbackRate), tripped(.fallbackRate)]

        history.tell(.committed(trip))
    }

    func testWaitsOverTheBoundTrip() throws {
        var history = try begun { $0.interactiveWaitP95Milliseconds = 10 }
        history.tell(
            .committed([
                .insertMission(Sample.envelope(Sample.mission, .interactive), Sample.state())
            ])
        )
        history.tell(.committed([started(after: 10)]))

        history.tell(
            .committed([started(after: 11), opened(.interactiveWait), tripped(.interactiveWait)])
        )
        history.tellBroken(.committed([started(after: nil)]))
    }

    // MARK: Drains

    func testDrainMustFollowWhereItIsTheAction() throws {
        let drain = Sample.event(.laneDraining, actor: "rollback", reason: .missionFailures)
        var history = try begun { $0.action = .drain }
        history.tell(.committed(end("f1", .failed)))
        let trip = end("f2", .failed) + [opened(), tripped(action: .drain)]

        history.tellBroken(.committed(trip))
        var second = try begun { $0.action = .drain }
        second.tell(.committed(end("f1", .failed)))
        second.tell(.committed(trip + [drain]))
        second.tellBroken(.committed([drain]))
    }

    func testDrainOfTheLastLaneIsReported() throws {
        for isPaused in [true, false] {
            var history = try begun { $0.action = .drain }
            var other = Self.other
            other.isPaused = isPaused
            history.tell(.committed([.saveLane(other)]))
            // What took work before the turn counts, so let it pass.
            history.tell(.committed([.saveLane(other)]))
            history.tell(.committed(end("f1", .failed)))
            let drain = Sample.event(.laneDraining, actor: "rollback", reason: .missionFailures)
            let trip = end("f2", .failed) + [opened(), tripped(action: .drain), drain]

            if isPaused {
                history.tellBroken(.committed(trip))
            } else {
                history.tell(.committed(trip))
            }
        }
    }

    // MARK: Made

    private static let other = LaneRecord(
        vpID: Sample.otherLane,
        sessionID: Sample.record().sessionID,
        createdAt: Sample.now
    )

    /// Two failures in a row trip, four departures are weighed, two are evidence.
    private func begun(
        _ change: (inout RollbackPolicy) -> Void = { _ in }
    ) throws -> History<RollbackChecker> {
        var policy = RollbackPolicy()
        policy.window = 4
        policy.evidenceMin = 2
        policy.failuresInARow = 2
        policy.fallbackPercent = 100
        change(&policy)
        var configuration = Sample.configuration(slots: 4, reserved: 0)
        configuration.lanes[Sample.lane]?.fallback = [Sample.otherLane]
        configuration.lanes[Sample.lane]?.rollback = policy
        configuration.lanes[Sample.otherLane] = LanePolicy()
        var history = History(RollbackChecker())
        history.tell(.configured(configuration))
        history.tell(.committed([.saveLane(Sample.record()), .saveLane(Self.other)]))
        return history
    }

    private func tripped(_ action: RollbackAction) throws -> History<RollbackChecker> {
        var history = try begun { $0.action = action }
        history.tell(.committed(end("f1", .failed)))
        history.tell(.committed(end("f2", .failed) + [opened(), tripped(action: action)]))
        return history
    }

    /// A mission whose only attempt ends so.
    private func end(
        _ name: String,
        _ outcome: AttemptOutcome,
        _ scope: FailureScope? = nil
    ) -> [LedgerWrite] {
        let id = Sample.mission(name)
        var state = Sample.state(attempts: 1)
        switch outcome {
        case .completed: state.status = .completed
        case .cancelled: state.status = .cancelled
        case .failed: state.status = .failed
        case .timedOut: state.status = .timedOut
        case .interrupted, .crashed, .deferred: state.status = .queued
        }
        state.scope = scope
        return [
            .updateAttempt(Sample.attempt(id, outcome: outcome)), .updateMission(id, state),
        ]
    }

    private func moved() -> LedgerWrite {
        made(.missionFallback) { event in
            event.vpID = Sample.otherLane
            event.payload["from"] = .string(Sample.lane.rawValue)
        }
    }

    private func started(after wait: Int64?) -> LedgerWrite {
        made(.missionDispatched) { event in
            event.missionID = Sample.mission
            if let wait { event.payload["lane_wait_ms"] = .integer(wait) }
        }
    }

    private func opened(_ reason: ReasonCode = .missionFailures) -> LedgerWrite {
        Sample.event(.incidentOpened, reason: reason)
    }

    private func closed(by actor: String = "supervisor") -> LedgerWrite {
        Sample.event(.incidentClosed, actor: actor, reason: .missionFailures)
    }

    private func tripped(
        _ reason: ReasonCode = .missionFailures,
        action: RollbackAction = .incident
    ) -> LedgerWrite {
        made(.laneTripped) { event in
            event.reason = reason
            event.payload["action"] = .string(action.rawValue)
        }
    }

    private func made(_ type: EventType, _ change: (inout EventRecord) -> Void) -> LedgerWrite {
        var event = EventRecord(
            sequence: 1,
            type: type,
            emittedAt: Sample.now,
            actor: "rollback",
            summary: ""
        )
        event.vpID = Sample.lane
        change(&event)
        return .appendEvent(event)
    }

    /// The lane's row with these departures.
    private func saved(_ recent: String = "", streak: Int = 0, trip: Bool = false) -> LedgerWrite {
        var record = Sample.record()
        record.rollback.recent = LaneRollback.recent(recent) ?? []
        record.rollback.failureStreak = streak
        if trip {
            record.rollback.trigger = .missionFailures
            record.rollback.newMissionCount = 0
        }
        return .saveLane(record)
    }
}

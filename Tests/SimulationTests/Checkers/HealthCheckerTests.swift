import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class HealthCheckerTests: XCTestCase {
    func testEjectionAfterEnoughFailuresIsFine() throws {
        var history = try begun()
        fail(2, in: &history)

        history.tell(.committed([opened(), ejected(), .saveLane(out())]))
    }

    func testEjectionAfterTooFewFailuresIsReported() throws {
        var history = try begun()
        fail(1, in: &history)

        history.tellBroken(.committed([opened(), ejected(), .saveLane(out())]))
    }

    func testEjectionThatIsNotEnforcedIsReported() throws {
        var history = try begun { $0.lanes[Sample.lane]?.health.enforcementPercent = 0 }
        fail(2, in: &history)

        history.tellBroken(.committed([opened(), ejected(), .saveLane(out())]))
    }

    func testEjectionOfTheLastOfAChainIsReported() throws {
        var history = try begun { $0.lanes[Sample.lane]?.fallback = [] }
        fail(2, in: &history)

        history.tellBroken(.committed([opened(), ejected(), .saveLane(out())]))
    }

    func testStartOnAnEjectedLaneIsReported() throws {
        var history = try gone()

        history.tellBroken(Sample.dispatched(fence: 9))
    }

    func testEjectionThatIsCommittedLateEndsByTheTurnThatDecidedIt() throws {
        for (milliseconds, isOver) in [(29_999, false), (30_000, true)] as [(UInt64, Bool)] {
            var history = try begun()
            history.tell(.turnBegan(Sample.instant(0)))
            fail(2, in: &history)
            history.tell(.turnBegan(Sample.instant(20)))
            history.tell(.committed([opened(), ejected(), .saveLane(out())]))
            let probe = Sample.attempt(dispatchedAt: Sample.instant(milliseconds).wall)
            history.tell(.turnBegan(Sample.instant(milliseconds)))

            if isOver {
                history.tell(.committed([.insertAttempt(probe)]))
            } else {
                history.tellBroken(.committed([.insertAttempt(probe)]))
            }
        }
    }

    func testSecondProbeIsReported() throws {
        var history = try gone()
        history.tell(.turnBegan(Sample.instant(30_000)))
        history.tell(.committed([.saveLane(out(.probing))]))
        history.tell(.committed([.insertAttempt(Sample.attempt(Sample.mission("p"), fence: 8))]))

        history.tellBroken(
            .committed([.insertAttempt(Sample.attempt(Sample.mission("q"), fence: 9))])
        )
    }

    func testSecondIncidentOfAnEpisodeIsReported() throws {
        var history = try gone()

        history.tellBroken(.committed([opened()]))
        history.tell(.committed([Sample.event(.incidentClosed, reason: .laneEjected)]))
        history.tellBroken(.committed([Sample.event(.incidentClosed, reason: .laneEjected)]))
    }

    func testIncidentThatIsOpenForALaneInUseIsReported() throws {
        var history = try gone()

        history.tellBroken(.committed([.saveLane(Sample.record())]))
    }

    func testIncidentOfARemovedLaneIsReported() throws {
        var history = try gone()
        var record = out()
        record.status = .retired

        history.tellBroken(.committed([.saveLane(record)]))
    }

    func testEpisodeWithoutAnIncidentIsReported() throws {
        var history = try begun()

        history.tellBroken(.committed([.saveLane(out())]))
    }

    func testMissionIsNotTakenFromALaneThatIsWell() throws {
        var history = try begun()
        history.tell(Sample.queued())
        var state = Sample.state()
        state.assignedBy = "router"
        state.assignedVPID = try XCTUnwrap(LaneID("other"))

        history.tellBroken(.committed([.updateMission(Sample.mission, state)]))
    }

    // MARK: Made

    private func begun(
        _ change: (inout Configuration) -> Void = { _ in }
    ) throws -> History<HealthChecker> {
        let other = try XCTUnwrap(LaneID("other"))
        var configuration = Sample.configuration(slots: 4, reserved: 0)
        configuration.lanes[Sample.lane]?.fallback = [other]
        configuration.lanes[Sample.lane]?.health.failuresInARow = 2
        configuration.lanes[other] = LanePolicy()
        change(&configuration)
        var history = History(HealthChecker())
        history.tell(.configured(configuration))
        history.tell(
            .committed([
                .saveLane(Sample.record()),
                .saveLane(
                    LaneRecord(
                        vpID: other,
                        sessionID: try XCTUnwrap(SessionID("s2")),
                        createdAt: Sample.now
                    )
                ),
            ])
        )
        return history
    }

    private func gone() throws -> History<HealthChecker> {
        var history = try begun()
        fail(2, in: &history)
        history.tell(.committed([opened(), ejected(), .saveLane(out())]))
        return history
    }

    private func fail(_ count: Int, in history: inout History<HealthChecker>) {
        for number in 1...count {
            var attempt = Sample.attempt(Sample.mission("f\(number)"), outcome: .failed)
            attempt.scope = .lane
            history.tell(.committed([.updateAttempt(attempt)]))
        }
    }

    private func opened() -> LedgerWrite { Sample.event(.incidentOpened, reason: .laneEjected) }

    private func ejected() -> LedgerWrite {
        var event = EventRecord(
            sequence: 1,
            type: .laneEjected,
            emittedAt: Sample.now,
            actor: "supervisor",
            summary: ""
        )
        event.vpID = Sample.lane
        event.payload["seconds"] = .integer(30)
        return .appendEvent(event)
    }

    private func out(_ state: LaneHealth.State = .ejected) -> LaneRecord {
        var record = Sample.record()
        record.status = .degraded
        record.degradedCause = .ejected
        record.health.state = state
        return record
    }
}

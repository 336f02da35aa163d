import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class FallbackCheckerTests: XCTestCase {
    func testTimedOutMissionGoesOnAlongItsChain() throws {
        var history = try begun()

        history.tell(.committed(try leaving() + moving(to: "other")))
        history.tell(.committed([try started(on: "other")]))
    }

    func testMissionThatIsGivenUpThoughAnotherLaneMayTakeItIsReported() throws {
        var history = try begun()
        var state = Sample.state(.timedOut, attempts: 1)
        state.endedAt = Sample.now

        history.tellBroken(.committed([timedOut(), .updateMission(Sample.mission, state)]))
    }

    func testAttemptsOfTheMissionAreUsedUpFirst() throws {
        for (count, isBroken) in [(3, true), (1, false)] {
            var history = try begun { $0.retry.maxAttempts = count }
            var attempt = Sample.attempt(outcome: .failed, reason: .exitCode)
            attempt.scope = .mission
            let writes =
                try [LedgerWrite.updateAttempt(attempt)] + leaving().dropFirst()
                + moving(to: "other")

            if isBroken {
                history.tellBroken(.committed(writes))
            } else {
                history.tell(.committed(writes))
            }
        }
    }

    func testLaneThatWasLeftRunsItOnlyAfterAPersonSaidSo() throws {
        var history = try begun()
        history.tell(.committed(try leaving() + moving(to: "other")))

        history.tellBroken(.committed([try started(on: "lane")]))
        var back = Sample.state(attempts: 1)
        back.assignedBy = "uid:1"
        var event = EventRecord(
            sequence: 1,
            type: .missionRerouted,
            emittedAt: Sample.now,
            actor: "uid:1",
            summary: ""
        )
        event.missionID = Sample.mission
        event.vpID = Sample.lane
        history.tell(.committed([.updateMission(Sample.mission, back), .appendEvent(event)]))
        history.tell(.committed([try started(on: "lane")]))
    }

    func testMissionThatAPersonReleasesStillLeavesItsLane() throws {
        var history = try begun { _ in
        } record: {
            $0.isPaused = true
        }
        history.tell(.committed(try leaving()))
        var event = EventRecord(
            sequence: 1,
            type: .missionQueued,
            emittedAt: Sample.now,
            actor: "uid:1",
            summary: ""
        )
        event.missionID = Sample.mission
        event.vpID = Sample.lane
        history.tell(.committed([.appendEvent(event)]))

        history.tell(.committed(try moving(to: "other")))
    }

    func testMoveToALaneOutsideTheChainIsReported() throws {
        var history = try begun()

        history.tellBroken(.committed(try leaving() + moving(to: "stranger")))
    }

    func testOwnChainOfAPinnedMissionIsTheOnlyOne() throws {
        var history = try begun {
            $0.vpID = Sample.lane
            $0.fallback = try? [lane("stranger")]
        }

        history.tellBroken(.committed(try leaving() + moving(to: "other")))
        history.tell(.committed(try leaving() + moving(to: "stranger")))
    }

    func testMoveWithoutNeedIsReported() throws {
        var history = try begun()
        var state = try moved(to: "other")
        state.leftVPIDs = []

        history.tellBroken(.committed([.updateMission(Sample.mission, state)]))
    }

    func testWaitForALaneThatTakesWorkIsReported() throws {
        var history = try begun { _ in
        } record: {
            $0.isPaused = true
        }
        history.tell(.committed(try leaving()))

        history.tellBroken(.committed([.saveLane(try record("other"))]))
    }

    // MARK: Made

    private func lane(_ name: String) throws -> LaneID { try XCTUnwrap(LaneID(name)) }

    private func record(_ name: String) throws -> LaneRecord {
        LaneRecord(
            vpID: try lane(name),
            sessionID: try XCTUnwrap(SessionID("s2")),
            createdAt: Sample.now
        )
    }

    /// Lane `lane` has `other` as its fallback; a mission runs on it.
    private func begun(
        _ change: (inout MissionEnvelope) -> Void = { _ in },
        record: (inout LaneRecord) -> Void = { _ in }
    ) throws -> History<FallbackChecker> {
        var configuration = Sample.configuration(slots: 2, reserved: 0)
        configuration.lanes[Sample.lane]?.fallback = [try lane("other")]
        configuration.lanes[try lane("other")] = LanePolicy()
        configuration.lanes[try lane("stranger")] = LanePolicy()
        var other = try self.record("other")
        record(&other)
        var envelope = Sample.envelope()
        change(&envelope)
        var history = History(FallbackChecker())
        history.tell(.configured(configuration))
        history.tell(
            .committed([
                .saveLane(Sample.record()), .saveLane(other),
                .saveLane(try self.record("stranger")),
                .insertMission(envelope, Sample.state()),
            ])
        )
        history.tell(Sample.dispatched())
        return history
    }

    private func timedOut() -> LedgerWrite {
        .updateAttempt(Sample.attempt(outcome: .timedOut, reason: .runtimeBudget))
    }

    /// Its attempt ends, and it leaves the lane.
    private func leaving() throws -> [LedgerWrite] {
        var state = Sample.state(attempts: 1)
        state.leftVPIDs = [Sample.lane]
        return [timedOut(), .updateMission(Sample.mission, state)]
    }

    private func moving(to name: String) throws -> [LedgerWrite] {
        [.updateMission(Sample.mission, try moved(to: name))]
    }

    private func moved(to name: String) throws -> MissionState {
        var state = Sample.state(attempts: 1)
        state.leftVPIDs = [Sample.lane]
        state.assignedVPID = try lane(name)
        state.assignedBy = "fallback"
        return state
    }

    private func started(on name: String) throws -> LedgerWrite {
        .insertAttempt(
            AttemptRecord(
                runID: Sample.run(Sample.mission, 2),
                missionID: Sample.mission,
                number: 2,
                vpID: try lane(name),
                generation: Generation(1),
                fence: Fence(2),
                sessionID: try XCTUnwrap(SessionID("s")),
                isFreshSession: true,
                dispatchedAt: Sample.now
            )
        )
    }
}

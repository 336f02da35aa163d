import Protocol
import XCTest

@testable import ControlPlane

final class SlotGovernorTests: XCTestCase {
    func testInteractiveGoesBeforeDeadlineBeforeBackground() throws {
        var missions = try [
            makeMission(1), makeMission(2, .deadline, deadline: 9), makeMission(3, .interactive),
        ]
        var starts: [MissionID] = []

        while let start = try next(missions) {
            starts.append(start.missionID)
            missions.removeAll { $0.id == start.missionID }
        }

        XCTAssertEqual(starts.map(\.rawValue), ["m-3", "m-2", "m-1"])
    }

    func testReservedSlotIsKeptForInteractive() throws {
        let running = try makeRun(.background)

        XCTAssertNil(try next([makeMission(1, session: .fresh)], [running]))
        XCTAssertEqual(
            try next([makeMission(1), makeMission(2, .interactive)], [running])?.missionID,
            MissionID("m-2")
        )
    }

    func testOtherClassesUseWhatIsNotReserved() throws {
        let running = try makeRun(.interactive)

        XCTAssertNotNil(try next([makeMission(1, session: .fresh)], [running]))
    }

    func testFullLaneStartsNothing() throws {
        let running = try [makeRun(.interactive), makeRun(.interactive)]

        XCTAssertNil(try next([makeMission(1, .interactive)], running))
    }

    func testSingleSlotWithoutReservationServesEveryClass() throws {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0

        XCTAssertNotNil(try next([makeMission(1)], policy: policy))
    }

    func testInteractiveBesideTheSessionGetsAFreshOne() throws {
        let running = try makeRun(.background)

        let start = try next([makeMission(1, .interactive)], [running])

        XCTAssertEqual(start?.isFreshSession, true)
    }

    func testMissionContinuesTheSessionWhenItIsFree() throws {
        let running = try makeRun(.interactive, isFreshSession: true)

        let start = try next([makeMission(1)], [running])

        XCTAssertEqual(start?.isFreshSession, false)
    }

    func testMissionThatWantsAFreshSessionGetsIt() throws {
        XCTAssertEqual(try next([makeMission(1, session: .fresh)])?.isFreshSession, true)
    }

    func testUsedSessionLetsALaterFreshMissionPass() throws {
        var policy = LanePolicy()
        policy.slotCount = 3
        let running = try makeRun(.background)

        let start = try next(
            [makeMission(1), makeMission(2, session: .fresh)],
            [running],
            policy: policy
        )

        XCTAssertEqual(start?.missionID, MissionID("m-2"))
    }

    private func next(
        _ missions: [MissionMachine],
        _ runs: [ActiveRun] = [],
        policy: LanePolicy = LanePolicy()
    ) throws -> SlotGovernor.Start? {
        SlotGovernor.next(
            in: makeQueue(missions),
            usage: SlotGovernor.Usage(runs),
            policy: policy,
            mode: { id in missions.first { $0.id == id }?.envelope.session ?? .continue }
        )
    }

    private func makeRun(
        _ missionClass: MissionClass,
        isFreshSession: Bool = false
    ) throws -> ActiveRun {
        let record = AttemptRecord(
            runID: try XCTUnwrap(RunID("m-9.1")),
            missionID: try XCTUnwrap(MissionID("m-9")),
            number: 1,
            vpID: try XCTUnwrap(LaneID("vp.a")),
            generation: Generation(1),
            fence: Fence(1),
            sessionID: try XCTUnwrap(SessionID("s")),
            isFreshSession: isFreshSession,
            dispatchedAt: WallTime(nanoseconds: 0)
        )
        return ActiveRun(record, missionClass: missionClass, at: .ms(0))
    }
}

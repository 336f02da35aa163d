import Protocol
import XCTest

@testable import LoadHarness

final class AttachedEvidenceTests: XCTestCase {
    func testWhatOthersDidIsNotJudged() throws {
        let lane = try XCTUnwrap(LaneID("vp.a"))
        var evidence = Evidence()
        for (name, key) in [("m1", "load-7-1"), ("m2", "load-8-1"), ("m3", nil)] {
            let id = try XCTUnwrap(MissionID(name))
            evidence.missions.append(
                LedgerMission(
                    missionID: id,
                    key: key,
                    missionClass: .background,
                    status: .completed,
                    lane: lane,
                    createdAt: WallTime(nanoseconds: 1),
                    isContinuing: false
                )
            )
            let run = try XCTUnwrap(RunID("\(name).1"))
            evidence.attempts.append(
                LedgerAttempt(
                    runID: run,
                    missionID: id,
                    lane: lane,
                    fence: Fence(UInt64(evidence.attempts.count) + 1),
                    dispatchedAt: WallTime(nanoseconds: 2)
                )
            )
            var event = EventRecord(
                sequence: UInt64(evidence.events.count) + 1,
                type: .missionDispatched,
                emittedAt: WallTime(nanoseconds: 2),
                actor: "supervisor",
                summary: "x"
            )
            event.missionID = id
            event.runID = run
            evidence.events.append(event)
        }

        AttachedEvidence.keepOwn(&evidence, seed: 7)

        XCTAssertEqual(evidence.missions.map(\.missionID.rawValue), ["m1"])
        XCTAssertEqual(evidence.attempts.map(\.missionID.rawValue), ["m1"])
        XCTAssertEqual(evidence.events.map(\.sequence), [1, 2, 3])
        XCTAssertEqual(evidence.events.map { $0.missionID?.rawValue }, ["m1", nil, nil])
        XCTAssertEqual(evidence.events.map { $0.runID?.rawValue }, ["m1.1", nil, nil])
    }
}

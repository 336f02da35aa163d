import Protocol
import XCTest

@testable import LoadHarness

final class MissionScriptTests: XCTestCase {
    private let now = WallTime(nanoseconds: 5_000_900_000)

    func testRunSaysThatItBeganFirstAndThatItEndedBeforeItsResult() throws {
        let text = MissionScript.text(plan(.plain), effects: "/f/effects", folder: "/f")

        XCTAssertEqual(
            text,
            """
            effect /f/effects start
            include /f/storm-$LANE_ID
            sleep 0.25
            effect /f/effects end
            result ok

            """
        )
    }

    func testMisbehaviourStandsBetweenBeginningAndEnd() throws {
        let lines: [(PlannedMission.Work, [String], [String])] = [
            (.plain, [], []),
            (.escaping, ["grandchild 86400 setsid double-fork ignore-term"], []),
            (.stubborn, ["ignore-term"], []),
            (.flooding, ["flood 1"], []),
            (.failing, [], ["attempt 1 exit 1"]),
            (
                .throttled, [],
                ["attempt 1 limit rate_limited rejected retry_after=0.2", "attempt 1 exit 75"]
            ),
        ]
        XCTAssertEqual(lines.map(\.0), PlannedMission.Work.allCases)
        for (work, before, after) in lines {
            let text = MissionScript.text(plan(work), effects: "/f/e", folder: "/f")
            let words = text.split(separator: "\n").map(String.init)

            XCTAssertEqual(Array(words.dropFirst(2).dropLast(2)), before + ["sleep 0.25"] + after)
        }
    }

    func testEnvelopeHasThePlansClassKeyDeadlineSessionAndLane() throws {
        let target = try ScriptedTarget()
        var planned = plan(.plain, deadlineAfter: .milliseconds(1_500), lane: 1)

        let envelope = MissionScript.envelope(planned, seed: 7, target, now: now)

        XCTAssertEqual(envelope.idempotencyKey, "load-7-12")
        XCTAssertEqual(envelope.missionClass, .deadline)
        XCTAssertEqual(envelope.deadlineAt, WallTime(nanoseconds: 6_500_000_000))
        XCTAssertEqual(envelope.session, .continue)
        XCTAssertEqual(envelope.vpID, LaneID("vp.b"))
        XCTAssertEqual(envelope.source, "laneload")
        XCTAssertGreaterThanOrEqual(envelope.retry.maxRecoveries, 100)
        XCTAssertEqual(
            envelope.objective,
            MissionScript.text(planned, effects: target.effectsPath, folder: target.folder)
        )
        planned = plan(.plain, isContinuing: false)
        let other = MissionScript.envelope(planned, seed: 7, target, now: now)
        XCTAssertEqual(other.session, .fresh)
        XCTAssertNil(other.vpID)
        XCTAssertNil(other.deadlineAt)
    }

    func testKeyBeginsAsTheLedgerIsSearchedFor() throws {
        let target = try ScriptedTarget()

        let envelope = MissionScript.envelope(plan(.plain), seed: 0, target, now: now)

        XCTAssertTrue(envelope.idempotencyKey?.hasPrefix(LedgerFile.keyStart) == true)
    }

    private func plan(
        _ work: PlannedMission.Work,
        deadlineAfter: Interval? = nil,
        lane: Int? = nil,
        isContinuing: Bool = true
    ) -> PlannedMission {
        PlannedMission(
            number: 12,
            arrivesAfter: .zero,
            missionClass: deadlineAfter == nil ? .background : .deadline,
            deadlineAfter: deadlineAfter,
            work: work,
            runTime: .milliseconds(250),
            isContinuing: isContinuing,
            pinnedLane: lane
        )
    }
}

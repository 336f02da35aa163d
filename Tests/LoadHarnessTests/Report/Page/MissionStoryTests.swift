import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class MissionStoryTests: XCTestCase {
    private var evidence: Evidence {
        var evidence = Made.evidence
        evidence.quotas = Made.quotas(laneCount: 2, slotCount: 2, poolCount: 1)
        evidence.submissions = [Made.submission(1, sent: 10, acknowledged: 12)]
        evidence.missions = [Made.mission(1, created: 11, ended: 90)]
        evidence.attempts = [
            Made.attempt(1, dispatched: 20, started: 30, ended: 80, .completed),
            Made.attempt(2, dispatched: 20),
        ]
        evidence.events = [
            Made.event(5, .missionStarted, mission: 1, lane: 1, at: 31),
            Made.event(6, .missionStarted, mission: 2, lane: 1, at: 32),
            Made.event(7, .laneExited, lane: 1, at: 40),
        ]
        evidence.effects = [
            RunEffect(
                at: Made.at(33),
                lane: Made.lane(1),
                missionID: Made.missionID(1),
                runID: Made.runID(1, 1),
                fence: Fence(11),
                process: ProcessIdentity(pid: 99, startTicks: 1),
                kind: .start
            )
        ]
        evidence.faults = [
            Made.fault(.killWorker, "vp.load.1", at: 39), Made.fault(.killRun, "m-2.1", at: 45),
        ]
        return evidence
    }

    func testAMissionHasWhatEverySourceSaysInTheOrderOfTime() {
        let story = MissionStory.stories(of: ["m-1"], evidence)[0]

        XCTAssertEqual(
            story.lines.map { "\($0.source): \($0.text)" },
            [
                "client: sent", "ledger: created, background on vp.load.1",
                "client: acknowledged as number 1",
                "ledger: m-1.1 fence 11 dispatched to vp.load.1", "ledger: m-1.1 fence 11 started",
                "event: 5 vp.mission.started: something happened",
                "run: m-1.1 fence 11 pid 99: start", "ledger: m-1.1 fence 11 ended: completed",
                "ledger: mission completed",
            ]
        )
        XCTAssertEqual(story.omittedCount, 0)
        XCTAssertNil(story.omittedAfter)
    }

    func testARunHasTheStoryOfItsMission() {
        let stories = MissionStory.stories(of: ["m-1.1", "m-1"], evidence)

        XCTAssertEqual(stories[0], stories[1])
    }

    func testALaneHasWhatHappenedToItselfAndNotToItsMissions() {
        let story = MissionStory.stories(of: ["vp.load.1"], evidence)[0]

        XCTAssertEqual(
            story.lines.map(\.text),
            ["kill worker", "7 vp.lane.exited: something happened"]
        )
    }

    func testAPoolHasItsEvents() {
        var evidence = evidence
        var event = Made.event(9, .poolExhausted, at: 50)
        event.payload = ["pool": .string("load.1")]
        evidence.events.append(event)

        let story = MissionStory.stories(of: ["load.1"], evidence)[0]

        XCTAssertEqual(story.lines.map(\.text), ["9 vp.pool.exhausted: something happened"])
    }

    func testWhatNobodyKnowsHasNoLines() {
        XCTAssertEqual(
            MissionStory.stories(of: ["m-77", "", "."], evidence).map(\.lines.count),
            [0, 0, 0]
        )
    }

    func testOfALongStoryTheMiddleIsLeftOut() {
        var evidence = Made.evidence
        evidence.events = (1...100).map { number in
            Made.event(UInt64(number), .missionProgress, mission: 1, at: number)
        }

        let story = MissionStory.stories(of: ["m-1"], evidence)[0]

        XCTAssertEqual(story.lines.count, MissionStory.lineCountMax)
        XCTAssertEqual(story.omittedCount, 58)
        XCTAssertEqual(story.omittedAfter, 28)
        XCTAssertEqual(story.lines[27].at, Made.at(28))
        XCTAssertEqual(story.lines[28].at, Made.at(87))
    }
}

import Protocol
import XCTest

@testable import LoadHarness

final class MissionFiguresTests: XCTestCase {
    private func figures(_ evidence: Evidence) -> [String: LoadFigure] {
        let all = MissionFigures.all(LoadHistory(evidence), Scenario())
        return Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
    }

    func testThroughputIsOfTheTimeInWhichMissionsArrived() {
        var evidence = Made.evidence
        evidence.missions = [
            Made.mission(1, created: 0, ended: 500), Made.mission(2, created: 0, ended: 10_000),
            Made.mission(3, created: 0, ended: 10_001),
            Made.mission(4, .background, .failed, created: 0, ended: 600),
        ]

        let figures = figures(evidence)

        XCTAssertEqual(figures["completed_per_s"]?.value, 0.2)
        XCTAssertEqual(figures["completed"]?.value, 3)
        XCTAssertEqual(figures["failed"]?.value, 1)
        XCTAssertEqual(figures["never_dispatched"]?.value, 4)
    }

    func testADeadlineMissionIsLateWhenItEndsAfterItsTime() {
        var evidence = Made.evidence
        evidence.missions = [
            Made.mission(1, .deadline, created: 0, ended: 500, deadline: 500),
            Made.mission(2, .deadline, created: 0, ended: 501, deadline: 500),
            Made.mission(3, .deadline, .failed, created: 0, ended: 900, deadline: 500),
            Made.mission(4, .deadline, .queued, created: 0, ended: nil, deadline: 500),
            Made.mission(5, .background, created: 0, ended: 900, deadline: 500),
        ]

        let late = figures(evidence)["late_percent"]

        XCTAssertEqual(late?.value ?? 0, 66.7, accuracy: 0.1)
        XCTAssertEqual(late?.sampleCount, 3)
    }

    func testRatesAreOfMissionsThatHaveEnded() {
        var evidence = Made.evidence
        evidence.missions = [
            Made.mission(1, created: 0, ended: 1), Made.mission(2, created: 0, ended: 1),
            Made.mission(3, .background, .failed, created: 0, ended: 1),
            Made.mission(4, .background, .timedOut, created: 0, ended: 1),
            Made.mission(5, .background, .running, created: 0, ended: nil),
        ]
        // Twice the same mission, and one that is open: one of four has fallen back.
        evidence.events = [
            Made.event(1, .missionFallback, mission: 1),
            Made.event(2, .missionFallback, mission: 1),
            Made.event(3, .missionFallback, mission: 5), Made.event(4, .missionRetried, mission: 2),
        ]

        let figures = figures(evidence)

        XCTAssertEqual(figures["failure_percent"]?.value, 50)
        XCTAssertEqual(figures["fallback_percent"]?.value, 25)
    }

    func testASurvivorIsAnOrphanAndNoneIsAllowed() {
        var evidence = Made.evidence
        XCTAssertEqual(figures(evidence)["orphans"]?.isMet, true)

        evidence.survivors = [
            Survivor(
                process: ProcessIdentity(pid: 7, startTicks: 9),
                runID: "m-1.1",
                command: "sleep 100"
            )
        ]

        XCTAssertEqual(figures(evidence)["orphans"]?.value, 1)
        XCTAssertEqual(figures(evidence)["orphans"]?.isMet, false)
    }
}

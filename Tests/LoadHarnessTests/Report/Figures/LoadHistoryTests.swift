import Protocol
import XCTest

@testable import LoadHarness

final class LoadHistoryTests: XCTestCase {
    func testAWaitIsFromTheQueueToTheFirstDispatchOnly() {
        var evidence = Made.evidence
        evidence.missions = [
            Made.mission(1, .interactive, created: 100, ended: 900),
            Made.mission(2, .background, created: 100, ended: 900),
            Made.mission(3, .interactive, .queued, created: 200, ended: nil),
        ]
        evidence.attempts = [
            Made.attempt(1, 2, fence: 9, dispatched: 600),
            Made.attempt(1, fence: 2, dispatched: 150),
            Made.attempt(2, fence: 3, dispatched: 400),
        ]

        let history = LoadHistory(evidence)

        XCTAssertEqual(history.waits(of: .interactive), [50])
        XCTAssertEqual(history.waits(of: nil), [50, 300])
        XCTAssertEqual(history.attempts(of: Made.missionID(1)).map(\.fence.rawValue), [2, 9])
    }

    func testWhatWaitedBeforeTheLoadCountsFromItsBeginning() {
        var evidence = Made.evidence
        evidence.missions = [Made.mission(1, created: -60_000, ended: 900)]
        evidence.attempts = [Made.attempt(1, dispatched: 40)]

        XCTAssertEqual(LoadHistory(evidence).waits(of: .background), [40])
    }

    func testAHistoryThatHadEndedBeforeIsLeftOut() {
        var evidence = Made.evidence
        evidence.missions = [
            Made.mission(1, created: -500, ended: -100), Made.mission(2, created: -500, ended: 100),
        ]

        XCTAssertEqual(LoadHistory(evidence).missions.map(\.missionID), [Made.missionID(2)])
    }

    func testALifeIsFromTheFirstSendingToTheEndOfWhatCompleted() {
        var evidence = Made.evidence
        evidence.submissions = [
            Made.submission(1, .interactive, sent: 10, acknowledged: 12),
            Made.submission(2, .deadline, sent: 10, acknowledged: 15),
            Made.submission(3, .deadline, sent: 10, acknowledged: 15),
        ]
        evidence.missions = [
            Made.mission(1, .interactive, created: 11, ended: 500),
            Made.mission(2, .deadline, .failed, created: 11, ended: 400),
        ]

        let history = LoadHistory(evidence)

        XCTAssertEqual(history.lives(of: nil), [490])
        XCTAssertEqual(history.lives(of: .deadline), [])
        XCTAssertEqual(history.acknowledgements(of: nil), [2, 5, 5])
        XCTAssertEqual(history.acknowledgements(of: .interactive), [2])
    }

    func testOnlyRunsThatCompletedHaveARunTime() {
        var evidence = Made.evidence
        evidence.attempts = [
            Made.attempt(1, dispatched: 0, started: 10, ended: 110, .completed),
            Made.attempt(2, dispatched: 0, started: 10, ended: 20, .crashed),
            Made.attempt(3, dispatched: -90, started: -80, ended: -10, .completed),
        ]

        XCTAssertEqual(LoadHistory(evidence).runTimes, [100])
    }
}

import Protocol
import XCTest

@testable import LoadHarness

final class RecoveryFiguresTests: XCTestCase {
    private func figures(_ evidence: Evidence) -> [String: LoadFigure] {
        let all = RecoveryFigures.all(LoadHistory(evidence), Scenario())
        return Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
    }

    func testSuccessIsOfMissionsThatCrashedAndAttemptsAreThoseThatFollowed() {
        var evidence = Made.evidence
        evidence.missions = [
            Made.mission(1, created: 0, ended: 900), Made.mission(2, created: 0, ended: 900),
            Made.mission(3, .background, .failed, created: 0, ended: 900),
            Made.mission(4, .background, .running, created: 0, ended: nil),
        ]
        evidence.attempts = [
            Made.attempt(1, 1, dispatched: 0, .crashed),
            Made.attempt(1, 2, dispatched: 9, .crashed),
            Made.attempt(1, 3, dispatched: 20, .completed),
            Made.attempt(2, 1, dispatched: 0, .deferred),
            Made.attempt(2, 2, dispatched: 5, .completed),
            Made.attempt(3, 1, dispatched: 0, .crashed),
            Made.attempt(4, 1, dispatched: 0, .crashed),
            Made.attempt(4, 2, dispatched: 30),
        ]
        evidence.events = [Made.event(1, .sessionRecovered, lane: 1)]

        let figures = figures(evidence)

        XCTAssertEqual(figures["crashed"]?.value, 4)
        XCTAssertEqual(figures["recovery_attempts"]?.value, 3)
        XCTAssertEqual(figures["recovery_success_percent"]?.value, 50)
        XCTAssertEqual(figures["recovery_success_percent"]?.sampleCount, 2)
        XCTAssertEqual(figures["workers_recovered"]?.value, 1)
    }

    func testTheSlowestStartCountsAndOneThatDiedIsToldApart() {
        var evidence = Made.evidence
        evidence.starts = [
            SupervisorStart(at: Made.at(0), readyAt: Made.at(40)),
            SupervisorStart(at: Made.at(100), readyAt: nil),
            SupervisorStart(at: Made.at(200), readyAt: Made.at(290)),
        ]

        let figures = figures(evidence)

        XCTAssertEqual(figures["ready_max_ms"]?.value, 90)
        XCTAssertEqual(figures["ready_max_ms"]?.sampleCount, 2)
        XCTAssertEqual(figures["starts_unready"]?.value, 1)
    }
}

import Protocol
import XCTest

@testable import LoadHarness

final class LatencyFiguresTests: XCTestCase {
    func testEachClassHasItsOwnWaits() {
        var evidence = Made.evidence
        for number in 1...300 {
            let missionClass = MissionClass.allCases[number % 3]
            evidence.missions.append(Made.mission(number, missionClass, created: 0, ended: 9000))
            let wait = number * [1, 10, 100][number % 3] / 10
            evidence.attempts.append(Made.attempt(number, dispatched: wait))
        }

        let figures = LatencyFigures.all(LoadHistory(evidence), Scenario())
        let values = Dictionary(uniqueKeysWithValues: figures.map { ($0.key, $0.value) })

        XCTAssertEqual(values["interactive_wait_max_ms"], 30)
        XCTAssertEqual(values["deadline_wait_max_ms"], 298)
        XCTAssertEqual(values["background_wait_max_ms"], 2990)
        XCTAssertEqual(values["wait_max_ms"], 2990)
        XCTAssertEqual(figures.first { $0.key == "wait_p99_ms" }?.sampleCount, 300)
        XCTAssertNil(figures.first { $0.key == "wait_p99_ms" }?.note)
        XCTAssertEqual(figures.first { $0.key == "deadline_wait_p99_ms" }?.note, "few samples")
    }
}

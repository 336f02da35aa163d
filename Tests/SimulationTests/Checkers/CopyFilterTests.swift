import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class CopyFilterTests: XCTestCase {
    func testMissionsAreSeenWithoutCopies() {
        XCTAssertEqual(writes(showing: .missions), [0, 2, 4, 6])
    }

    func testRunsOfCopiesAreSeenWithoutTheirRows() {
        XCTAssertEqual(writes(showing: .runs), [0, 2, 3, 4, 6])
    }

    func testCopiesAreSeenWithoutMissions() {
        XCTAssertEqual(writes(showing: .copies), [1, 3, 5, 6])
    }

    func testOtherFactsAreSeenByAll() {
        let filter = CopyFilter()

        let seen = filter.observation(.workDone(Sample.run()), showing: .copies)

        guard case .workDone(let run) = seen else { return XCTFail("another fact") }
        XCTAssertEqual(run, Sample.run())
    }

    /// The places in a transaction of what is shown of it.
    private func writes(showing part: CopyFilter.Part) -> [Int] {
        let all: [LedgerWrite] = [
            .insertMission(Sample.envelope(), Sample.state()),
            .insertMission(Sample.copy(), Sample.state()),
            .insertAttempt(Sample.attempt()),
            .insertAttempt(Sample.attempt(Sample.copyID)),
            .updateMission(Sample.mission, Sample.state()),
            .updateMission(Sample.copyID, Sample.state()),
            .saveLane(Sample.record()),
        ]
        var filter = CopyFilter()
        filter.note(.committed(all))
        guard case .committed(let seen) = filter.observation(.committed(all), showing: part) else {
            return []
        }
        return seen.compactMap { all.firstIndex(of: $0) }
    }
}

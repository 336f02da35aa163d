import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class SeriesDocumentTests: XCTestCase {
    func testASeriesIsPairsAndAGapIsNull() {
        var evidence = Made.evidence
        evidence.samples = [0, 200, 400, 5000].map { Made.sample(at: $0, queued: [1, 2, 3]) }

        let members = SeriesDocument.members(evidence)

        func pair(_ seconds: Double, _ value: Double) -> JSONValue {
            .array([.double(seconds), .double(value)])
        }
        guard case .object(let queued)? = members["queued"] else { return XCTFail("no object") }
        XCTAssertEqual(
            queued["deadline"],
            .array([pair(0, 2), pair(0.2, 2), pair(0.4, 2), .null, pair(5, 2)])
        )
        XCTAssertEqual(members["memory_mib"], .array([]))
        XCTAssertEqual(members["origin"], .string(Made.began.description))
    }

    func testManyLanesHaveFewerPointsEach() {
        let members = SeriesDocument.members(
            SampleLoad(missionCount: 0, sampleCount: 3000, laneCount: 240).evidence
        )

        guard case .object(let runs)? = members["runs"] else { return XCTFail("no object") }
        XCTAssertEqual(runs.count, 240)
        for (name, points) in runs {
            guard case .array(let items) = points else { return XCTFail(name) }
            XCTAssertLessThanOrEqual(items.count, 250, name)
        }
    }
}

import XCTest

@testable import Benchmark

final class SummaryTests: XCTestCase {
    private func figure(_ value: Double, limit: Double?, _ target: Target?) -> Figure {
        Figure(name: "a", unit: "ms", value: value, limit: limit, target: target)
    }

    func testRatiosAreOfEachRunAndNotOfTheMedians() throws {
        // In a slow run both are slow: the ratio of the medians would say 4, no run did.
        let runs = [(2.0, 1.0), (8.0, 4.0), (4.0, 2.0)].map {
            figure($0.0, limit: $0.1, .ratioAtMost(2))
        }

        let summary = try XCTUnwrap(Summary(runs))

        XCTAssertEqual(summary.ratio, 2)
        XCTAssertEqual(summary.value, 4)
        XCTAssertEqual(summary.least, 2)
        XCTAssertEqual(summary.most, 8)
        XCTAssertEqual(summary.isMet, true)
    }

    func testAFigureWithoutATargetIsNeitherMetNorMissed() throws {
        XCTAssertNil(try XCTUnwrap(Summary([figure(1, limit: nil, nil)])).isMet)
        XCTAssertNil(Summary([]))
    }

    func testRunsAreSummedUpFigureByFigure() {
        let run = [figure(1, limit: nil, .valueAtMost(1)), figure(5, limit: nil, .valueAtMost(1))]

        let summaries = Summary.all([run, run])

        XCTAssertEqual(summaries.map(\.isMet), [true, false])
        XCTAssertEqual(summaries.map(\.runCount), [2, 2])
    }
}

import XCTest

@testable import LoadHarness

final class GrowthTests: XCTestCase {
    func testTheMediansOfTheFirstAndTheLastQuarterAreCompared() throws {
        let growth = try XCTUnwrap(Growth([10, 900, 10, 50, 50, 50, 50, 50, 50, 12, 0, 12]))

        XCTAssertEqual(growth.first, 10)
        XCTAssertEqual(growth.last, 12)
        XCTAssertEqual(growth.percent, 20)
        XCTAssertEqual(growth.sampleCount, 12)
    }

    func testFewerThanFourSamplesShowNoGrowth() {
        XCTAssertNil(Growth([1, 2, 3]))
        XCTAssertEqual(Growth([1, 2, 3, 5])?.difference, 4)
        XCTAssertEqual(Growth([0, 2, 3, 5])?.percent, 0)
    }
}

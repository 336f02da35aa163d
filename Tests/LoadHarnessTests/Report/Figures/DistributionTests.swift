import XCTest

@testable import LoadHarness

final class DistributionTests: XCTestCase {
    func testQuantilesAreValuesThatWereMeasured() {
        let hundred = Distribution((1...100).reversed().map(Double.init))

        XCTAssertEqual(hundred.quantile(0.5), 50)
        XCTAssertEqual(hundred.quantile(0.99), 99)
        XCTAssertEqual(hundred.quantile(1), 100)
        XCTAssertEqual(hundred.quantile(0), 1)
        XCTAssertEqual(Distribution([4, 1, 3]).quantile(0.5), 3)
        XCTAssertEqual(hundred.mean, 50.5)
    }

    func testWithoutValuesEverythingIsZero() {
        let none = Distribution([.nan, .infinity])

        XCTAssertEqual(none.count, 0)
        XCTAssertEqual(none.quantile(0.5), 0)
        XCTAssertEqual(none.most, 0)
        XCTAssertEqual(none.mean, 0)
    }
}

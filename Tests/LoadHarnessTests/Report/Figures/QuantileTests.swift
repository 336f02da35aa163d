import XCTest

@testable import LoadHarness

final class QuantileTests: XCTestCase {
    func testSharesAreTheOnesOfTheNames() {
        XCTAssertEqual(Quantile.allCases.map(\.share), [0.5, 0.95, 0.99, 1])
    }

    func testOnlyTheNinetyNinthNeedsTwoHundredValues() {
        XCTAssertEqual(Quantile.allCases.map(\.sampleCountMin), [1, 1, 200, 1])
    }
}

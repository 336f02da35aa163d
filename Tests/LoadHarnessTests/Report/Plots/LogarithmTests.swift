import Foundation
import XCTest

@testable import LoadHarness

final class LogarithmTests: XCTestCase {
    func testItIsTheLogarithmOfTheLibrary() {
        for value in [1e-300, 0.001, 0.05, 0.999, 1, 1.5, 2, 9.99, 10, 12_345, 1e9, 7e200] {
            XCTAssertEqual(Logarithm.base10(value), log10(value), accuracy: 1e-10, "\(value)")
        }
    }

    func testWhatHasNoLogarithmIsZero() {
        for value in [0, -1, Double.nan, .infinity] {
            XCTAssertEqual(Logarithm.base10(value), 0, "\(value)")
        }
    }

    func testPowersOfTen() {
        XCTAssertEqual([-3, 0, 1, 6].map(Logarithm.powerOfTen), [0.001, 1, 10, 1_000_000])
    }
}

import XCTest

@testable import Harness

final class DecimalsTests: XCTestCase {
    func testThreeDigitsMeanSomething() {
        XCTAssertEqual(Decimals.text(0.0404), "0.040")
        XCTAssertEqual(Decimals.text(2.004), "2.00")
        XCTAssertEqual(Decimals.text(1.999), "2.00")
        XCTAssertEqual(Decimals.text(23.45), "23.5")
        XCTAssertEqual(Decimals.text(1234.5), "1235")
        XCTAssertEqual(Decimals.text(5), "5")
        XCTAssertEqual(Decimals.text(-0.25), "-0.250")
        XCTAssertEqual(Decimals.text(.infinity), "-")
    }
}

import Protocol
import XCTest

@testable import LoadHarness

final class NumberTextTests: XCTestCase {
    func testThousandsAreGrouped() {
        let texts = [0, 12, 999, 1000, 12_345, 1_234_567, -4321].map(NumberText.count)

        XCTAssertEqual(texts, ["0", "12", "999", "1,000", "12,345", "1,234,567", "-4,321"])
    }

    func testAValueHasThreeDigitsThatMeanSomething() {
        XCTAssertEqual(NumberText.value(0.0123), "0.012")
        XCTAssertEqual(NumberText.value(12.34), "12.3")
        XCTAssertEqual(NumberText.value(1234.5), "1,235")
        XCTAssertEqual(NumberText.measure(4, "ms"), "4 ms")
        XCTAssertEqual(NumberText.measure(4, ""), "4")
    }

    func testWhatCannotBeWrittenIsADash() {
        for value in [Double.nan, .infinity, -.infinity, 1e300] {
            XCTAssertEqual(NumberText.value(value), "-")
            XCTAssertEqual(NumberText.milliseconds(value), "-")
        }
    }

    func testASpanIsInTheUnitThatSuitsIt() {
        XCTAssertEqual(NumberText.span(.milliseconds(250)), "250 ms")
        XCTAssertEqual(NumberText.span(.milliseconds(1500)), "1.50 s")
        XCTAssertEqual(NumberText.span(.seconds(1200)), "20 min")
        XCTAssertEqual(NumberText.span(.seconds(72_000)), "20 h")
    }

    func testOneThingHasNoPlural() {
        XCTAssertEqual(NumberText.counted(1, "lane"), "1 lane")
        XCTAssertEqual(NumberText.counted(0, "lane"), "0 lanes")
        XCTAssertEqual(NumberText.counted(2000, "lane"), "2,000 lanes")
    }

    func testMillisecondsKeepTheirZeros() {
        XCTAssertEqual(NumberText.milliseconds(12.0341), "12.034 s")
        XCTAssertEqual(NumberText.milliseconds(0.0004), "0.000 s")
        XCTAssertEqual(NumberText.milliseconds(-1.5), "-1.500 s")
    }
}

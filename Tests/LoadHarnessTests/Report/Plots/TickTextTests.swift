import XCTest

@testable import LoadHarness

final class TickTextTests: XCTestCase {
    func testTimesBelowAndAboveASecond() {
        let texts = [0.01, 0.05, 0.1, 0.5, 1, 20, 500, 1000, 5000, 100_000, 2_000_000]
            .map(TickText.milliseconds)

        XCTAssertEqual(
            texts,
            [
                "0.01 ms", "0.05 ms", "0.1 ms", "0.5 ms", "1 ms", "20 ms", "500 ms", "1 s", "5 s",
                "100 s", "2,000 s",
            ]
        )
    }

    func testAmountsHaveTheDigitsOfTheirStep() {
        XCTAssertEqual(
            [0, 0.5, 1, 1.5].map { TickText.amount($0, step: 0.5) },
            ["0.0", "0.5", "1.0", "1.5"]
        )
        XCTAssertEqual([0, 5, 10].map { TickText.amount($0, step: 5) }, ["0", "5", "10"])
        XCTAssertEqual(TickText.amount(0.02, step: 0.02), "0.02")
        XCTAssertEqual(TickText.amount(20_000, step: 5000), "20,000")
    }
}

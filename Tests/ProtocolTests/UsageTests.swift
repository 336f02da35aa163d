import Protocol
import XCTest

final class UsageTests: XCTestCase {
    func testSumThatDoesNotFitStaysAtTheMaximum() {
        var usage = Usage()
        usage.inputTokenCount = .max
        usage.outputTokenCount = 1
        usage.callCount = 2

        let sum = usage.adding(usage)

        XCTAssertEqual(usage.tokenCount, .max)
        XCTAssertEqual(sum.inputTokenCount, .max)
        XCTAssertEqual(sum.outputTokenCount, 2)
        XCTAssertEqual(sum.callCount, 4)
        XCTAssertEqual(sum.costMicroUSD, 0)
    }
}

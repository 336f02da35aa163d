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

    func testWhatIsBeyondIsNothingWhereThereIsLess() {
        var (less, more) = (Usage(), Usage())
        (less.callCount, less.costMicroUSD, less.inputTokenCount) = (2, 9, 5)
        (more.callCount, more.costMicroUSD, more.outputTokenCount) = (5, 7, 1)

        let rest = more.beyond(less)

        XCTAssertEqual(rest.callCount, 3)
        XCTAssertEqual(rest.costMicroUSD, 0)
        XCTAssertEqual(rest.inputTokenCount, 0)
        XCTAssertEqual(rest.outputTokenCount, 1)
    }
}

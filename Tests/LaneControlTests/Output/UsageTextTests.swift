import Protocol
import XCTest

@testable import LaneControl

final class UsageTextTests: XCTestCase {
    func testNothingUsedAndNothingBoundedIsNoLine() {
        XCTAssertNil(UsageText.line(Usage(), of: Budget()))
    }

    func testFiguresStandBesideTheirBounds() {
        var usage = Usage()
        usage.callCount = 3
        usage.inputTokenCount = 1_000
        usage.outputTokenCount = 200
        var budget = Budget()
        budget.maxCallCount = 10
        budget.maxCostMicroUSD = 1_500_000

        XCTAssertEqual(
            UsageText.line(usage, of: budget),
            "3 of 10 calls, 1200 tokens, 0.00 of 1.50 USD"
        )
    }
}

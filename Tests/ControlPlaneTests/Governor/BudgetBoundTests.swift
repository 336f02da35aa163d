import Protocol
import XCTest

@testable import ControlPlane

final class BudgetBoundTests: XCTestCase {
    func testBoundsThatAreNotSetAreNone() {
        var usage = Usage()
        usage.callCount = .max
        usage.inputTokenCount = .max
        usage.costMicroUSD = .max

        XCTAssertEqual(Budget().bounds(against: usage), [])
    }

    func testFigureThatNobodyReportedIsNothing() {
        let bounds = makeBudget().bounds(against: Usage())

        XCTAssertEqual(bounds.map(\.used), [0, 0, 0])
        XCTAssertEqual(bounds.filter { $0.isPassed || $0.isSpent }, [])
    }

    func testBoundIsSpentWhenItIsReachedAndPassedAboveIt() {
        for (used, isSpent, isPassed) in [(9, false, false), (10, true, false), (11, true, true)] {
            var usage = Usage()
            usage.callCount = UInt64(used)
            let bound = makeBudget().bounds(against: usage).first

            XCTAssertEqual(bound?.isSpent, isSpent, "\(used) of 10")
            XCTAssertEqual(bound?.isPassed, isPassed, "\(used) of 10")
        }
    }

    func testTokensAreCountedReadAndWritten() {
        var usage = Usage()
        usage.inputTokenCount = 60
        usage.outputTokenCount = 50

        let bound = makeBudget().bounds(against: usage).first { $0.isPassed }

        XCTAssertEqual(bound?.intent, .tokenBudget)
        XCTAssertEqual(bound?.sentence, "110 of max_tokens 100 are used")
    }

    func testCostIsSaidInDollars() {
        var usage = Usage()
        usage.costMicroUSD = 2_500_001

        let bound = makeBudget().bounds(against: usage).first { $0.isPassed }

        XCTAssertEqual(bound?.intent, .costBudget)
        XCTAssertEqual(bound?.sentence, "2.500001 of max_cost_usd 2.50 are used")
    }

    private func makeBudget() -> Budget {
        var budget = Budget()
        budget.maxCallCount = 10
        budget.maxTokenCount = 100
        budget.maxCostMicroUSD = 2_500_000
        return budget
    }
}

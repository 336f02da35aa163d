import XCTest

@testable import LoadHarness

final class LoadReportTests: XCTestCase {
    func testALoadPassesWhenNothingWasFoundAndEveryCheckSawSomething() {
        XCTAssertTrue(Made.report().hasPassed)
    }

    func testALoadThatNothingCheckedHasNotPassed() {
        XCTAssertFalse(Made.report(Made.evidence, Scenario(), []).hasPassed)
    }

    func testOneFindingFails() {
        var report = Made.report()
        report.results[2].result.findings = [
            Finding(invariant: .orphaned, object: "pid 7", message: "is alive")
        ]

        XCTAssertFalse(report.hasPassed)
        XCTAssertEqual(report.findingCount(of: .orphaned), 1)
        XCTAssertEqual(report.findingCount(of: .lost), 0)
    }

    func testAMissedBoundFails() {
        var report = Made.report()
        report.figures.append(
            LoadFigure(name: "a", key: "a", unit: "ms", value: 2, bound: "≤ 1 ms", isMet: false)
        )

        XCTAssertFalse(report.hasPassed)
    }

    func testACheckThatSawNothingFailsUnlessItSaysWhy() {
        var report = Made.report()
        report.results[5].result = CheckResult(examinedCount: 0)
        XCTAssertFalse(report.hasPassed)
        XCTAssertEqual(report.blindChecks, [.starved])

        report.results[5].result.gaps = ["no class has a bound"]

        XCTAssertTrue(report.hasPassed)
    }

    func testEachGapIsToldOnce() {
        var report = Made.report()
        report.evidence.gaps = ["the process table of another user"]
        report.results[0].result.gaps = ["the effects"]
        report.results[1].result.gaps = ["the effects", "the process table of another user"]

        XCTAssertEqual(report.gaps, ["the process table of another user", "the effects"])
    }
}

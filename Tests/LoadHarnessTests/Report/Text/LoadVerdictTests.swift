import XCTest

@testable import LoadHarness

final class LoadVerdictTests: XCTestCase {
    private func report(completedCount: Int) -> LoadReport {
        var evidence = Made.evidence
        evidence.missions = (0..<completedCount).map {
            Made.mission($0, created: 0, ended: 1)
        }
        return Made.report(evidence)
    }

    private func findings(_ invariant: Invariant, _ count: Int) -> [Finding] {
        Array(repeating: Finding(invariant: invariant, object: "a", message: "b"), count: count)
    }

    func testALoadThatPassedSaysWhatCompleted() {
        XCTAssertEqual(
            LoadVerdict.sentence(report(completedCount: 1234)),
            "passed: 1,234 completed, 0 lost, 0 duplicated, 0 orphaned"
        )
    }

    func testALoadThatFailedSaysWhatIsWrong() {
        var report = report(completedCount: 3)
        report.results[0].result.findings = findings(.lost, 2)
        report.results[3].result.findings = findings(.overQuota, 1)
        report.results[6].result = CheckResult(examinedCount: 0)
        report.figures.append(
            LoadFigure(name: "a", key: "a", unit: "ms", value: 2, bound: "≤ 1 ms", isMet: false)
        )

        XCTAssertEqual(
            LoadVerdict.sentence(report),
            "FAILED: 3 completed, 2 lost, 0 duplicated, 0 orphaned, 1 over quota, 1 bound missed,"
                + " 1 check saw nothing"
        )
    }
}

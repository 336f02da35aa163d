import Protocol
import XCTest

@testable import LoadHarness

extension XCTestCase {
    /// Asserts that a check looks at something and finds nothing wrong.
    func assertClean(
        _ check: (some Check).Type,
        _ evidence: Evidence,
        _ bounds: Bounds = Bounds(),
        line: UInt = #line
    ) {
        let result = check.examine(evidence, bounds)
        XCTAssertEqual(result.findings, [], line: line)
        XCTAssertGreaterThan(result.examinedCount, 0, line: line)
    }

    /// Asserts what a check finds, `object: message` each, where nothing is bounded.
    func assertFindings(
        _ check: (some Check).Type,
        _ evidence: Evidence,
        _ expected: [String],
        line: UInt = #line
    ) {
        assertFindings(check, evidence, Bounds(), expected, line: line)
    }

    /// Asserts what a check finds: `object: message` each.
    func assertFindings(
        _ check: (some Check).Type,
        _ evidence: Evidence,
        _ bounds: Bounds,
        _ expected: [String],
        line: UInt = #line
    ) {
        let findings = check.examine(evidence, bounds).findings
        XCTAssertEqual(findings.map { "\($0.object): \($0.message)" }, expected, line: line)
        XCTAssertTrue(findings.allSatisfy { $0.invariant == check.invariant }, line: line)
    }
}

import XCTest

/// Holds the rules of the house on the source tree, and the rules to their own examples.
final class TidyTests: XCTestCase {
    private let rules: [any Rule] =
        [ImportRule(), ReasonedTryRule(), TestFileRule(), LinkRule(), TextRule(), ScriptRule()]
        + [DecisionRule()] + BannedPattern.all

    func testTreeKeepsEveryRule() throws {
        let tree = try SourceTree.package()

        let findings = rules.flatMap { $0.findings(in: tree) }

        let list = findings.map(\.description).joined(separator: "\n")
        XCTAssertTrue(findings.isEmpty, "\(findings.count) findings:\n\(list)")
    }

    func testTreeIsReadWhole() throws {
        let tree = try SourceTree.package()

        for path in ["Package.swift", ".swift-format", "Tests/TidyTests/TidyTests.swift"] {
            XCTAssertTrue(tree.contains(path), path)
        }
        for target in PureTargets.names {
            XCTAssertTrue(tree.files.contains { $0.target == target }, target)
        }
        XCTAssertEqual(tree.file(at: ".ci/run")?.isExecutable, true)
        XCTAssertFalse(tree.files.contains { $0.path.hasPrefix(".build") })
    }

    func testEveryRuleFindsItsCounterexamples() {
        for rule in rules {
            XCTAssertFalse(rule.counterexamples.isEmpty, "\(rule.name) cannot fail")
            for tree in rule.counterexamples {
                XCTAssertFalse(
                    rule.findings(in: tree).isEmpty,
                    "\(rule.name) does not object to \(tree.files.map(\.text))"
                )
            }
        }
    }

    func testNoRuleObjectsToItsExamples() {
        for rule in rules {
            for tree in rule.examples {
                XCTAssertEqual(rule.findings(in: tree), [], "\(rule.name)")
            }
        }
    }

    func testFindingsNameTheLine() {
        let tree = SourceTree(["Sources/LaneCore/A.swift": "// one\n\nlet a = b!\nlet c = d!\n"])

        let findings = BannedPattern.all.flatMap { $0.findings(in: tree) }

        XCTAssertEqual(findings.map(\.line), [3, 4])
    }
}

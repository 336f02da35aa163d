import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// Every key of every table: type, both bounds, unknown neighbours.
final class ConfigurationKeyTests: XCTestCase {
    func testEverySectionHoldsToItsTable() {
        check(ConfigurationKey<SupervisorPolicy>.all, SupervisorPolicy())
        check(ConfigurationKey<LaneDraft>.all, LaneDraft())
        check(ConfigurationKey<ProfileDraft>.all, ProfileDraft())
        check(ConfigurationKey<RetentionPolicy>.all, RetentionPolicy())
        check(ConfigurationKey<RolePolicy>.all, RolePolicy())
        check(ConfigurationKey<ConfigurationDraft>.all, ConfigurationDraft())
    }

    func testNamesAreUniqueSnakeCase() {
        let names = ConfigurationKey<LaneDraft>.all.map(\.name)

        XCTAssertEqual(Set(names).count, names.count)
        XCTAssertTrue(names.allSatisfy { !$0.contains { $0.isUppercase || $0 == "-" } })
    }

    private func check<Target>(
        _ keys: [ConfigurationKey<Target>],
        _ target: Target,
        prefix: String = "x"
    ) {
        XCTAssertFalse(keys.isEmpty)
        for key in keys {
            let path = "\(prefix).\(key.name)"
            XCTAssertFalse(key.summary.isEmpty, path)
            if key.isRefused {
                XCTAssertEqual(problems(key, .object([:]), target), [], path)
                XCTAssertEqual(
                    problems(key, .integer(1), target),
                    ["x: not carried out by this version (leave it out)"],
                    path
                )
                continue
            }
            let other = problems(key, .null, target)
            XCTAssertEqual(other.count, 1, path)
            XCTAssertTrue(other.allSatisfy { $0.hasPrefix("x: null is not ") }, "\(path) \(other)")
            if let bounds = key.bounds { checkBounds(key, bounds, target, path) }
            checkUnknown(keys, key.name, target)
            if !key.children.isEmpty { check(key.children, target, prefix: path) }
        }
    }

    private func checkBounds<Target>(
        _ key: ConfigurationKey<Target>,
        _ bounds: ClosedRange<Int64>,
        _ target: Target,
        _ path: String
    ) {
        let (low, high) = (bounds.lowerBound, bounds.upperBound)
        XCTAssertEqual(problems(key, .integer(low), target), [], path)
        XCTAssertEqual(problems(key, .integer(high), target), [], path)
        XCTAssertEqual(
            problems(key, .integer(low - 1), target),
            ["x: \(low - 1) is below \(low) (\(key.allowed))"]
        )
        XCTAssertEqual(
            problems(key, .integer(high + 1), target),
            ["x: \(high + 1) is above \(high) (\(key.allowed))"]
        )
        XCTAssertEqual(
            problems(key, .double(Double(low) + 0.5), target).count,
            1,
            "\(path) takes a fraction"
        )
        XCTAssertEqual(problems(key, .string("\(low)"), target).count, 1, path)
    }

    private func checkUnknown<Target>(
        _ keys: [ConfigurationKey<Target>],
        _ name: String,
        _ target: Target
    ) {
        var copy = target
        var found = ConfigurationProblems()
        let value = JSONValue.object([name + "z": .integer(1)])

        ConfigurationKey.apply(keys, from: value, at: "x", to: &copy, problems: &found)

        XCTAssertEqual(
            found.lines,
            ["x.\(name)z: unknown key (did you mean \"\(name)\"?)"]
        )
    }

    private func problems<Target>(
        _ key: ConfigurationKey<Target>,
        _ value: JSONValue,
        _ target: Target
    ) -> [String] {
        var copy = target
        var found = ConfigurationProblems()
        key.store(value, "x", &copy, &found)
        return found.lines
    }
}

import ControlPlane
import Foundation
import XCTest

@testable import LoadHarness

/// `docs/load.md` says what the program takes.
///
/// With `LANEKEEPER_REGENERATE=1` in the environment its references are written anew.
final class LoadPageTests: XCTestCase {
    private var file: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/load.md")
    }

    func testEveryOptionIsInTheReference() throws {
        let rows = OptionName.allCases.map { option in
            "| `\(option.rawValue)` | \(option.allowed) | \(option.summary) |\n"
        }

        try check(
            "options",
            "| option | value | meaning |\n|---|---|---|\n" + rows.joined()
        )
    }

    func testEveryMemberOfAScenarioIsInTheReference() throws {
        let rows = ScenarioReader.keys.flatMap { self.rows(of: $0, prefix: "") }

        try check(
            "reference",
            "| member | value | default | meaning |\n|---|---|---|---|\n" + rows.joined()
        )
    }

    private func rows(of key: ConfigurationKey<Scenario>, prefix: String) -> [String] {
        let name = prefix + key.name
        let shown = key.shownDefault(Scenario())
        return ["| `\(name)` | \(key.allowed) | \(shown) | \(key.summary) |\n"]
            + key.children.flatMap { rows(of: $0, prefix: "\(name).") }
    }

    func testEveryFaultIsDescribed() throws {
        let text = try String(contentsOf: file, encoding: .utf8)

        for kind in FaultKind.allCases {
            XCTAssertTrue(text.contains("\n| `\(kind.rawValue)` | "), kind.rawValue)
        }
        for invariant in Invariant.allCases {
            XCTAssertTrue(text.contains("\n| \(invariant.rawValue) | "), invariant.rawValue)
        }
    }

    func testEveryShippedScenarioIsListed() throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        let root = file.deletingLastPathComponent().deletingLastPathComponent()
        let library = ScenarioLibrary(current: root.path, programs: "/")

        for entry in library.entries() {
            XCTAssertTrue(text.contains("\n| `\(entry.name)` | "), entry.name)
        }
        XCTAssertGreaterThanOrEqual(library.entries().count, 9)
    }

    private func check(_ name: String, _ table: String) throws {
        let (begin, end) = ("<!-- \(name): begin -->\n", "<!-- \(name): end -->\n")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try XCTUnwrap(text.range(of: begin)).upperBound
        let stop = try XCTUnwrap(text.range(of: end)).lowerBound
        if ProcessInfo.processInfo.environment["LANEKEEPER_REGENERATE"] == "1" {
            let whole = text[..<start] + table + text[stop...]
            try String(whole).write(to: file, atomically: true, encoding: .utf8)
            return
        }

        XCTAssertEqual(String(text[start..<stop]), table)
    }
}

import Foundation
import XCTest

/// The table of crash points is the list of those in the sources.
final class CrashPointTableTests: XCTestCase {
    func testTestingPageListsEveryCrashPoint() throws {
        let cells = try Page("docs/testing.md").rows(under: "Crash points").flatMap { $0 }

        let listed = cells.map { $0.filter { $0 != "`" } }.filter { !$0.isEmpty }

        XCTAssertEqual(listed.sorted(), try points())
        XCTAssertFalse(listed.isEmpty)
    }

    private func points() throws -> [String] {
        let sources = Page.package.appendingPathComponent("Sources")
        let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
        var found: Set<String> = []
        for name in names where name.hasSuffix(".swift") {
            let url = sources.appendingPathComponent(name)
            let parts = try String(contentsOf: url, encoding: .utf8)
                .components(separatedBy: "CrashPoints.pass(\"")
            found.formUnion(parts.dropFirst().map { String($0.prefix { $0 != "\"" }) })
        }
        return found.sorted()
    }
}

import Foundation
import XCTest

/// The evidence that the program control center names exists.
final class EvidenceTests: XCTestCase {
    private let path = "docs/operations/00_program_control_center.md"

    func testEveryTestNamedAsEvidenceExists() throws {
        let tests = try sources(under: "Tests")
        let names = try Page(path).spans.filter { span in
            span.hasPrefix("test") || (span.hasSuffix("Tests") && !span.contains("/"))
        }

        XCTAssertGreaterThan(names.count, 20)
        for name in names {
            let isFolder = FileManager.default.fileExists(
                atPath: Page.package.appendingPathComponent("Tests/\(name)").path
            )
            let declaration = name.hasPrefix("test") ? "func \(name)(" : "class \(name)"
            XCTAssertTrue(isFolder || tests.contains { $0.contains(declaration) }, name)
        }
    }

    func testEveryFileNamedAsEvidenceExists() throws {
        let files = try Page(path).spans.filter { $0.contains("/") && !$0.contains(" ") }

        XCTAssertGreaterThan(files.count, 10)
        for file in files {
            let url = Page.package.appendingPathComponent(file)
            XCTAssertTrue(FileManager.default.fileExists(atPath: url.path), file)
        }
    }

    func testEveryDecisionIsInTheLog() throws {
        let folder = Page.package.appendingPathComponent("docs/decisions").path
        let log = try String(
            contentsOf: Page.package.appendingPathComponent(path),
            encoding: .utf8
        )

        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name != "0000-template.md" {
            XCTAssertTrue(log.contains("(../decisions/\(name))"), name)
        }
    }

    private func sources(under folder: String) throws -> [String] {
        let root = Page.package.appendingPathComponent(folder)
        return try FileManager.default.subpathsOfDirectory(atPath: root.path)
            .filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8) }
    }
}

import XCTest

@testable import LaneControl
@testable import LoadHarness
@testable import Supervisor

/// Every command that a page shows is understood by the program it is for.
final class CommandExampleTests: XCTestCase {
    func testEveryLanectlCommandParses() throws {
        var count = 0
        for page in try Page.all() {
            for command in Self.commands(of: "lanectl", in: page) {
                count += 1
                XCTAssertNil(Self.complaint(about: command), "\(page.path): lanectl \(command)")
            }
        }
        XCTAssertGreaterThan(count, 60)
    }

    func testEveryLanekeeperCommandParses() throws {
        var count = 0
        for page in try Page.all() {
            for command in Self.commands(of: "lanekeeper", in: page) {
                count += 1
                XCTAssertNoThrow(
                    try SupervisorOptions.parse(command, isRoot: true) { _ in nil },
                    "\(page.path): lanekeeper \(command)"
                )
            }
        }
        XCTAssertGreaterThan(count, 0)
    }

    func testEveryLaneloadCommandParses() throws {
        var count = 0
        for page in try Page.all() {
            for command in Self.commands(of: "laneload", in: page) {
                count += 1
                XCTAssertNoThrow(
                    try LoadOptions.parse(command),
                    "\(page.path): laneload \(command)"
                )
            }
        }
        XCTAssertGreaterThan(count, 5)
    }

    /// Names of commands in running text may leave out what they are about.
    func testEveryCommandNamedInTextExists() throws {
        var count = 0
        for page in try Page.all() {
            for span in page.spans where span.hasPrefix("lanectl ") && !span.hasPrefix("lanectl -")
            {
                count += 1
                let words = Array(ShellWords.commands(in: span)[0].dropFirst())
                guard let complaint = Self.complaint(about: words) else { continue }
                XCTAssertTrue(
                    complaint.contains(" needs "),
                    "\(page.path): \(span): \(complaint)"
                )
            }
        }
        XCTAssertGreaterThan(count, 20)
    }

    func testWrongCommandsAreFound() {
        for words in [["lane", "probe"], ["drain", "a", "--soon"], ["nonsense"]] {
            let complaint = Self.complaint(about: words)

            XCTAssertEqual(complaint?.contains(" needs "), false, "\(words)")
        }
    }

    private static func complaint(about words: [String]) -> String? {
        do throws(Failure) {
            _ = try ArgumentParser.parse(words)
            return nil
        } catch {
            return error.line
        }
    }

    /// The words behind a program's name, for each time that a block of shell calls it.
    private static func commands(of program: String, in page: Page) -> [[String]] {
        let lines = page.blocks.filter { $0.language == "sh" }.flatMap {
            $0.text.split(separator: "\n").map(String.init)
        }
        return lines.flatMap(ShellWords.commands).compactMap { words in
            guard let index = words.firstIndex(of: program), index == 0 || words[0] == "xargs"
            else { return nil }
            let rest = Array(words[(index + 1)...])
            // What xargs appends.
            return index == 0 ? rest : rest + ["NAME"]
        }
    }
}

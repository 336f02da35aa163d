import Foundation
import System
import XCTest

@testable import LaneControl

final class HelpTextTests: LaneControlTestCase {
    func testHelpAndDashesHelpAreTheSame() {
        for command in CommandTable.standard.commands {
            let byNoun = run(["help"] + command.path)
            let byOption = run(command.path + ["--help"])
            XCTAssertEqual(byNoun.status, 0, byNoun.notes)
            if command.path != ["help"] { XCTAssertEqual(byNoun, byOption, command.name) }
            XCTAssertTrue(byNoun.output.contains("exit codes:\n  0  "), byNoun.output)
        }
    }

    func testOverviewNamesEveryCommand() {
        let overview = run(["help"]).output

        for command in CommandTable.standard.commands {
            XCTAssertTrue(overview.contains("\n  \(command.name)"), command.name)
            XCTAssertTrue(overview.contains(command.summary), command.name)
        }
        XCTAssertEqual(run(["--help"]).output, overview)
    }

    func testNounListsItsVerbs() {
        let help = run(["help", "config"])

        XCTAssertEqual(
            help.output,
            """
            usage: lanectl config VERB [options]

            verbs:
              config reload    apply the configuration file to the running supervisor, or change nothing
              config validate  say what is wrong with the configuration file, and change nothing

            """
        )
        XCTAssertEqual(run(["config", "--help"]).output, help.output)
    }

    func testUnknownNounOfHelpIsAUsageError() {
        let outcome = run(["help", "lanes"])

        XCTAssertEqual(outcome.status, 2)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: unknown command \"lanes\" (did you mean \"lane\"?)\n"
        )
    }

    func testReferenceIsWhatHelpPrints() throws {
        let page = try Files.readText(
            Self.packageFolder + "/docs/lanectl.md",
            byteCountMax: 1 << 20
        )

        XCTAssertEqual(
            run(["help", "--markdown"]).output,
            page,
            "lanectl help --markdown > docs/lanectl.md"
        )
    }

    func testCompletionIsWhatHelpPrints() throws {
        let path = Self.packageFolder + "/deploy/completions/lanectl.bash"
        let script = try Files.readText(path, byteCountMax: 1 << 20)

        XCTAssertEqual(run(["help", "--bash"]).output, script, "lanectl help --bash > \(path)")
    }

    static var packageFolder: String {
        #filePath.components(separatedBy: "/Tests/")[0]
    }
}

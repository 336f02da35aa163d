import Protocol
import XCTest

@testable import LaneControl

final class ArgumentParserTests: XCTestCase {
    func testOptionFormsMeanTheSame() throws {
        let forms = [
            ["events", "--output", "jsonl"], ["events", "--output=jsonl"],
            ["events", "-o", "jsonl"],
            ["events", "-ojsonl"], ["-o", "jsonl", "events"], ["--output=jsonl", "events"],
        ]

        for words in forms {
            let parsed = try ArgumentParser.parse(words)
            XCTAssertEqual(parsed.format, .jsonl, "\(words)")
            XCTAssertEqual(parsed.command.name, "events", "\(words)")
        }
    }

    func testShortFlagsMayBeJoined() throws {
        let parsed = try ArgumentParser.parse(["events", "-fq"])

        XCTAssertTrue(parsed.has(.follow))
        XCTAssertTrue(parsed.has(.quiet))
    }

    func testEveryShortFormLeadsToItsCommand() throws {
        let forms = [
            (["logs", "m"], "mission logs"), (["why", "m"], "mission why"),
            (["wait", "m"], "mission wait"), (["cancel", "m"], "mission cancel"),
            (["drain", "l"], "lane drain"), (["undrain", "l"], "lane undrain"),
            (["lane", "cordon", "l"], "lane pause"), (["supervisor", "status"], "status"),
            (["mission", "submit", "x"], "submit"),
        ]

        for (words, name) in forms {
            XCTAssertEqual(try ArgumentParser.parse(words).command.name, name)
        }
    }

    func testWordsAfterDashesAreNoOptions() throws {
        let parsed = try ArgumentParser.parse(["submit", "--lane", "a", "--", "--lane", "b"])

        XCTAssertEqual(parsed.text(SubmitOptions.lane), "a")
        XCTAssertEqual(parsed.trailing, ["--lane", "b"])
    }

    func testLoneDashIsAWord() throws {
        XCTAssertEqual(try ArgumentParser.parse(["submit", "-"]).words, ["-"])
    }

    func testRepeatedOptionKeepsItsOrder() throws {
        let parsed = try ArgumentParser.parse(["submit", "--label", "a=1", "--label=b=2", "x"])

        XCTAssertEqual(parsed.list(SubmitOptions.label), ["a=1", "b=2"])
    }

    func testMistakesAreUsageErrorsInOneLine() {
        let cases: [([String], String)] = [
            ([], "no command is given (lanectl help)"),
            (["statsu"], "unknown command \"statsu\" (did you mean \"status\"?)"),
            (
                ["lane"],
                "lane needs a verb (one of list, show, why, drain, undrain, pause, resume, "
                    + "reroute, flush, rollout, restart, reset, cordon, uncordon)"
            ),
            (["lane", "drian"], "lane has no verb \"drian\" (did you mean \"drain\"?)"),
            (
                ["mission", "zzz"],
                "mission has no verb \"zzz\" (it has list, show, logs, why, wait, "
                    + "cancel, requeue, hold, release, move, resolve, submit)"
            ),
            (["status", "--watc"], "unknown option \"--watc\" (did you mean \"--watch\"?)"),
            (["ps", "-z"], "unknown option \"-z\" (lanectl ps --help)"),
            (["--lane", "a", "ps"], "unknown option \"--lane\" (lanectl help)"),
            (["ps", "--lane"], "--lane needs a value (LANE)"),
            (["ps", "--watch=1"], "--watch takes no value, \"1\" was given"),
            (["ps", "-q", "--quiet"], "--quiet is given twice"),
            (
                ["status", "-o", "name"],
                "--output of status is one of table, json, jsonl, not \"name\""
            ),
            (
                ["submit", "--class", "batch", "x"],
                "--class of submit is one of interactive, deadline, "
                    + "background, not \"batch\""
            ),
            (
                ["cancel"],
                "mission cancel needs MISSION (lanectl mission cancel MISSION... [options])"
            ),
            (
                ["lane", "show", "a", "b"],
                "lane show does not take \"b\" "
                    + "(lanectl lane show LANE [options])"
            ),
            (["status", "--", "x"], "status does not take \"x\" (lanectl status [options])"),
        ]

        for (words, message) in cases {
            XCTAssertThrowsError(try ArgumentParser.parse(words), "\(words)") { error in
                let failure = error as? Failure
                XCTAssertEqual(failure?.line, "lanectl: " + message)
                XCTAssertEqual(failure?.status, 2)
            }
        }
    }

    func testCommandsOfOtherVersionsAreUnknown() {
        for word in ["top"] {
            XCTAssertThrowsError(try ArgumentParser.parse([word])) { error in
                XCTAssertTrue((error as? Failure)?.message.hasPrefix("unknown command") == true)
            }
        }
    }

    func testHelpWinsOverMissingWords() throws {
        XCTAssertTrue(try ArgumentParser.parse(["cancel", "--help"]).wantsHelp)
        XCTAssertEqual(try ArgumentParser.parse(["lane", "-h"]).words, ["lane"])
        XCTAssertEqual(try ArgumentParser.parse(["--help"]).command.name, "help")
    }
}

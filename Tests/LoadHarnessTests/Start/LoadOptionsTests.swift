import Protocol
import XCTest

@testable import LoadHarness

final class LoadOptionsTests: XCTestCase {
    func testEveryOptionIsTaken() throws {
        let options = try LoadOptions(
            run: "chaos",
            "--lanes",
            "8",
            "--missions=500",
            "--duration",
            "90s",
            "--classes",
            "1:2:3",
            "--arrival",
            "burst",
            "--faults",
            "kill_worker,slow_reader,kill_worker",
            "--seed",
            "18446744073709551615",
            "--output",
            "json",
            "--report",
            "a/b.html",
            "--programs",
            "/opt/bin",
            "--keep"
        )

        XCTAssertEqual(options.scenario, "chaos")
        XCTAssertEqual(options.overrides.laneCount, 8)
        XCTAssertEqual(options.overrides.missionCountMax, 500)
        XCTAssertEqual(options.overrides.duration, .seconds(90))
        XCTAssertEqual(options.overrides.classes?.interactiveWeight, 1)
        XCTAssertEqual(options.overrides.classes?.deadlineWeight, 2)
        XCTAssertEqual(options.overrides.classes?.backgroundWeight, 3)
        XCTAssertEqual(options.overrides.arrival, .burst)
        XCTAssertEqual(options.overrides.faults, [.killWorker, .slowReader])
        XCTAssertEqual(options.seed, .max)
        XCTAssertEqual(options.output, .json)
        XCTAssertEqual(options.report, "a/b.html")
        XCTAssertEqual(options.programs, "/opt/bin")
        XCTAssertTrue(options.keepsFiles)
    }

    func testWhatIsNotSaidIsTheScenarios() throws {
        let options = try LoadOptions(run: "smoke")

        XCTAssertEqual(options.overrides, ScenarioOverrides())
        XCTAssertNil(options.seed)
        XCTAssertEqual(options.output, .table)
        XCTAssertNil(options.socket)
    }

    func testOtherCommands() throws {
        XCTAssertEqual(try LoadOptions.parse(["list"]), .list)
        for words in [["--help"], ["help"], ["-h"], ["run", "--help"], ["run", "x", "--help"]] {
            XCTAssertEqual(try LoadOptions.parse(words), .help, "\(words)")
        }
        XCTAssertEqual(try LoadOptions.parse(["--version"]), .version)
        XCTAssertEqual(try LoadOptions.parse(["version"]), .version)
    }

    func testWhatIsWrongIsSaidInOneLineWithWhatIsAllowed() {
        let cases: [(words: [String], line: String)] = [
            ([], "say what to do: run SCENARIO, list, --help, --version"),
            (
                ["start"],
                "unknown command \"start\" (run SCENARIO, list, --help, --version)"
            ),
            (["list", "x"], "list takes nothing, not \"x\""),
            (["run"], "run needs a scenario or its file (laneload list has them)"),
            (["run", "a", "b"], "run takes one scenario, not also \"b\""),
            (["run", "a", "--lane", "3"], "unknown option \"--lane\" (did you mean --lanes?)"),
            (["run", "a", "--zzz"], "unknown option \"--zzz\" (laneload --help has all)"),
            (["run", "a", "--lanes"], "--lanes needs a value: a number from 1 to 64"),
            (["run", "a", "--lanes", "65"], "--lanes takes a number from 1 to 64, not \"65\""),
            (["run", "a", "--lanes=0"], "--lanes takes a number from 1 to 64, not \"0\""),
            (["run", "a", "--keep=1"], "--keep takes no value"),
            (
                ["run", "a", "--arrival", "often"],
                "--arrival takes poisson, burst or closed, not \"often\""
            ),
            (
                ["run", "a", "--report", "r.pdf"],
                "--report takes a file whose name ends with .txt, .json or .html, not \"r.pdf\""
            ),
            (
                ["run", "a", "--socket", "/s", "--faults", "kill_worker"],
                "--faults cannot be used with --socket: it would do harm"
            ),
            (
                ["run", "a", "--socket", "/s", "--keep"],
                "--keep cannot be used with --socket: there is no instance"
            ),
        ]
        for (words, line) in cases {
            XCTAssertThrowsError(try LoadOptions.parse(words), "\(words)") { error in
                XCTAssertEqual(error as? LoadFailure, LoadFailure(usage: line), "\(words)")
            }
        }
    }

    func testHelpNamesEveryOptionAndExitCode() {
        let text = LoadHelp.text

        for option in OptionName.allCases {
            XCTAssertTrue(text.contains("  \(option.rawValue) \(option.value) "), option.rawValue)
        }
        XCTAssertTrue(text.contains("--keep"))
        for code in ["0 everything", "1 an invariant", "2 usage", "69 the", "70 the"] {
            XCTAssertTrue(text.contains(code), code)
        }
        for line in text.split(separator: "\n") { XCTAssertLessThanOrEqual(line.count, 100) }
    }
}

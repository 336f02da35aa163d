import Harness
import XCTest

@testable import Benchmark

final class BenchmarkOptionsTests: XCTestCase {
    private func options(_ line: String) throws -> BenchmarkOptions {
        let words = line.split(separator: " ").map(String.init)
        guard case .run(let options) = try BenchmarkOptions.parse(words) else {
            throw HarnessError("\"\(line)\" asks for something else")
        }
        return options
    }

    func testNoWordsMeanEverythingFiveTimes() throws {
        let options = try options("")

        XCTAssertEqual(options.names, MeasureName.allCases)
        XCTAssertEqual(options.runCount, 5)
        XCTAssertFalse(options.isQuick)
    }

    func testEveryOptionIsTaken() throws {
        let options = try options(
            "--runs 7 --programs /p --directory /d --json /j --peers /e --clients /c --verbose"
                + " idle submit"
        )

        XCTAssertEqual(options.runCount, 7)
        XCTAssertEqual(options.programs, "/p")
        XCTAssertEqual(options.directory, "/d")
        XCTAssertEqual(options.json, "/j")
        XCTAssertEqual(options.peers, "/e")
        XCTAssertEqual(options.clients, "/c")
        XCTAssertTrue(options.isVerbose)
        XCTAssertEqual(options.names, [.idle, .submit])
    }

    func testQuickIsOneRun() throws {
        XCTAssertEqual(try options("--quick").runCount, 1)
        XCTAssertTrue(try options("--quick").isQuick)
    }

    func testWhatCannotBeUnderstoodIsNamed() {
        let lines = [
            "--runs": "--runs needs a value",
            "--runs 0": "--runs takes a number from 1 to 99",
            "--peers /e": "--peers and --clients go together",
            "--fast": "unknown option \"--fast\"",
            "speed": "unknown measure \"speed\" (\(MeasureName.list))",
        ]
        for (line, message) in lines {
            XCTAssertThrowsError(try options(line)) { error in
                let usage = error as? BenchmarkOptions.UsageError
                XCTAssertEqual(usage?.message, message)
            }
        }
    }

    func testHelpNamesEveryMeasure() throws {
        XCTAssertEqual(try BenchmarkOptions.parse(["--help", "submit"]), .help)
        for name in MeasureName.allCases {
            XCTAssertTrue(BenchmarkOptions.help.contains(name.rawValue), name.rawValue)
        }
    }

    func testIdleAloneWaitsForASignal() throws {
        XCTAssertEqual(try options("idle --quick").names, [.idle])
        XCTAssertEqual(try options("--runs 1 idle").names, [.idle])
    }
}

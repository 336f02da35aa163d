import Protocol
import System
import XCTest

@testable import LaneWorker

final class WorkerOptionsTests: XCTestCase {
    private let required = [
        "--lane", "vp.a", "--generation", "3", "--state", "/var/lane/", "--socket=/run/a.sock",
    ]

    func testEveryOptionIsRead() throws {
        let request = try WorkerOptions.parse(
            required + ["--lock-fd", "7", "--cgroup=/sys/fs/cgroup/x"]
        )

        guard case .run(let options) = request else { return XCTFail("\(request)") }
        XCTAssertEqual(options.vpID.rawValue, "vp.a")
        XCTAssertEqual(options.generation, Generation(3))
        XCTAssertEqual(options.stateFolder, "/var/lane")
        XCTAssertEqual(options.socketPath, "/run/a.sock")
        XCTAssertEqual(options.lockDescriptor, 7)
        XCTAssertEqual(options.controlGroup, "/sys/fs/cgroup/x")
    }

    func testHelpAndVersionNeedNothingElse() throws {
        XCTAssertEqual(try WorkerOptions.parse(["--help"]), .help)
        XCTAssertEqual(try WorkerOptions.parse(["--version"]), .version)
    }

    func testEveryProblemIsNamedAtOnce() {
        let words = [
            "--lane", "VP/a", "--generation=x", "--state", "relative", "--lock-fd=1", "--what",
            "--lock-fd", "1",
        ]

        XCTAssertThrowsError(try WorkerOptions.parse(words)) { error in
            XCTAssertEqual(
                (error as? UsageError)?.problems,
                [
                    "\"--what\" is not an option",
                    "--lock-fd is given twice",
                    "--lane: \"VP/a\" is not a lane id",
                    "--generation: \"x\" is not a number",
                    "--state: \"relative\" is not an absolute path",
                    "--lock-fd: \"1\" is not a descriptor from 3 on",
                    "--socket is missing",
                ]
            )
        }
    }

    func testOptionWithoutValueIsNamed() {
        XCTAssertThrowsError(try WorkerOptions.parse(required + ["--cgroup"])) { error in
            XCTAssertEqual(
                (error as? UsageError)?.description,
                "lane-worker: --cgroup needs a value (see lane-worker --help)\n"
            )
        }
    }

    func testProgramExitsWithUsageOnAWrongCommandLine() throws {
        let request = SpawnRequest(
            executable: try WorkerBench.product("lane-worker"),
            arguments: ["--nonsense"],
            environment: []
        )

        let status = try request.start().wait(until: Clock.bootTime() + .seconds(10))

        XCTAssertEqual(status, .exited(code: ExitCode.usage.rawValue))
    }

    func testProgramExitsWithInternalFailureWhenItsFolderCannotBeMade() throws {
        let request = SpawnRequest(
            executable: try WorkerBench.product("lane-worker"),
            arguments: [
                "--lane=vp.a", "--generation=1", "--state=/proc/nothing", "--socket=/tmp/lw.none",
            ],
            environment: []
        )

        let status = try request.start().wait(until: Clock.bootTime() + .seconds(10))

        XCTAssertEqual(status, .exited(code: ExitCode.internalFailure.rawValue))
    }
}

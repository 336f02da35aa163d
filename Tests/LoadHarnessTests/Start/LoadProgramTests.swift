import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

/// `laneload` as a user runs it: real programs, a real supervisor, real harm.
final class LoadProgramTests: XCTestCase {
    private var before: Set<String> = []

    override func setUpWithError() throws {
        before = try folders()
    }

    /// Folders of instances that there are.
    private func folders() throws -> Set<String> {
        Set(try Files.list("/tmp").filter { $0.hasPrefix("lkl.") })
    }

    private func laneload(_ arguments: String..., seconds: Double = 90) throws -> ProgramOutput {
        try ProgramOutput.run(try Products.path("laneload"), arguments, seconds: seconds)
    }

    private func assertNothingIsLeft(line: UInt = #line) throws {
        XCTAssertEqual(try folders().subtracting(before), [], line: line)
        let left = try ProcessTable.processIDs().filter { pid in
            let words = ProcessCensus.commandLine(of: pid)
            guard let index = words.firstIndex(of: "--state"), index + 1 < words.count else {
                return false
            }
            let path = words[index + 1]
            return path.hasPrefix("/tmp/lkl.") && !before.contains { path.hasPrefix("/tmp/\($0)/") }
        }
        XCTAssertEqual(left, [], line: line)
    }

    private func write(_ text: String) throws -> String {
        let path = "/tmp/lkt-\(UUID().uuidString).json"
        try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o600)
        addTeardownBlock { try Files.remove(path) }
        return path
    }

    /// `script/check` plays `smoke` itself.
    func testLoadWithKillsPassesAndLeavesNothing() throws {
        let path = try write(
            """
            {
                summary: "workers and supervisors die, and nothing is lost",
                duration_seconds: 5,
                settle_seconds: 60,
                lanes: 2,
                faults: [
                    { kind: "kill_worker", every_ms: 500 },
                    { kind: "kill_supervisor", every_ms: 1500 },
                ],
            }
            """
        )
        let page = "/tmp/lkt-\(UUID().uuidString).html"
        addTeardownBlock { try Files.remove(page) }

        let output = try laneload("run", path, "--output", "json", "--report", page)

        XCTAssertEqual(output.code, 0, output.errors + String(output.output.suffix(3_000)))
        let data = Data(output.output.utf8)
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        XCTAssertNotNil(document)
        XCTAssertTrue(try Files.readText(page, byteCountMax: 64 << 20).contains("<svg"))
        try assertNothingIsLeft()
    }

    func testABrokenBoundIsExitCode1() throws {
        let path = try write(
            """
            {
                summary: "needs more than can be had",
                duration_seconds: 2,
                lanes: 1,
                bounds: { throughput_min_per_second: 1000000 },
            }
            """
        )

        let output = try laneload("run", path, "--seed", "1")

        XCTAssertEqual(output.code, 1, output.errors + output.output)
        XCTAssertTrue(output.output.contains("≥ 1,000,000 /s  MISSED"), output.output)
        try assertNothingIsLeft()
    }

    func testBadInputIsOneLineAndExitCode2() throws {
        for arguments in [["run"], ["run", "no-such-scenario"], ["go"], ["run", "/no/file.json"]] {
            let output = try ProgramOutput.run(try Products.path("laneload"), arguments)

            XCTAssertEqual(output.code, 2, "\(arguments)")
            XCTAssertEqual(output.output, "", "\(arguments)")
            XCTAssertTrue(output.errors.hasPrefix("laneload: "), output.errors)
            XCTAssertEqual(output.errors.split(separator: "\n").count, 1, output.errors)
        }
        try assertNothingIsLeft()
    }

    func testHelpVersionAndListAreOutput() throws {
        XCTAssertEqual(try laneload("--help").output, LoadHelp.text)
        XCTAssertEqual(try laneload("--version").output, "laneload \(Version.text)\n")
        XCTAssertTrue(try laneload("list").output.contains("\nsmoke "))
    }

    func testASupervisorThatIsNotThereIsExitCode69() throws {
        let output = try laneload("run", "smoke", "--socket", "/tmp/lkt-nobody.sock")

        XCTAssertEqual(output.code, 69)
        XCTAssertTrue(output.errors.contains("/tmp/lkt-nobody.sock"), output.errors)
        try assertNothingIsLeft()
    }

    func testASignalEndsEverythingInOrder() throws {
        for signal in [Signal.interrupt, .terminate] {
            var request = SpawnRequest(
                executable: try Products.path("laneload"),
                arguments: ["run", "smoke"],
                environment: ["PATH=/usr/bin:/bin"]
            )
            request.deathSignal = .kill
            let program = try request.start()
            let effects = try Deadline.wait(for: "an instance", seconds: 30) {
                try folders().subtracting(before).first.map { "/tmp/\($0)/effects" }
            }
            // In the middle of its work: runs have said something.
            try Deadline.wait(until: "runs", seconds: 30) {
                (try Files.information(effects)?.byteCount ?? 0) > 0
            }

            try program.send(signal)

            let end = try program.wait(until: Deadline.after(30))
            XCTAssertEqual(end, .exited(code: 70), "\(signal)")
            try assertNothingIsLeft()
        }
    }

    func testARunningSupervisorGetsALimitedLoadAndIsNotHarmed() throws {
        var configuration = TestConfiguration(lanes: ["vp.a", "vp.b", "vp.agent"])
        configuration.lanes = [
            ("vp.a", "{ profile: \"shell\" }"), ("vp.b", "{ profile: \"shell\" }"),
            ("vp.agent", "{}"),
        ]
        let instance = try TestInstance(in: self, configuration)
        let supervisor = try XCTUnwrap(instance.supervisor?.identity)

        let output = try laneload(
            "run",
            "smoke",
            "--socket",
            instance.socket,
            "--duration",
            "3s",
            "--missions",
            "60"
        )

        XCTAssertEqual(output.code, 0, output.errors + output.output)
        XCTAssertTrue(output.errors.contains("warning: this submits up to 60 missions"))
        XCTAssertTrue(try ProcessTable.isAlive(supervisor))
        let ledger = try LedgerReader(instance.ledger)
        let sql = "SELECT count(*) FROM vp_missions"
        XCTAssertLessThanOrEqual(try ledger.integer(sql), 60)
        XCTAssertGreaterThan(try ledger.integer(sql), 0)
        XCTAssertEqual(
            try ledger.integer("\(sql) WHERE assigned_vp_id = 'vp.agent'"),
            0
        )
        try assertNothingIsLeft()
    }
}

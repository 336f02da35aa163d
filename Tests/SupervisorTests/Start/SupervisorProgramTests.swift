import Glibc
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import Supervisor

/// The program as a process: what it makes, and what it ends with where it cannot start.
final class SupervisorProgramTests: XCTestCase {
    private func run(_ instance: TestInstance) throws -> ProgramOutput {
        try ProgramOutput.run(
            Products.path("lanekeeper"),
            instance.arguments,
            environment: ["PATH=/usr/bin:/bin", "HOME=\(instance.folder)"],
            seconds: 20
        )
    }

    private func prepared(_ configuration: TestConfiguration?) throws -> TestInstance {
        let instance = try TestInstance(configuration)
        addTeardownBlock { instance.remove() }
        return instance
    }

    func testNamedPipeAsConfigurationIsOneLineAndCode78() throws {
        let instance = try prepared(nil)
        XCTAssertEqual(mkfifo(instance.configurationPath, 0o600), 0)

        let output = try run(instance)

        XCTAssertEqual(output.code, ExitCode.configuration.rawValue)
        let lines = output.errors.split(separator: "\n")
        XCTAssertEqual(lines.count, 1, output.errors)
        XCTAssertTrue(lines[0].contains("c.json"), output.errors)
        XCTAssertTrue(lines[0].contains("must be a regular file"), output.errors)
        XCTAssertFalse(Files.exists(instance.ledger))
    }

    func testFilesAreForTheSupervisorsUserAndTheSocketIsForEverybody() throws {
        let instance = try prepared(TestConfiguration())
        let mask = umask(0)
        let started = Result { try instance.start() }
        umask(mask)
        _ = try started.get()
        try instance.waitUntilReady()
        let client = try instance.client()
        _ = try client.ask(.supervisorBackup)
        let backups = "\(instance.state)/backups"

        for path in [
            instance.ledger, "\(instance.ledger)-wal", "\(instance.ledger)-shm",
            "\(instance.state)/supervisor.lock", "\(instance.state)/last-accepted.json",
        ] + (try Files.list(backups)).map({ "\(backups)/\($0)" }) {
            XCTAssertEqual(try Files.information(path)?.mode, 0o600, path)
        }
        XCTAssertEqual(try Files.list(backups).count, 1)
        XCTAssertEqual(try Files.information(instance.state)?.mode, 0o700)
        XCTAssertEqual(try Files.information(instance.runtime)?.mode, 0o755)
        XCTAssertEqual(try Files.information(instance.socket)?.mode, 0o666)
    }

    func testConfigurationThatCannotBeKeptIsAWarning() throws {
        let instance = try prepared(TestConfiguration())
        // In the way of the temporary file.
        try Files.createFolders("\(instance.state)/last-accepted.json.new", mode: 0o700)

        try instance.start()
        try instance.waitUntilReady()

        XCTAssertTrue(try instance.log().contains("event=configuration.notKept"))
    }

    func testStopLeavesNoControlGroup() throws {
        let instance = try prepared(TestConfiguration())
        guard let group = instance.group else {
            print("not proved: \(name): no control groups")
            throw XCTSkip("no control groups")
        }
        try instance.start()
        try instance.waitUntilReady()
        let made = try Files.list(group.path).filter { $0.hasPrefix("lanekeeper-") }
        XCTAssertEqual(made.count, 1)

        try instance.signal(.terminate)

        XCTAssertEqual(try instance.waitForEnd(), .exited(code: 0))
        XCTAssertEqual(try Files.list(group.path).filter { $0.hasPrefix("lanekeeper") }, [])
    }

    func testReplacedProgramKeepsItsControlGroups() throws {
        let instance = try prepared(TestConfiguration())
        guard let group = instance.group else {
            print("not proved: \(name): no control groups")
            throw XCTSkip("no control groups")
        }
        try instance.start()
        try instance.waitUntilReady()
        let client = try instance.client()

        try instance.signal(.user2)

        // The connection ends with the old program.
        while try client.receiveLine() != nil {}
        try instance.waitUntilReady()
        XCTAssertEqual(
            try Files.list(group.path).filter { $0.hasPrefix("lanekeeper-") }.count,
            1
        )
    }
}

import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// The signals of the supervisor.
final class SignalTests: XCTestCase {
    func testStopInterruptsRunsFreeAndTheNextStartRunsThemAgain() throws {
        let instance = try TestInstance(in: self)
        var client = try instance.client()
        let go = "\(instance.folder)/go"
        let marks = instance.marksPath
        let (id, leader) = try start(
            script("mark \(marks)", "wait-file \(go)", "endmark \(marks)"),
            client
        )

        try instance.signal(.terminate)

        XCTAssertEqual(try instance.waitForEnd(), .exited(code: 0))
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        XCTAssertEqual(try instance.census.daemons(), [])
        XCTAssertFalse(Files.exists(instance.socket))
        let ledger = try LedgerReader(instance.ledger)
        XCTAssertEqual(try ledger.texts("SELECT outcome FROM vp_attempts"), ["interrupted"])
        XCTAssertEqual(try ledger.texts("SELECT status FROM vp_missions"), ["queued"])
        try Files.writeAtomically([], to: go, mode: 0o600)
        try instance.start()
        client = try instance.waitForClient()
        let end = try client.wait(id)
        XCTAssertEqual(end.state.status, .completed)
        XCTAssertEqual(end.state.failureCount + end.state.recoveryCount, 0)
        try assertNothingOverlapped(instance)
    }

    func testSecondStopIsImmediate() throws {
        var configuration = TestConfiguration()
        let fake = try Products.path("fake-runtime")
        configuration.profiles = [
            "slow: { adapter: \"exec\", argv: [\"\(fake)\"], term_grace_ms: 30000 }"
        ]
        configuration.lanes = [("vp.a", "{ profile: \"slow\" }")]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let ready = "\(instance.folder)/ready"
        let (_, leader) = try start(script("ignore-term", "write \(ready) x", "stall"), client)
        try Deadline.wait(until: "it ignores SIGTERM") { Files.exists(ready) }
        try client.subscribe(after: nil)
        let begin = Clock.bootTime()

        try instance.signal(.terminate)
        _ = try client.nextEvent { $0.type == .supervisorStopping }
        try instance.signal(.terminate)

        XCTAssertEqual(try instance.waitForEnd(seconds: 20), .exited(code: 0))
        XCTAssertLessThan(Clock.bootTime().since(begin), .seconds(15))
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        XCTAssertEqual(try instance.census.daemons(), [])
    }

    func testHangupReloadsWhatIsValidAndKeepsWhatRuns() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let (id, leader) = try start(script("wait-file \(instance.folder)/go"), client)
        try instance.write(TestConfiguration(lanes: ["vp.a", "vp.b"]))

        try instance.signal(.hangup)

        try Deadline.wait(until: "there are two lanes") { try client.status().lanes.count == 2 }
        try client.waitForWorker(lane("vp.b"))
        try Data("{ lanes: 3 }".utf8).write(to: URL(fileURLWithPath: instance.configurationPath))
        try instance.signal(.hangup)
        let status = try Deadline.wait(for: "the problems") { () -> SupervisorStatus? in
            let status = try client.status()
            return status.configurationProblems.isEmpty ? nil : status
        }
        XCTAssertEqual(status.lanes.count, 2)
        XCTAssertTrue(try ProcessTable.isAlive(leader))
        try Files.writeAtomically([], to: "\(instance.folder)/go", mode: 0o600)
        XCTAssertEqual(try client.wait(id).attempts.count, 1)
    }

    func testReplacementKeepsPidLockWorkersAndRuns() throws {
        let instance = try TestInstance(in: self, TestConfiguration(lanes: ["vp.a", "vp.b"]))
        var client = try instance.client()
        let go = "\(instance.folder)/go"
        let (id, leader) = try start(script("wait-file \(go)") { $0.vpID = LaneID("vp.a") }, client)
        let workers = try ["vp.a", "vp.b"].map { try client.waitForWorker(lane($0)) }
        var status = try client.status()

        for _ in 0..<3 {
            try instance.signal(.user2)
            status = try waitForIncarnation(after: status, instance)
            let second = try ProgramOutput.run(Products.path("lanekeeper"), instance.arguments)
            XCTAssertEqual(second.code, ExitCode.conflict.rawValue, second.errors)
        }

        client = try instance.client()
        XCTAssertEqual(try ["vp.a", "vp.b"].map { try client.waitForWorker(lane($0)) }, workers)
        XCTAssertTrue(try ProcessTable.isAlive(leader))
        try Files.writeAtomically([], to: go, mode: 0o600)
        let end = try client.wait(id)
        XCTAssertEqual(end.state.status, .completed)
        XCTAssertEqual(end.attempts.map(\.leader), [leader])
        try instance.signal(.terminate)
        XCTAssertEqual(try instance.waitForEnd(), .exited(code: 0))
    }

    func testUpgradeThatReplacesTheFileKeepsPidWorkersAndRuns() throws {
        let instance = try TestInstance(TestConfiguration())
        addTeardownBlock { instance.remove() }
        try Files.createFolders("\(instance.folder)/bin", mode: 0o700)
        let program = "\(instance.folder)/bin/lanekeeper"
        try install("lanekeeper", as: program)
        try install("lane-worker", as: "\(instance.folder)/bin/lane-worker")
        instance.program = program
        try instance.start()
        try instance.waitUntilReady()
        let client = try instance.client()
        let go = "\(instance.folder)/go"
        let (id, leader) = try start(script("wait-file \(go)"), client)
        let worker = try client.waitForWorker(lane("vp.a"))
        var status = try client.status()

        // As `install` does it: the old file is gone, and the new one has its name.
        for _ in 0..<2 {
            try Files.remove(program)
            try install("lanekeeper", as: program)
            try instance.signal(.user2)
            status = try waitForIncarnation(after: status, instance)
        }

        try Files.remove(program)
        let refusal = try instance.lanectl("supervisor", "reexec")
        XCTAssertEqual(refusal.code, ExitCode.conflict.rawValue)
        XCTAssertTrue(refusal.errors.contains("the program is not replaced"), refusal.errors)
        // It may be executed, as far as anybody can say before it is.
        try Files.writeAtomically(Array("no program".utf8), to: program, mode: 0o700)
        try instance.signal(.user2)
        try Deadline.wait(until: "the refusal is logged") {
            try instance.log().contains("event=program.notReplaced msg=\"cannot execute")
        }
        let last = try TestClient(instance.socket)
        XCTAssertEqual(try last.status().epoch, status.epoch)
        XCTAssertEqual(try last.waitForWorker(lane("vp.a")), worker)
        XCTAssertTrue(try ProcessTable.isAlive(leader))
        try Files.writeAtomically([], to: go, mode: 0o600)
        XCTAssertEqual(try last.wait(id).attempts.map(\.leader), [leader])
    }

    private func install(_ product: String, as path: String) throws {
        let bytes = try Files.read(Products.path(product), byteCountMax: 1 << 30)
        try Files.writeAtomically(bytes, to: path, mode: 0o755)
    }

    private func waitForIncarnation(
        after before: SupervisorStatus,
        _ instance: TestInstance
    ) throws -> SupervisorStatus {
        let status = try Deadline.wait(for: "the next incarnation") { () -> SupervisorStatus? in
            guard let next = try? TestClient(instance.socket).status(),
                next.epoch != before.epoch, next.phase == "ready"
            else { return nil }
            return next
        }
        XCTAssertEqual(status.pid, before.pid)
        XCTAssertEqual(status.epoch, before.epoch.next)
        return status
    }
}

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
            let before = status
            status = try Deadline.wait(for: "the next incarnation") { () -> SupervisorStatus? in
                guard let next = try? TestClient(instance.socket).status(),
                    next.epoch != before.epoch, next.phase == "ready"
                else { return nil }
                return next
            }
            XCTAssertEqual(status.pid, before.pid)
            XCTAssertEqual(status.epoch, before.epoch.next)
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
}

import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// State folders that cannot be used: one line, the documented code, and the file as it was.
final class StateFolderTests: XCTestCase {
    private func run(_ instance: TestInstance) throws -> ProgramOutput {
        try ProgramOutput.run(
            Products.path("lanekeeper"),
            instance.arguments,
            environment: ["PATH=/usr/bin:/bin", "HOME=\(instance.folder)"],
            seconds: 20
        )
    }

    private func stopped() throws -> TestInstance {
        let instance = try TestInstance(in: self)
        _ = try finish(script("say x"), try instance.client())
        try instance.signal(.terminate)
        XCTAssertEqual(try instance.waitForEnd(), .exited(code: 0))
        return instance
    }

    /// An instance that is not started, whose state folder is a file system of this size.
    private func onSmallVolume(
        byteCount: Int,
        _ supervisor: String...
    ) throws -> (TestInstance, SmallVolume) {
        var configuration = TestConfiguration()
        configuration.supervisor = supervisor
        let instance = try TestInstance(configuration)
        addTeardownBlock { instance.remove() }
        try Files.createFolders(instance.state, mode: 0o700)
        return (instance, try SmallVolume(on: instance.state, byteCount: byteCount))
    }

    private func assertOneLine(_ output: ProgramOutput, _ words: String...) {
        let lines = output.errors.split(separator: "\n").filter { $0.hasPrefix("lanekeeper:") }
        XCTAssertEqual(lines.count, 1, output.errors)
        for word in words {
            XCTAssertTrue(output.errors.contains(word), "\(word): \(output.errors)")
        }
    }

    func testNewerLedgerIsRefusedUnchanged() throws {
        let instance = try stopped()
        let sqlite = try ProgramOutput.run(
            "/usr/bin/sqlite3",
            [instance.ledger, "PRAGMA user_version = 9999"]
        )
        XCTAssertEqual(sqlite.code, 0, sqlite.errors)
        let before = try Data(contentsOf: URL(fileURLWithPath: instance.ledger))

        let output = try run(instance)

        XCTAssertEqual(output.code, ExitCode.internalFailure.rawValue)
        assertOneLine(output, "9999", "ledger.sqlite")
        XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: instance.ledger)), before)
    }

    func testCorruptLedgerIsRefusedUnchanged() throws {
        let instance = try stopped()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: instance.ledger))
        for damage in [0..<100, 4_096..<(4_096 * 3)] {
            for index in damage where index < bytes.count { bytes[index] = 0xA5 }
            try bytes.write(to: URL(fileURLWithPath: instance.ledger))

            let output = try run(instance)

            XCTAssertEqual(output.code, ExitCode.internalFailure.rawValue, output.errors)
            assertOneLine(output, "ledger.sqlite")
            XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: instance.ledger)), bytes)
        }
    }

    func testReadOnlyStateFolderIsRefused() throws {
        let (instance, volume) = try onSmallVolume(byteCount: 1 << 20)
        try volume.makeReadOnly()

        let output = try run(instance)

        XCTAssertEqual(output.code, ExitCode.notPermitted.rawValue, output.errors)
        assertOneLine(output, instance.state)
    }

    func testFullStateFolderAtTheStartIsTemporary() throws {
        let (instance, volume) = try onSmallVolume(byteCount: 64 << 10)
        try volume.fill()

        let output = try run(instance)

        XCTAssertEqual(output.code, ExitCode.temporary.rawValue, output.errors)
        assertOneLine(output, instance.state)
    }

    func testStateFolderThatFillsUpRefusesWorkAndLosesNothing() throws {
        let (instance, volume) = try onSmallVolume(byteCount: 32 << 20, "min_free_mib: 4")
        try instance.start()
        try instance.waitUntilReady()
        let client = try instance.client()
        let go = "\(instance.folder)/go"
        let (id, _) = try start(script("wait-file \(go)"), client)

        try volume.fill(leaving: 2 << 20)
        // It is measured every five seconds.
        try Deadline.wait(until: "the want is known") { try client.status().freeMiB ?? .max < 4 }
        let refusal = try client.refusal(of: .missionSubmit([script("say x")], isDryRun: false))
        XCTAssertEqual(refusal.code, .temporary)
        XCTAssertEqual(refusal.reason, .diskLow)
        try volume.fill()
        try Files.writeAtomically([], to: go, mode: 0o600)
        // Nothing can be committed: the answer waits, the result stays with the worker.
        let other = try instance.client()
        try other.send(.missionCancel(id, OperatorOptions()))
        try volume.clear()

        XCTAssertTrue(try client.wait(id).state.status.isTerminal)
        let reply = try Deadline.wait(for: "work is taken again") { () -> MissionView? in
            let reply = try client.ask(.missionSubmit([script("say y")], isDryRun: false))
            guard case .missions(let views, _) = reply else { return nil }
            return views.first
        }
        let next = try XCTUnwrap(reply.envelope.missionID)
        XCTAssertEqual(try client.wait(next).state.status, .completed)
        XCTAssertNil(try instance.supervisor?.reap())
        XCTAssertEqual(try LedgerReader(instance.ledger).problems(), [])
    }

    func testFullDiskCostsNothingAndLetsAStopThrough() throws {
        let (instance, volume) = try onSmallVolume(byteCount: 32 << 20, "min_free_mib: 4")
        try instance.start()
        try instance.waitUntilReady()
        let client = try instance.client()
        let (id, leader) = try start(script("wait-file \(instance.folder)/go"), client)
        let supervisor = try XCTUnwrap(instance.supervisor)
        try volume.fill()
        // A cancel must be written before it is carried out. Who asks for it goes away.
        try instance.client().send(.missionCancel(id, OperatorOptions()))
        try Deadline.wait(until: "nothing can be written") {
            try instance.log().contains("event=disk.full")
        }

        let before = try ProcessTicks.spent(by: supervisor.identity.pid)
        _ = try Poll.wait([], until: Deadline.after(2))
        let spent = try ProcessTicks.spent(by: supervisor.identity.pid) - before
        XCTAssertLessThan(spent, 40, "hundredths of a second in 2 s")
        try instance.signal(.terminate)

        let code = ExitCode.temporary.rawValue
        XCTAssertEqual(try instance.waitForEnd(seconds: 10), .exited(code: code))
        XCTAssertTrue(try ProcessTable.isAlive(leader), "what cannot be written is not done")
        try volume.clear()
        try instance.start()
        try Files.writeAtomically([], to: "\(instance.folder)/go", mode: 0o600)
        XCTAssertEqual(try instance.waitForClient().wait(id).attempts.map(\.leader), [leader])
    }

    func testSecondSupervisorIsRefusedNamingTheFirst() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let pid = try client.status().pid

        let second = try run(instance)

        XCTAssertEqual(second.code, ExitCode.conflict.rawValue)
        assertOneLine(second, "\(pid)")
        XCTAssertEqual(try finish(script("say x"), client).state.status, .completed)
    }
}

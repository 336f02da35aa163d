import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// Dispatch, idempotency and refusals.
final class DispatchTests: XCTestCase {
    func testA07HundredSubmitsOfOneKeyAreOneMission() throws {
        let instance = try TestInstance(in: self)
        let operatorClient = try instance.client()
        let clients = try (0..<100).map { _ in try instance.client() }
        let mission = script("mark \(instance.marksPath)", "stall") { $0.idempotencyKey = "K" }

        for client in clients { try client.send(.missionSubmit([mission], isDryRun: false)) }
        let ids = try clients.map { try acknowledged($0) }

        XCTAssertEqual(Set(ids).count, 1)
        let id = ids[0]
        let leader = try operatorClient.waitForRun(id)

        // Once more, while it runs and is being cancelled: nothing is reset, nothing is forgotten.
        for client in clients { try client.send(.missionSubmit([mission], isDryRun: false)) }
        var options = OperatorOptions()
        options.reason = "not needed"
        try operatorClient.change(.missionCancel(id, options))
        XCTAssertEqual(Set(try clients.map { try acknowledged($0) }), [id])
        let end = try operatorClient.wait(id)
        XCTAssertEqual(end.state.status, .cancelled)
        XCTAssertEqual(end.attempts.map(\.leader), [leader])
        XCTAssertEqual(
            try LedgerReader(instance.ledger).integer("SELECT count(*) FROM vp_missions"),
            1
        )
        try assertNothingOverlapped(instance)
    }

    private func acknowledged(_ client: TestClient) throws -> MissionID {
        let reply = try client.receiveAnswer()
        guard case .missions(let views, _) = reply, views.count == 1 else {
            throw TestFailure("submit: \(reply)")
        }
        return try XCTUnwrap(views[0].envelope.missionID)
    }

    func testA08KeyOfTerminalMissionReturnsItsRecord() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let failing = script("exit 100") { $0.idempotencyKey = "K" }
        let first = try finish(failing, client)
        let id = try XCTUnwrap(first.envelope.missionID)
        XCTAssertEqual(first.state.status, .failed)

        let again = try client.submit(failing)

        XCTAssertEqual(again.envelope.missionID, id)
        XCTAssertFalse(again.isNew)
        XCTAssertEqual(again.state, first.state)
        let other = script("exit 0") { $0.idempotencyKey = "K" }
        let conflict = try client.refusal(of: .missionSubmit([other], isDryRun: false))
        XCTAssertEqual(conflict.code, .conflict)
        XCTAssertTrue(conflict.message.contains("objective"), conflict.message)

        let retry = try finish(script("exit 0") { $0.retryOf = id }, client)
        XCTAssertNotEqual(retry.envelope.missionID, id)
        XCTAssertEqual(retry.envelope.retryOf, id)
        XCTAssertEqual(retry.state.status, .completed)
        XCTAssertEqual(try client.mission(id).state, first.state)
    }

    func testA11PinnedMissionRunsNowhereElse() throws {
        let instance = try TestInstance(in: self, TestConfiguration(lanes: ["vp.a", "vp.b"]))
        let client = try instance.client()
        var options = OperatorOptions()
        options.reason = "maintenance"
        try client.change(.lanePause(try lane("vp.b"), options))
        let pinned = script("say here") { $0.vpID = LaneID("vp.b") }
        let id = try XCTUnwrap(try client.submit(pinned).envelope.missionID)
        for _ in 0..<5 {
            XCTAssertEqual(try finish(script("say there"), client).state.status, .completed)
        }

        let waiting = try client.mission(id)
        XCTAssertEqual(waiting.state.status, .queued)
        XCTAssertEqual(waiting.waitingFor?.reason, .lanePaused)
        try client.change(.laneResume(try lane("vp.b"), options))
        let end = try client.wait(id)
        XCTAssertEqual(end.attempts.map(\.vpID), [try lane("vp.b")])
        XCTAssertEqual(end.state.assignedBy, "pin")

        let count = try LedgerReader(instance.ledger).integer("SELECT count(*) FROM vp_missions")
        let unknown = script("say nowhere") { $0.vpID = LaneID("vp.c") }
        let refusal = try client.refusal(of: .missionSubmit([unknown], isDryRun: false))
        XCTAssertEqual(refusal.code, .notFound)
        XCTAssertEqual(refusal.reason, .unknownLane)
        try instance.write(TestConfiguration(lanes: ["vp.a"]))
        try client.change(.configReload)
        let retired = try client.refusal(of: .missionSubmit([pinned], isDryRun: false))
        XCTAssertEqual(retired.reason, .unknownLane)
        let countAfter = try LedgerReader(instance.ledger).integer(
            "SELECT count(*) FROM vp_missions"
        )
        XCTAssertEqual(countAfter, count)
    }

    func testA12RequestToASilentLaneEndsInTimeOrWaits() throws {
        var configuration = TestConfiguration(lanes: ["vp.a", "vp.b"])
        configuration.supervisor = ["worker_path: \"/bin/false\""]
        let instance = try TestInstance(configuration)
        addTeardownBlock { instance.remove() }
        try instance.start()
        let client = try instance.waitForClient()
        let due = WallTime(nanoseconds: Clock.now().wall.nanoseconds + 300_000_000)
        let strict = script("say never") {
            $0.vpID = LaneID("vp.a")
            $0.missionClass = .deadline
            $0.deadlineAt = due
            $0.expireAtDeadline = true
        }
        let patient = script("say later") { $0.vpID = LaneID("vp.a") }

        let strictID = try XCTUnwrap(try client.submit(strict).envelope.missionID)
        let patientID = try XCTUnwrap(try client.submit(patient).envelope.missionID)

        let end = try client.wait(strictID, seconds: 5)
        XCTAssertEqual(end.state.status, .timedOut)
        XCTAssertEqual(end.state.reason, .deadlineExpired)
        let summary = try XCTUnwrap(end.state.summary)
        XCTAssertTrue(summary.hasPrefix("not started by its deadline; lane vp.a: "), summary)
        XCTAssertTrue(summary.contains("worker"), "the lane's last state: \(summary)")
        XCTAssertEqual(end.attempts, [])
        let endedAt = try XCTUnwrap(end.state.endedAt)
        XCTAssertLessThan(endedAt.nanoseconds - due.nanoseconds, 1_000_000_000)
        let waiting = try client.mission(patientID)
        XCTAssertEqual(waiting.state.status, .queued)
        let reason = try XCTUnwrap(waiting.waitingFor?.reason)
        XCTAssertTrue([.laneRecovering, .laneParked].contains(reason), "\(reason)")
    }

    func testA12SuspendedWorkerLosesItsLeaseAndItsWorkRunsAgain() throws {
        var configuration = TestConfiguration()
        configuration.defaults.append("liveness: { suspect_ms: 1500, lease_ms: 4000 }")
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let go = "\(instance.folder)/go"
        let mission = script("mark \(instance.marksPath)", "wait-file \(go)")
        let (id, leader) = try start(mission, client)
        let worker = try client.waitForWorker(lane("vp.a"))
        let leaseEnd = Deadline.after(4.5)
        try Deadline.wait(until: "a lease is over") { Clock.bootTime() >= leaseEnd }
        XCTAssertTrue(try ProcessTable.isAlive(worker), "it speaks often enough")

        try instance.send(.stop, to: worker)

        try client.wait(id, until: "runs again") {
            $0.attempts.count == 2 && $0.attempts[1].leader != nil
        }
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        XCTAssertFalse(try ProcessTable.isAlive(worker))
        XCTAssertEqual(try client.mission(id).attempts[0].outcome, .crashed)
        try Files.writeAtomically([], to: go, mode: 0o600)
        XCTAssertEqual(try client.wait(id).state.status, .completed)
        try assertNothingOverlapped(instance)
    }

    func testA13InvalidRequestsAreRefusedWithTheirPath() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let cases: [(member: String, path: String)] = [
            ("\"budget\": {\"max_runtime_seconds\": -1}", "budget.max_runtime_seconds"),
            ("\"budget\": {\"max_runtime_minutes\": 1}", "budget.max_runtime_minutes"),
            ("\"class\": \"urgent\"", "class"), ("\"vp_id\": \"a/b\"", "vp_id"),
            ("\"class\": \"deadline\"", "deadline_at"), ("\"priority\": 3", "priority"),
            ("\"workspace\": {\"kind\": \"worktree\"}", "workspace"),
            ("\"retry\": {\"max_attempts\": 0}", "retry.max_attempts"),
            ("\"deadline_at\": \"tomorrow\"", "deadline_at"),
        ]
        for (number, item) in cases.enumerated() {
            let text = """
                {"jsonrpc":"2.0","id":\(number),"method":"mission.submit",\
                "params":{"missions":[{"objective":"x"},{"objective":"x",\(item.member)}]}}

                """
            try client.sendRaw(Array(text.utf8))
            let reply = try client.receiveAnswer()
            guard case .error(let error) = reply else { return XCTFail("\(item): \(reply)") }
            // What this version does not carry out is known, and refused.
            let code: Protocol.ExitCode = item.path == "workspace" ? .refused : .usage
            XCTAssertEqual(error.code, code, "\(item)")
            XCTAssertTrue(error.message.contains(item.path), "\(item): \(error.message)")
            XCTAssertTrue(error.message.contains("1"), "index: \(error.message)")
        }
        let count = try LedgerReader(instance.ledger).integer("SELECT count(*) FROM vp_missions")
        XCTAssertEqual(count, 0)
        XCTAssertEqual(try finish(script("say fine"), client).state.status, .completed)
    }
}

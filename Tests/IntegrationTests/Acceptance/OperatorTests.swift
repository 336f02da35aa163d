import DataStructures
import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// Drain, cancel and the questions of an operator.
final class OperatorTests: XCTestCase {
    private func options(_ reason: String, deadlineSeconds: UInt64? = nil) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        options.deadlineSeconds = deadlineSeconds
        return options
    }

    func testA35DrainLetsWorkEndKeepsTheQueueAndUndrainResumes() throws {
        var configuration = TestConfiguration(lanes: ["vp.a", "vp.b"])
        configuration.lanes[0].object = "{ slots: 1 }"
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let a = try lane("vp.a")
        let worker = try client.waitForWorker(a)
        let go = "\(instance.folder)/go"
        let (running, _) = try start(script("wait-file \(go)") { $0.vpID = a }, client)
        let queued = try XCTUnwrap(
            try client.submit(script("say queued") { $0.vpID = a }).envelope.missionID
        )

        try client.change(.laneDrain(a, options("upgrade")))

        let draining = try client.wait(a, until: "drains") { $0.record.admission == .draining }
        XCTAssertEqual(draining.record.drainChange?.reason, "upgrade")
        XCTAssertEqual(try client.mission(queued).waitingFor?.reason, .laneDraining)
        try Files.writeAtomically([], to: go, mode: 0o600)
        XCTAssertEqual(try client.wait(running).state.status, .completed)
        try client.wait(a, until: "is drained") { $0.record.admission == .drained }
        XCTAssertFalse(try ProcessTable.isAlive(worker))
        XCTAssertNil(try FileLock.holder(of: "\(instance.state)/lanes/vp.a/worker.lock"))
        XCTAssertEqual(try Files.list("\(instance.state)/lanes/vp.a/outbox"), [])
        let kept = try client.mission(queued)
        XCTAssertEqual(kept.state.status, .queued)
        XCTAssertEqual(kept.waitingFor?.reason, .laneDrained)
        let other = script("say b") { $0.vpID = LaneID("vp.b") }
        XCTAssertEqual(try finish(other, client).state.status, .completed)

        try client.change(.laneUndrain(a, options("done")))

        XCTAssertEqual(try client.wait(queued).state.status, .completed)
        try assertNothingOverlapped(instance)
    }

    func testA35DrainAtItsDeadlineInterruptsAndRequeuesFree() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let a = try lane("vp.a")
        let mission = script("mark \(instance.marksPath)", "sleep 0.2", "say phase", "stall")
        let (id, leader) = try start(mission, client)

        try client.change(.laneDrain(a, options("now", deadlineSeconds: 1)))

        try client.wait(a, until: "is drained") { $0.record.admission == .drained }
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        let view = try client.mission(id)
        XCTAssertEqual(view.state.status, .queued)
        XCTAssertEqual(view.attempts.map(\.outcome), [.interrupted])
        XCTAssertEqual(view.state.failureCount, 0)
        XCTAssertEqual(view.state.recoveryCount, 0)
        try assertNothingOverlapped(instance)
    }

    func testEndedMissionIsNotCancelledAndIsTriedAgainByAnyBeginningOfItsID() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let ended = try finish(
            script("exit 100") {
                $0.missionID = MissionID("first-try")
                $0.missionType = "coding"
                $0.labels["campaign"] = "x"
            },
            client
        )

        let cancel = try instance.lanectl("cancel", "first")
        XCTAssertEqual(cancel.code, 0, cancel.errors)
        XCTAssertEqual(cancel.output, "it is failed already\n")

        let plan = try instance.lanectl("submit", "--retry-of", "first", "--dry-run")
        XCTAssertEqual(plan.code, 0, plan.errors)
        XCTAssertTrue(plan.output.hasPrefix("dry run: would be queued on lane "), plan.output)

        let retry = try instance.lanectl(
            "submit",
            "--retry-of",
            "first",
            "--id",
            "second",
            "--wait"
        )
        XCTAssertEqual(retry.code, 1, retry.errors)
        let again = try client.mission(try XCTUnwrap(MissionID("second")))
        XCTAssertEqual(again.envelope.retryOf, ended.envelope.missionID)
        XCTAssertEqual(again.envelope.objective, "exit 100\n")
        XCTAssertEqual(again.envelope.missionType, "coding")
        XCTAssertEqual(again.envelope.labels["campaign"], "x")
        XCTAssertEqual(again.state.status, .failed)

        let unknown = try instance.lanectl("submit", "--retry-of", "third")
        XCTAssertEqual(unknown.code, 4, unknown.errors)
    }

    func testA38CancelEndsQueuedAtOnceAndRunningWithinTheLadder() throws {
        var configuration = TestConfiguration()
        configuration.lanes = [("vp.a", "{ slots: 1 }")]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let (running, leader) = try start(script("grandchild 60 setsid", "stall"), client)
        let queued = try XCTUnwrap(try client.submit(script("say x")).envelope.missionID)

        try client.change(.missionCancel(queued, options("changed my mind")))
        let first = try client.mission(queued)
        XCTAssertEqual(first.state.status, .cancelled)
        XCTAssertEqual(first.attempts, [])

        try client.change(.missionCancel(running, options("too slow")))
        let second = try client.wait(running)
        XCTAssertEqual(second.state.status, .cancelled)
        XCTAssertEqual(second.attempts.map(\.outcome), [.cancelled])
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        for (view, reason) in [(first, "changed my mind"), (second, "too slow")] {
            let id = try XCTUnwrap(view.envelope.missionID)
            XCTAssertEqual(view.state.endedBy, "uid:\(CurrentProcess.uid) (test)")
            let events = try client.events(mission: id, types: [.missionCancelled])
            XCTAssertEqual(events.count, 1)
            XCTAssertEqual(view.state.summary, reason)
            XCTAssertTrue(try client.events(mission: id).contains { $0.summary.contains(reason) })
        }

        // Nothing revives it: no requeue, no dead worker, no new supervisor.
        let refusal = try client.refusal(of: .missionRequeue(running, options("again")))
        XCTAssertEqual(refusal.code, .conflict)
        XCTAssertEqual(refusal.reason, .missionTerminal)
        try instance.send(.kill, to: try client.waitForWorker(lane("vp.a")))
        try client.waitForWorker(lane("vp.a"))
        try instance.killAndRestart()
        try instance.waitUntilReady()
        let later = try instance.client()
        XCTAssertEqual(try later.mission(running).state, second.state)
        XCTAssertEqual(try later.mission(queued).state, first.state)
        try assertNothingOverlapped(instance)
    }

    func testA43MissionShowTellsEverythingWithoutSQL() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let mission = script("exit 1") {
            $0.missionClass = .interactive
            $0.owner = "ada"
            $0.retry.maxAttempts = 2
        }
        let end = try finish(mission, client)
        let id = try XCTUnwrap(end.envelope.missionID)

        XCTAssertEqual(end.state.status, .failed)
        XCTAssertEqual(end.attempts.map(\.outcome), [.failed, .failed])
        XCTAssertEqual(end.attempts.map(\.reason), [.exitCode, .exitCode])
        XCTAssertEqual(end.attempts.map(\.exit), [.code(1), .code(1)])
        let events = try client.events(mission: id)
        let types = events.map(\.type)
        XCTAssertEqual(types.first, .missionQueued)
        XCTAssertEqual(types.last, .missionFailed)
        XCTAssertEqual(types.filter { $0 == .missionFailed }.count, 1)
        XCTAssertEqual(types.filter { $0 == .missionStarted }.count, 2)
        XCTAssertTrue(events.allSatisfy { !$0.actor.isEmpty && !$0.summary.isEmpty })

        let shown = try instance.lanectl("mission", "show", id.rawValue)
        XCTAssertEqual(shown.code, 0, shown.errors)
        for word in ["failed", "interactive", "vp.a", "ada", "exit_code", "WAITED"] {
            XCTAssertTrue(shown.output.contains(word), "\(word) in:\n\(shown.output)")
        }
        let json = try instance.lanectl("mission", "show", id.rawValue, "--output", "json")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        let fields = try XCTUnwrap(object as? [String: Any])
        XCTAssertEqual(fields["kind"] as? String, "Mission")
        XCTAssertEqual(fields["mission_id"] as? String, id.rawValue)
        XCTAssertEqual(fields["status"] as? String, "failed")
        XCTAssertEqual((fields["attempts"] as? [Any])?.count, 2)
    }
}

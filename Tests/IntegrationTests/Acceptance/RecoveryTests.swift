import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// Recovery determinism.
final class RecoveryTests: XCTestCase {
    func testA24KilledWorkersMissionRunsAgainWithinASecond() throws {
        for usesControlGroups in [true, false] {
            var configuration = TestConfiguration()
            configuration.usesControlGroups = usesControlGroups
            let instance = try TestInstance(in: self, configuration)
            let client = try instance.client()
            let go = "\(instance.folder)/go"
            let mission = script(
                "mark \(instance.marksPath)",
                "grandchild 60 setsid double-fork ignore-term",
                "wait-file \(go)"
            )
            let (id, _) = try start(mission, client)
            let run = try XCTUnwrap(try client.mission(id).attempts.first?.runID.rawValue)
            let tree = try Deadline.wait(for: "leader and grandchild") {
                let members = try instance.census.members().filter { $0.run == run }
                return members.count >= 2 ? members : nil
            }
            let worker = try client.waitForWorker(lane("vp.a"))

            let killedAt = Clock.now().wall
            try instance.send(.kill, to: worker)

            let view = try client.wait(id, until: "runs again") {
                $0.attempts.count == 2 && $0.attempts[1].leader != nil
            }
            for member in tree { XCTAssertFalse(try ProcessTable.isAlive(member.process)) }
            let crashed = view.attempts[0]
            XCTAssertEqual(crashed.outcome, .crashed)
            XCTAssertEqual(crashed.reason, .workerDied)
            let endedAt = try XCTUnwrap(crashed.endedAt)
            XCTAssertLessThan(endedAt.since(killedAt).nanoseconds, 1_000_000_000)
            XCTAssertEqual(view.state.recoveryCount, 1)
            XCTAssertEqual(view.state.failureCount, 0)
            XCTAssertNotEqual(try client.waitForWorker(lane("vp.a")), worker)
            try Files.writeAtomically([], to: go, mode: 0o600)
            XCTAssertEqual(try client.wait(id).state.status, .completed)
            try assertNothingOverlapped(instance)
        }
    }

    func testA24ProcessWithoutItsEnvironmentDoesNotOutliveItsRun() throws {
        var configuration = TestConfiguration()
        configuration.usesControlGroups = false
        configuration.lanes = [("vp.a", "{ profile: \"shell\" }")]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let note = "\(instance.folder)/server"
        let (id, _) = try start(
            script(
                "[ \"$LANE_ATTEMPT\" = 1 ] || exit 0",
                "env -i sleep 60 &",
                "echo $! >\(note).new; mv \(note).new \(note); wait"
            ),
            client
        )
        try Deadline.wait(until: "the server is named") { Files.exists(note) }
        let text = try Files.readText(note, byteCountMax: 99)
        let server = try ProcessTable.entry(of: XCTUnwrap(Int32(text.dropLast()))).identity
        addTeardownBlock { try ProcessHandle.open(server)?.send(.kill) }

        try instance.send(.kill, to: try client.waitForWorker(lane("vp.a")))

        let view = try client.wait(id, until: "runs again") { $0.attempts.count == 2 }
        XCTAssertFalse(try ProcessTable.isAlive(server), "it lives beside the second attempt")
        XCTAssertEqual(view.attempts[0].outcome, .crashed)
        XCTAssertEqual(try client.wait(id).state.status, .completed)
        try assertNothingOverlapped(instance)
    }

    func testA25LaneThatCannotStartIsParkedAndLeavesOthersAlone() throws {
        let instance = try TestInstance(nil)
        addTeardownBlock { instance.remove() }
        let program = "\(instance.folder)/worker"
        let text = """
            #!/bin/sh
            case "$*" in *vp.bad*) exit 3 ;; esac
            exec \(try Products.path("lane-worker")) "$@"

            """
        try Files.writeAtomically(Array(text.utf8), to: program, mode: 0o700)
        var configuration = TestConfiguration(lanes: ["vp.bad", "vp.good"])
        configuration.supervisor = ["worker_path: \"\(program)\""]
        try instance.write(configuration)
        try instance.start()
        let client = try instance.waitForClient()
        let bad = try lane("vp.bad")
        let waiting = try XCTUnwrap(
            try client.submit(script("say x") { $0.vpID = bad }).envelope.missionID
        )

        let view = try client.wait(bad, until: "is parked") { $0.record.status == .degraded }

        XCTAssertEqual(view.record.degradedCause, .parked)
        let good = script("say fine") { $0.vpID = LaneID("vp.good") }
        XCTAssertEqual(try finish(good, client).state.status, .completed)
        let mission = try client.mission(waiting)
        XCTAssertEqual(mission.state.status, .queued)
        XCTAssertEqual(mission.attempts, [])
        XCTAssertEqual(mission.waitingFor?.reason, .laneParked)
        let spawned = try client.events(lane: bad, types: [.laneSpawned]).count
        XCTAssertEqual(spawned, 5)
        XCTAssertEqual(try client.events(lane: bad, types: [.laneParked]).count, 1)
        XCTAssertEqual(try client.events(lane: bad, types: [.sessionDegraded]).count, 1)
        let status = try instance.lanectl("status")
        XCTAssertEqual(status.code, 1, status.output)
    }

    func testA26MissionThatKillsItsWorkersIsNotOfferedAgain() throws {
        var configuration = TestConfiguration()
        configuration.lanes = [("vp.a", "{ profile: \"shell\", restart: { ready_ms: 0 } }")]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let fake = try Products.path("fake-runtime")
        var poison = MissionEnvelope(
            objective: "\(fake) 'mark \(instance.marksPath)'; kill -9 $PPID; sleep 30\n"
        )
        poison.retry.maxRecoveries = 2

        let end = try finish(poison, client)

        XCTAssertEqual(end.state.status, .failed)
        XCTAssertEqual(end.state.reason, .poison)
        XCTAssertEqual(end.attempts.map(\.outcome), [.crashed, .crashed, .crashed])
        XCTAssertEqual(end.state.failureCount, 0)
        let good = try finish(MissionEnvelope(objective: "echo fine\n"), client)
        XCTAssertEqual(good.state.status, .completed)
        XCTAssertEqual(try Mark.read(instance.marksPath).count, 3)
        try assertNothingOverlapped(instance)
    }

    func testA27LateResultOfAnOldAttemptChangesNothing() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let go = "\(instance.folder)/go"
        let (id, _) = try start(script("wait-file \(go)"), client)
        let laneID = try lane("vp.a")
        try instance.send(.kill, to: try client.waitForWorker(laneID))
        let second = try client.wait(id, until: "runs again") {
            $0.attempts.count == 2 && $0.attempts[1].leader != nil
        }
        var late = RunResult(
            runID: second.attempts[0].runID,
            fence: second.attempts[0].fence,
            outcome: .failed,
            reason: .permanent,
            endedAt: Clock.now().wall
        )
        late.scope = .mission
        let outbox = "\(instance.state)/lanes/vp.a/outbox"
        let path = "\(outbox)/\(late.runID).json"

        // While the second attempt runs; the death of its worker makes the supervisor look.
        try Files.writeAtomically(late.encoded(), to: path, mode: 0o600)
        try instance.send(.kill, to: try client.waitForWorker(laneID))
        let third = try client.wait(id, until: "runs a third time") {
            $0.attempts.count == 3 && $0.attempts[2].leader != nil
        }
        XCTAssertEqual(third.state.status, .running)
        try Deadline.wait(until: "the entry is gone") { !Files.exists(path) }
        try Files.writeAtomically([], to: go, mode: 0o600)
        let end = try client.wait(id)
        XCTAssertEqual(end.state.status, .completed)

        // After the mission is terminal.
        try Files.writeAtomically(late.encoded(), to: path, mode: 0o600)
        try instance.send(.kill, to: try client.waitForWorker(laneID))
        try Deadline.wait(until: "the entry is gone") { !Files.exists(path) }
        try client.waitForWorker(laneID)
        let after = try client.mission(id)
        XCTAssertEqual(after.state, end.state)
        XCTAssertEqual(after.attempts, end.attempts)
        let lines = try instance.log().split(separator: "\n").filter {
            $0.contains("result.rejected") && $0.contains(late.runID.rawValue)
        }
        XCTAssertEqual(lines.count, 2, "each rejection is in the log")
    }

    func testA28RunsGoOnUndisturbedWhenTheSupervisorIsKilled() throws {
        for usesControlGroups in [true, false] {
            var configuration = TestConfiguration(lanes: ["vp.a", "vp.b", "vp.c"])
            configuration.usesControlGroups = usesControlGroups
            let instance = try TestInstance(in: self, configuration)
            var client = try instance.client()
            let go = "\(instance.folder)/go"
            let marks = instance.marksPath
            var runs: [(id: MissionID, leader: ProcessIdentity)] = []
            for name in ["vp.a", "vp.b"] {
                let mission = script("mark \(marks)", "wait-file \(go)", "endmark \(marks)") {
                    $0.vpID = LaneID(name)
                }
                runs.append(try start(mission, client))
            }
            let workers = try ["vp.a", "vp.b", "vp.c"].map { try client.waitForWorker(lane($0)) }
            let last = try XCTUnwrap(try client.events().last?.sequence)

            // Three times, once in the middle of the adoption.
            for _ in 0..<2 {
                try instance.killAndRestart()
                _ = try instance.waitForClient()
            }
            try instance.killAndRestart()
            try instance.waitUntilReady()
            client = try instance.client()

            for (run, worker) in zip(runs, workers) {
                XCTAssertTrue(try ProcessTable.isAlive(run.leader))
                XCTAssertTrue(try ProcessTable.isAlive(worker))
                let view = try client.mission(run.id)
                XCTAssertEqual(view.state.status, .running)
                XCTAssertEqual(view.attempts.map(\.leader), [run.leader])
            }
            let later = try client.events().filter { $0.sequence > last }
            XCTAssertFalse(later.contains { $0.type == .laneSpawned }, "\(later)")
            try Files.writeAtomically([], to: go, mode: 0o600)
            for run in runs {
                let end = try client.wait(run.id)
                XCTAssertEqual(end.state.status, .completed)
                XCTAssertEqual(end.attempts.count, 1)
            }
            let ends = try Mark.read(marks).filter(\.isEnd).count
            XCTAssertEqual(ends, 2)
            try assertNothingOverlapped(instance)
        }
    }

    func testA28ResultsOfAnUnsupervisedLaneAreNotLost() throws {
        let instance = try TestInstance(in: self)
        var client = try instance.client()
        let go = "\(instance.folder)/go"
        let (id, leader) = try start(script("wait-file \(go)", "say done"), client)

        try instance.signal(.kill)
        try instance.waitForEnd()
        try Files.writeAtomically([], to: go, mode: 0o600)
        let path = "\(instance.state)/lanes/vp.a/outbox/\(id).1.json"
        try Deadline.wait(until: "the result is in the outbox") { Files.exists(path) }
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        try instance.start()
        try instance.waitUntilReady()
        client = try instance.client()

        let end = try client.wait(id)
        XCTAssertEqual(end.state.status, .completed)
        XCTAssertEqual(end.attempts.count, 1)
        try Deadline.wait(until: "it is acknowledged") { !Files.exists(path) }
    }

    func testA30TreeThatIgnoresTerminationIsGoneBeforeTheSlotIsFree() throws {
        for usesControlGroups in [true, false] {
            var configuration = TestConfiguration()
            configuration.usesControlGroups = usesControlGroups
            configuration.lanes = [("vp.a", "{ slots: 1 }")]
            let instance = try TestInstance(in: self, configuration)
            let client = try instance.client()
            let mission = script(
                "ignore-term",
                "grandchild 60 setsid ignore-term",
                "grandchild 60 setsid double-fork ignore-term hold-pipe",
                "grandchild 60 ignore-term",
                "stall"
            )
            let (id, _) = try start(mission, client)
            let tree = try Deadline.wait(for: "four processes") {
                let members = try instance.census.members()
                return members.count >= 4 ? members : nil
            }
            let next = try XCTUnwrap(try client.submit(script("say next")).envelope.missionID)

            var options = OperatorOptions()
            options.reason = "test"
            let cancelledAt = Clock.now().wall
            try client.change(.missionCancel(id, options))

            let end = try client.wait(id)
            XCTAssertEqual(end.state.status, .cancelled)
            // The ladder: SIGTERM, one second of grace, SIGKILL.
            let endedAt = try XCTUnwrap(end.state.endedAt)
            XCTAssertLessThan(endedAt.since(cancelledAt).nanoseconds, 5_000_000_000)
            for member in tree { XCTAssertFalse(try ProcessTable.isAlive(member.process)) }
            let after = try client.wait(next)
            XCTAssertEqual(after.state.status, .completed)
            let startedAt = try XCTUnwrap(after.attempts.first?.startedAt)
            XCTAssertGreaterThanOrEqual(startedAt, endedAt)
            if usesControlGroups, let group = instance.group {
                let run = "\(group.path)/lanekeeper/vp.a/\(id).1"
                XCTAssertFalse(Files.exists(run))
            }
            try assertNothingOverlapped(instance)
        }
    }

    func testA31StartThatStallsEndsAtItsDeadline() throws {
        var configuration = TestConfiguration()
        configuration.defaults += [
            "start_deadline_ms: 1000", "liveness: { suspect_ms: 3000, lease_ms: 60000 }",
        ]
        configuration.lanes = [("vp.a", "{ slots: 1 }"), ("vp.b", "{}")]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let worker = try client.waitForWorker(lane("vp.a"))
        try instance.send(.stop, to: worker)

        let mission = script("mark \(instance.marksPath)", "say done") { $0.vpID = LaneID("vp.a") }
        let id = try XCTUnwrap(try client.submit(mission).envelope.missionID)
        let other = script("say fine") { $0.vpID = LaneID("vp.b") }
        XCTAssertEqual(try finish(other, client).state.status, .completed)
        let late = try client.wait(id, until: "is stopped") {
            $0.attempts.first?.phase == .stopping
        }
        XCTAssertEqual(late.attempts[0].intent, .startDeadline)
        XCTAssertEqual(late.attempts.count, 1, "the slot is taken until the proof")
        XCTAssertTrue(try ProcessTable.isAlive(worker), "its lease goes on")

        try instance.send(.resume, to: worker)

        let end = try client.wait(id)
        XCTAssertEqual(end.state.status, .completed)
        XCTAssertEqual(end.attempts.count, 2)
        XCTAssertEqual(end.attempts[0].outcome, .failed)
        XCTAssertEqual(end.attempts[0].reason, .startTimedOut)
        let provedAt = try XCTUnwrap(end.attempts[0].endedAt)
        XCTAssertGreaterThanOrEqual(end.attempts[1].dispatchedAt, provedAt)
        XCTAssertTrue(try ProcessTable.isAlive(worker))
        try assertNothingOverlapped(instance)
    }

    func testA32LineOfTenMebibytesEndsNothing() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()

        let end = try finish(script("longline 10", "say after", "flood 30", "say last"), client)

        XCTAssertEqual(end.state.status, .completed)
        XCTAssertEqual(end.attempts.count, 1)
        let dropped = try XCTUnwrap(end.attempts.first?.logBytesDropped)
        XCTAssertGreaterThan(dropped, 20 << 20)
        XCTAssertEqual(try finish(script("say next"), client).state.status, .completed)
    }
}

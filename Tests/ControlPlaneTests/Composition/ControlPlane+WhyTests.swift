import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneWhyTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    // MARK: In the queue of a lane that works

    func testMissionWithoutASlotNamesTheSlots() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.session = .fresh })
        scene.submit(.made("m2") { $0.session = .fresh }, .made("m3") { $0.session = .fresh })

        check(
            scene,
            "m3",
            .slotsBusy,
            "1 of 2 slots are in use, 1 kept for interactive; 1 before it",
            "a run must end, or the lane needs more slots",
            line(slots: 2, inUse: 1, ahead: 1)
        )
    }

    func testSilentWorkerWithARunIsSuspect() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.pass(.milliseconds(2_999))
        XCTAssertEqual(
            scene.core.explain(lane, at: scene.now)?.summary,
            "worker 1 is ready, 1 of 2 slots are in use"
        )

        scene.pass(.milliseconds(1))

        let suspect = "worker 1 is suspect: silent for 3000 ms, killed at 10000"
        XCTAssertEqual(
            scene.core.explain(lane, at: scene.now)?.summary,
            "\(suspect), 1 of 2 slots are in use"
        )
        XCTAssertEqual(
            scene.core.explain("m1" as MissionID, at: scene.now)?.summary,
            "attempt 1 is executing on lane vp.a; \(suspect)"
        )
    }

    func testIdleWorkerIsNotSuspect() {
        var scene = Scene.ready(lane)
        scene.pass(.seconds(9))

        XCTAssertEqual(
            scene.core.explain(lane, at: scene.now)?.summary,
            "worker 1 is ready, 0 of 2 slots are in use"
        )
    }

    func testMissionThatContinuesASessionInUseNamesTheSession() {
        var policy = LanePolicy()
        policy.slotCount = 4
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1"), .made("m2"))

        check(
            scene,
            "m2",
            .sessionBusy,
            "another run continues the lane's session; 0 before it",
            "submit with session \"fresh\", or wait for that run",
            line(slots: 4, inUse: 1, ahead: 0)
        )
    }

    func testOthersBeforeItAreThoseOfItsClassAndOfHigherOnes() {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("test")))
        scene.submit(
            .made("m1", .interactive),
            .made("m2", .deadline) { $0.deadlineAt = .later(60) },
            .made("m3"),
            .made("m4"),
            .made("m5")
        )
        var effects: [Effect] = []
        var core = scene.core
        guard
            case .requestReceived(let resume) = scene.request(
                .laneResume(lane, OperatorOptions())
            )
        else { return XCTFail("no request") }
        core.handle(.requestReceived(resume), at: scene.now, into: &effects)

        for (id, ahead) in [("m1", 0), ("m2", 1), ("m3", 2), ("m4", 3)] as [(MissionID, Int64)] {
            XCTAssertEqual(
                core.explain(id, at: scene.now),
                answer(
                    .behindOthers,
                    "\(ahead) missions start before it",
                    nil,
                    line(slots: 2, inUse: 0, ahead: ahead)
                )
            )
        }
    }

    func testMissionWithoutAPermitNamesThePool() {
        var scene = Self.pooled { $0.slotCount = 1 }
        scene.submit(.made("m1", .interactive) { $0.session = .fresh })
        scene.submit(.made("m2", .interactive) { $0.session = .fresh })

        var figures = line(slots: 2, inUse: 1, ahead: 0)
        for (name, value) in [("slots", 1), ("slots_in_use", 1), ("reserved_slots", 0)] {
            figures["pool_\(name)"] = Int64(value)
        }
        check(
            scene,
            "m2",
            .poolBusy,
            "1 of 1 permits of pool max are in use, 0 kept for interactive",
            "a run on one of its lanes must end, or the pool needs more slots",
            figures
        )
    }

    func testMissionThatComesTooSoonNamesTheTimeOfTheNextStart() {
        var scene = Self.pooled {
            $0.slotCount = 4
            $0.startRate.perMinute = 60
        }
        scene.submit(.made("m1", .interactive) { $0.session = .fresh })
        scene.submit(.made("m2", .interactive) { $0.session = .fresh })

        var figures = line(slots: 2, inUse: 1, ahead: 0)
        figures["wait_ms"] = 999
        check(
            scene,
            "m2",
            .startRate,
            "the next start is allowed in 999 ms; 0 before it",
            "wait, or raise start_rate",
            figures,
            earliest: scene.now.wall + .milliseconds(999)
        )
        XCTAssertEqual(scene.pass(.milliseconds(998)).startedMissions, [])
        XCTAssertEqual(scene.pass(.milliseconds(1)).startedMissions, ["m2"])
    }

    /// One lane in a pool of one permit.
    private static func pooled(_ change: (inout PoolPolicy) -> Void) -> Scene {
        var policy = LanePolicy()
        policy.pool = "max"
        var configuration = Scene.configuration(["vp.a"], policy: policy)
        var pool = PoolPolicy()
        change(&pool)
        configuration.pools["max"] = pool
        return Scene.ready(configuration)
    }

    // MARK: Held

    func testHeldMissionNamesItsTime() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.notBefore = .later(60) })
        scene.setWall(.later(10))

        check(
            scene,
            "m1",
            .notBefore,
            "held until its not_before, in 50000 ms",
            "lanectl mission requeue m1 starts it at once",
            ["wait_ms": 50_000, "failures": 0, "deferrals": 0],
            earliest: .later(60)
        )
        scene.setWall(.later(60))
        check(
            scene,
            "m1",
            .behindOthers,
            "0 missions start before it",
            nil,
            line(slots: 2, inUse: 0, ahead: 0)
        )
    }

    func testMissionThatBacksOffNamesTheAttemptAndItsReason() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.end("m1.1", on: lane, .deferred, .rateLimited) { $0.retryAfterMilliseconds = 40_000 }
        let endedAt = scene.now.wall

        check(
            scene,
            "m1",
            .backingOff,
            "attempt 1 ended (rate_limited); the next starts in 40000 ms",
            "lanectl mission requeue m1 starts it at once",
            ["wait_ms": 40_000, "failures": 0, "deferrals": 1],
            earliest: endedAt + .seconds(40)
        )
    }

    // MARK: Running and blocked

    func testRunningMissionNamesItsPhaseAndItsClocks() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        XCTAssertEqual(
            scene.core.explain("m1" as MissionID, at: scene.now),
            answer(.ready, "attempt 1 is starting on lane vp.a", nil, ["silent_ms": 0])
        )
        scene.start("m1.1", on: lane)
        scene.pass(.milliseconds(1_500))
        let fence = scene.fence(of: "m1.1")
        let words = LaneReport.progress(runID: "m1.1", fence: fence, text: "a", percent: nil)
        scene.report(lane, words)
        scene.pass(.milliseconds(500))

        check(
            scene,
            "m1",
            .ready,
            "attempt 1 is executing on lane vp.a",
            nil,
            ["run_ms": 2_001, "silent_ms": 500]
        )
    }

    func testRunThatIsStoppedNamesTheIntent() {
        var scene = running()
        scene.ask(.missionCancel("m1", OperatorOptions()))

        check(
            scene,
            "m1",
            .operatorRequest,
            "attempt 1 is stopping on lane vp.a, being stopped: cancel",
            nil,
            ["run_ms": 1, "silent_ms": 1]
        )
    }

    func testRunThatDoesNotDieNamesTheWayOut() {
        var scene = running()
        scene.ask(.missionCancel("m1", OperatorOptions()))
        let fence = scene.fence(of: "m1.1")
        scene.report(lane, .treeNotDead(runID: "m1.1", fence: fence, processCount: 1))

        check(
            scene,
            "m1",
            .treeNotDead,
            "processes of its run survive SIGKILL",
            "lanectl mission requeue --force --reason … m1",
            ["run_ms": 2, "silent_ms": 2]
        )
        scene.submit(.made("m2"))
        check(
            scene,
            "m2",
            .treeNotDead,
            "processes of a run survive SIGKILL",
            "find what holds them (lanectl lane show vp.a), or requeue with --force"
        )
    }

    func testBlockedMissionWaitsForAnAnswerOrAPerson() {
        var scene = running()
        let fence = scene.fence(of: "m1.1")
        scene.report(lane, .blocked(runID: "m1.1", fence: fence, question: "which?"))

        check(
            scene,
            "m1",
            .question,
            "its runtime waits for an answer",
            "answer the runtime where it asks, or settle it with mission resolve"
        )

        scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.retry.maxDeferrals = 0 })
        scene.start("m1.1", on: lane)
        scene.end("m1.1", on: lane, .deferred, .rateLimited)

        check(
            scene,
            "m1",
            .deferralsExhausted,
            "put off 1 times",
            "lanectl mission requeue m1, or settle it with mission resolve"
        )
    }

    func testNothingIsSaidOfWhatIsNotInMemory() {
        var scene = running()
        scene.end("m1.1", on: lane)

        XCTAssertNil(scene.core.explain("m1" as MissionID, at: scene.now))
        XCTAssertNil(scene.core.explain("vp.x" as LaneID, at: scene.now))
    }

    // MARK: What is in the way of a lane, the worst first

    func testReadyLaneNamesItsSlots() {
        let scene = running()

        check(scene, .ready, "worker 1 is ready, 1 of 2 slots are in use")
    }

    func testRestartUnderWayIsARecovery() {
        var scene = running()
        scene.ask(.laneRestart(lane, OperatorOptions()))

        check(scene, .laneRecovering, "its worker is replaced when its runs have ended")
    }

    func testOperatorsChangeIsNamedWithWhoAndWhy() {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("lunch")))
        check(
            scene,
            .lanePaused,
            "paused by uid:1 (test): lunch",
            "lanectl lane resume vp.a"
        )

        scene.ask(.laneResume(lane, OperatorOptions()))
        scene.ask(.laneDrain(lane, .because("upgrade")))
        check(
            scene,
            .laneDraining,
            "draining by uid:1 (test): upgrade",
            "lanectl undrain vp.a"
        )

        _ = scene.bury(lane)
        check(
            scene,
            .laneDrained,
            "drained by uid:1 (test): upgrade",
            "lanectl undrain vp.a"
        )
    }

    func testSpaceIsNamedWithBothFigures() {
        var scene = Scene.ready(lane)
        scene.turn(.diskMeasured(freeMiB: 63))

        check(scene, .diskLow, "63 MiB are free, 64 are kept", "free some space")
        scene.turn(.diskMeasured(freeMiB: 64))
        check(scene, .ready, "worker 1 is ready, 0 of 2 slots are in use")
    }

    func testStopHidesEverythingButRetirement() {
        var scene = Scene.ready(lane, "vp.b")
        scene.submit(.made("m1", on: lane))
        scene.turn(.configurationLoaded(Scene.configuration(["vp.b"])))
        scene.turn(.stopRequested)

        check(
            scene,
            .laneRemoved,
            "lane vp.a is not in the configuration",
            "add it and lanectl config reload, or lanectl lane reroute vp.a"
                + " --to LANE, or lanectl lane flush vp.a"
        )
        XCTAssertEqual(
            scene.core.explain("vp.b" as LaneID, at: scene.now),
            answer(.supervisorStopping, "the supervisor is stopping")
        )
    }

    func testEveryStepToAWorkerIsNamed() {
        var scene = Scene(Scene.configuration([lane]))
        scene.boot()
        check(scene, .laneRecovering, "its worker is being started")
        scene.turn(.workerMissing(lane))
        check(scene, .laneRecovering, "the lock of its last worker is being taken")
        scene.turn(.lockTaken(lane, 0))
        check(scene, .laneRecovering, "the results of its last worker are being read")
        scene.turn(.outboxRead(lane, 0, []))
        check(scene, .laneRecovering, "its worker is being started")
        scene.turn(.workerSpawned(lane, 1, Scene.identity(of: 1)))
        check(scene, .laneRecovering, "its worker is being started")
        scene.hello(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.pass(.seconds(10))
        scene.pass(.seconds(1))
        scene.turn(.workerExited(lane, 1, .signal(9)))
        check(
            scene,
            .laneRecovering,
            "the processes its last worker left are being ended"
        )
    }

    func testWorkerThatIsKilledIsBeingEnded() {
        var scene = running()
        scene.turn([], after: .milliseconds(9_999))
        scene.turn([], after: .milliseconds(2))

        check(scene, .laneRecovering, "its worker is being ended")
    }

    func testBackOffNamesTheNextStart() {
        var policy = LanePolicy()
        policy.restart.backoffMilliseconds = 5_000
        var scene = Scene.ready(lane, policy: policy)
        _ = scene.bury(lane)
        let diedAt = scene.now
        scene.pass(.milliseconds(500))

        let exitedAt = diedAt.wall.nanoseconds - 2_000_000
        check(
            scene,
            .laneRecovering,
            "its worker died at start-up; the next starts in 4498 ms",
            nil,
            ["wait_ms": 4_498],
            earliest: WallTime(nanoseconds: exitedAt) + .seconds(5)
        )
    }

    func testParkedLaneNamesTheReset() {
        var policy = LanePolicy()
        policy.restart.startupDeathCountMax = 1
        var scene = Scene.ready(lane, policy: policy)
        _ = scene.bury(lane)

        check(
            scene,
            .laneParked,
            "its worker died too often at start-up",
            "look at lanectl events --lane vp.a, then lanectl lane reset vp.a"
        )
    }

    // MARK: Made

    private func running() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        return scene
    }

    private func line(
        slots: Int64,
        inUse: Int64,
        ahead: Int64
    ) -> OrderedTable<String, Int64> {
        [
            "slots": slots, "slots_in_use": inUse, "reserved_slots": 1, "ahead": ahead,
            "passed_over": 0,
        ]
    }

    private func answer(
        _ reason: ReasonCode,
        _ summary: String,
        _ remedy: String? = nil,
        _ figures: OrderedTable<String, Int64> = [:],
        earliest: WallTime? = nil
    ) -> WhyAnswer {
        var answer = WhyAnswer(reason, summary, remedy: remedy)
        answer.figures = figures
        answer.earliestStartAt = earliest
        return answer
    }

    /// Checks why a mission is where it is.
    private func check(
        _ scene: Scene,
        _ id: MissionID,
        _ reason: ReasonCode,
        _ summary: String,
        _ remedy: String?,
        _ figures: OrderedTable<String, Int64> = [:],
        earliest: WallTime? = nil,
        line: UInt = #line
    ) {
        XCTAssertEqual(
            scene.core.explain(id, at: scene.now),
            answer(reason, summary, remedy, figures, earliest: earliest),
            line: line
        )
    }

    /// Checks why the lane is as it is, and that a mission of it waits for the same.
    private func check(
        _ scene: Scene,
        _ reason: ReasonCode,
        _ summary: String,
        _ remedy: String? = nil,
        _ figures: OrderedTable<String, Int64> = [:],
        earliest: WallTime? = nil,
        line: UInt = #line
    ) {
        let expected = answer(reason, summary, remedy, figures, earliest: earliest)
        XCTAssertEqual(scene.core.explain(lane, at: scene.now), expected, line: line)
        guard reason != .ready else { return }
        var core = scene.core
        let waiting = MissionMachine(
            id: "waiting",
            order: 99,
            envelope: .made("waiting"),
            digest: "",
            state: MissionState(assignedVPID: lane, assignedBy: "pin", at: scene.now.wall)
        )
        core.register(waiting)
        core.enqueue(waiting, at: scene.now)
        let id: MissionID = "waiting"
        XCTAssertEqual(core.explain(id, at: scene.now), expected, line: line)
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneWorkersTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    // MARK: Death

    func testDeathWithARunIsClearedInOrderAndCommittedBeforeTheNextSpawn() {
        var scene = busy()

        let exited = scene.turn(.workerExited(lane, 1, .signal(9)))
        XCTAssertEqual(exited.eventTypes, [.laneExited, .sessionRecovering])
        let leader = scene.attempts["m1.1"]?.leader
        XCTAssertNotNil(leader)
        XCTAssertEqual(
            exited.deeds,
            [.endTrees(lane, 1, [RunRemains(runID: "m1.1", leader: leader)])]
        )
        XCTAssertEqual(scene.lanes[lane]?.worker, nil)
        XCTAssertEqual(scene.lanes[lane]?.leaseExpiresAt, nil)

        XCTAssertEqual(scene.turn(.treesGone(lane, 1)).deeds, [.takeLock(lane, 1)])
        XCTAssertEqual(scene.turn(.lockTaken(lane, 1)).deeds, [.readOutbox(lane, 1)])
        let read = scene.turn(.outboxRead(lane, 1, []))

        XCTAssertEqual(read.eventTypes.first, .missionCrashed)
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .crashed)
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 1)
    }

    func testOnlyWhatLeftNoResultHasCrashed() {
        var scene = busy("m1", "m2")

        let result = scene.result("m1.1")
        let turn = scene.bury(lane, outbox: [result])

        XCTAssertEqual(scene.missions["m1"]?.status, .completed)
        XCTAssertEqual(scene.missions["m2"]?.status, .queued)
        XCTAssertEqual(scene.missions["m2"]?.reason, .workerDied)
        XCTAssertEqual(
            turn.deeds.filter { if case .deleteOutboxEntry = $0 { true } else { false } },
            [.deleteOutboxEntry(lane, "m1.1", .recorded)]
        )
    }

    func testStaleResultInTheOutboxIsDeletedAndDoesNotCount() {
        var scene = busy()
        var stale = scene.result("m1.1")
        stale.fence = 99

        let turn = scene.bury(lane, outbox: [stale])

        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .crashed)
        XCTAssertTrue(turn.deeds.contains(.deleteOutboxEntry(lane, "m1.1", .stale)))
    }

    func testWorkerThatHadBeenReadyIsStartedAtOnce() {
        var scene = Scene.ready(lane)
        scene.pass(.seconds(2))

        let turn = scene.bury(lane)

        XCTAssertEqual(turn.deeds.last, .spawnWorker(lane, 2))
        XCTAssertEqual(scene.core.view(of: lane, at: scene.now)?.restartCount, 1)
    }

    func testExitOfAnotherGenerationIsStale() {
        var scene = Scene.ready(lane)

        let turn = scene.turn(.workerExited(lane, 0, .code(0)))

        XCTAssertEqual(turn.effects, [])
        XCTAssertEqual(scene.core.staleEventCount, 1)
    }

    func testOutboxOfAnotherGenerationIsStale() {
        var scene = busy()

        scene.turn(.outboxRead(lane, 1, [scene.result("m1.1")]))

        XCTAssertEqual(scene.missions["m1"]?.status, .running)
        XCTAssertEqual(scene.core.staleEventCount, 1)
    }

    func testSilentWorkerWithARunIsKilledWhenItsLeaseEnds() {
        var scene = busy()

        XCTAssertEqual(scene.pass(.milliseconds(9_900)).deeds, [])
        let turn = scene.pass(.milliseconds(101))

        XCTAssertEqual(turn.deeds, [.killWorker(lane, 1)])
        XCTAssertEqual(turn.events.map(\.reason), [.leaseExpired])
    }

    func testSilenceDuringOurOwnStopProvesNothing() {
        var scene = busy()

        let turn = scene.pass(.seconds(40))

        XCTAssertEqual(turn.deeds, [])
        XCTAssertEqual(scene.core.oversleptTurnCount, 1)
    }

    func testStartupDeathsBackOffAndThenParkTheLane() {
        var policy = LanePolicy()
        policy.restart.startupDeathCountMax = 2
        var scene = Scene.ready(lane, policy: policy)

        XCTAssertEqual(scene.bury(lane).deeds.last, .readOutbox(lane, 1))
        XCTAssertEqual(scene.core.explain(lane, at: scene.now)?.figures["wait_ms"], 998)
        XCTAssertEqual(scene.pass(.milliseconds(998)).deeds, [.spawnWorker(lane, 2)])
        let failed = scene.turn(.workerSpawnFailed(lane, 2, message: "no such file"))

        XCTAssertEqual(
            failed.eventTypes,
            [.sessionRecovering, .laneParked, .sessionDegraded]
        )
        XCTAssertEqual(scene.lanes[lane]?.degradedCause, .parked)
        XCTAssertEqual(scene.lanes[lane]?.status, .degraded)
        XCTAssertNil(scene.core.nextDeadline)
    }

    // MARK: Trees that do not die

    func testSurvivorsOpenOneIncidentAndCloseOne() {
        var scene = busy()
        scene.turn(.workerExited(lane, 1, .signal(9)))

        let first = scene.turn(.treesNotDead(lane, 1, processCount: 2))
        XCTAssertEqual(first.eventTypes, [.incidentOpened, .sessionDegraded])
        XCTAssertEqual(scene.lanes[lane]?.degradedCause, .treeNotDead)
        XCTAssertEqual(scene.core.view(of: lane, at: scene.now)?.orphanCount, 2)
        XCTAssertEqual(scene.turn(.treesNotDead(lane, 1, processCount: 1)).eventTypes, [])

        XCTAssertEqual(scene.turn(.treesGone(lane, 1)).eventTypes, [.incidentClosed])
        scene.turn(.lockTaken(lane, 1))
        let read = scene.turn(.outboxRead(lane, 1, []))
        XCTAssertFalse(read.eventTypes.contains(.incidentClosed))
        XCTAssertEqual(scene.lanes[lane]?.degradedCause, nil)
    }

    func testIncidentOfAWorkerThatThenDiesIsClosedOnce() {
        var scene = busy()
        let opened = scene.report(
            lane,
            .treeNotDead(runID: "m1.1", fence: scene.fence(of: "m1.1"), processCount: 1)
        )
        XCTAssertEqual(opened.eventTypes, [.incidentOpened, .sessionDegraded])
        scene.turn(.workerExited(lane, 1, .signal(9)))
        scene.turn(.treesNotDead(lane, 1, processCount: 1))
        scene.turn(.treesGone(lane, 1))
        scene.turn(.lockTaken(lane, 1))
        scene.turn(.outboxRead(lane, 1, []))

        XCTAssertEqual(scene.events.filter { $0.type == .incidentOpened }.count, 1)
        XCTAssertEqual(scene.events.filter { $0.type == .incidentClosed }.count, 1)
    }

    // MARK: Leaving

    func testDrainedLaneGivesItsLockBack() {
        var scene = Scene.ready(lane)

        let drain = scene.ask(.laneDrain(lane, .because("upgrade")))
        XCTAssertEqual(drain.commands, [.shutdown])
        let left = scene.bury(lane)

        XCTAssertEqual(left.eventTypes, [.laneExited, .laneDrained])
        XCTAssertEqual(left.deeds.last, .releaseLock(lane))
        XCTAssertEqual(scene.lanes[lane]?.admission, .drained)
        XCTAssertEqual(scene.pass(.seconds(100)).effects, [])
    }

    func testWorkerThatDoesNotLeaveIsKilled() {
        var scene = Scene.ready(lane)
        scene.ask(.laneDrain(lane, .because("upgrade")))

        XCTAssertEqual(scene.pass(.seconds(9)).deeds, [])
        XCTAssertEqual(scene.pass(.seconds(1)).deeds, [.killWorker(lane, 1)])
    }

    // MARK: The lease in the ledger

    func testLeaseIsWrittenOnceAMinute() {
        var scene = Scene.ready(lane)
        let first = scene.lanes[lane]?.leaseExpiresAt

        XCTAssertEqual(scene.passAlive(seconds: 59, on: lane).savedLanes, [])
        let saved = scene.passAlive(seconds: 2, on: lane).savedLanes

        XCTAssertEqual(saved.count, 1)
        XCTAssertEqual(
            saved.first?.leaseExpiresAt?.nanoseconds,
            first.map { $0.nanoseconds + 60_000_000_000 }
        )
    }

    func testLaneThatWorksAgainAfterALossSaysSo() {
        var scene = Scene.ready(lane)
        XCTAssertFalse(scene.events.map(\.type).contains(.sessionRecovered), "nothing was lost")
        scene.passAlive(seconds: 2, on: lane)
        _ = scene.bury(lane)
        scene.turn(.workerSpawned(lane, 2, Scene.identity(of: 2)))

        let ready = scene.hello(lane)
        scene.turn(.linkClosed(lane, 2))
        let again = scene.hello(lane)

        XCTAssertEqual(ready.eventTypes, [.laneReady, .sessionRecovered])
        XCTAssertEqual(ready.events.last?.summary, "lane vp.a works again, with worker 2")
        XCTAssertEqual(again.eventTypes, [.laneReady], "once")
    }

    /// A lane with runs of these missions, each in a session of its own.

    // MARK: A recovery that does not go on

    func testStalledRecoveryIsAnIncidentThatWhyExplainsAndThatEndsByItself() {
        var scene = busy()
        scene.turn(.workerExited(lane, 1, .signal(9)))
        let trees = scene.turn(.recoveryStalled(lane, problem: "cannot read \"/proc\""))
        XCTAssertEqual(trees.eventTypes, [.incidentOpened])
        XCTAssertEqual(
            trees.events.map(\.summary),
            ["lane vp.a cannot recover: cannot read \"/proc\""]
        )

        let answer = scene.core.explain(lane, at: scene.now)
        XCTAssertEqual(answer?.reason, .laneRecovering)
        XCTAssertEqual(answer?.summary, "it cannot recover: cannot read \"/proc\"")
        let again = scene.turn(.recoveryStalled(lane, problem: "cannot read \"/proc\""))
        XCTAssertEqual(again.eventTypes, [], "it is said once")

        XCTAssertEqual(scene.turn(.treesGone(lane, 1)).eventTypes, [.incidentClosed])
        XCTAssertEqual(
            scene.core.explain(lane, at: scene.now)?.summary,
            "the lock of its last worker is being taken"
        )
        XCTAssertEqual(
            scene.turn(.recoveryStalled(lane, problem: "x")).eventTypes,
            [.incidentOpened]
        )
        XCTAssertEqual(scene.turn(.lockTaken(lane, 1)).eventTypes, [.incidentClosed])
    }

    func testStallOfALaneThatHasRecoveredIsOldNews() {
        var scene = Scene.ready(lane)

        XCTAssertEqual(scene.turn(.recoveryStalled(lane, problem: "x")).effects, [])
        XCTAssertEqual(scene.core.staleEventCount, 1)
    }

    private func busy(_ ids: MissionID...) -> Scene {
        var policy = LanePolicy()
        policy.slotCount = 4
        var scene = Scene.ready(lane, policy: policy)
        for id in ids.isEmpty ? ["m1"] : ids {
            scene.submit(.made(id, on: lane) { $0.session = .fresh })
            guard let run = RunID("\(id).1") else { continue }
            scene.start(run, on: lane)
        }
        return scene
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlanePhaseTests: XCTestCase {
    private let lane: LaneID = "vp.a"
    private let other: LaneID = "vp.b"

    // MARK: Start

    func testReadinessIsToldWithTheLanesThatAreReady() {
        var scene = Scene(Scene.configuration([lane]))
        scene.boot()
        XCTAssertEqual(scene.core.phase, .starting)
        let sequence = scene.events.count

        scene.makeReady(lane)

        XCTAssertEqual(scene.core.phase, .ready)
        let told = scene.events.filter { $0.type == .supervisorReady }
        XCTAssertEqual(told.map(\.summary), ["1 of 1 lanes are ready"])
        XCTAssertGreaterThan(told.first?.sequence ?? 0, UInt64(sequence))
        XCTAssertEqual(scene.pass(.seconds(1)).effects, [], "it is told once")
    }

    // MARK: Stop

    func testStopIsToldAndThenTheWorkersGo() {
        var scene = Scene.ready(lane)
        let sequence = scene.events.count

        let turn = scene.turn(.stopRequested)

        XCTAssertEqual(
            turn.effects,
            [
                .write(
                    .appendEvent(
                        .made(
                            sequence + 1,
                            .supervisorStopping,
                            at: scene.now.wall,
                            "the supervisor stops, 60 s at most"
                        )
                    )
                ),
                .announce(.stopping),
                .send(lane, 1, .shutdown),
            ]
        )
        XCTAssertEqual(scene.core.phase, .stopping)
        XCTAssertEqual(scene.turn(.stopRequested).effects, [], "nothing is left to hurry")
    }

    func testStopEndsOnceEveryWorkerIsGone() {
        var scene = Scene.ready(lane, other)
        scene.turn(.stopRequested)
        XCTAssertFalse(scene.bury(lane).deeds.contains(.exit(.done)))
        XCTAssertFalse(scene.isStoppedCleanly)

        let turn = scene.bury(other)

        XCTAssertEqual(
            Array(turn.deeds.suffix(3)),
            [.releaseLock(other), .announce(.stopped), .exit(.done)]
        )
        XCTAssertTrue(scene.isStoppedCleanly)
        XCTAssertEqual(scene.core.phase, .stopped)
        XCTAssertEqual(scene.pass(.seconds(1)).effects, [])
    }

    func testInterruptedRunIsQueuedAgainForFreeAndNotLost() {
        var scene = running()
        scene.turn(.stopRequested)

        scene.end("m1.1", on: lane, .interrupted, .supervisorStopping)
        let turn = scene.bury(lane)

        XCTAssertEqual(turn.deeds.last, .exit(.done))
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
        XCTAssertEqual(scene.missions["m1"]?.reason, .supervisorStopping)
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 0)
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 0)
    }

    func testWorkersThatStayAreKilledAtTheDeadline() {
        var supervisor = SupervisorPolicy()
        supervisor.stopDeadlineSeconds = 3
        var scene = Scene.ready(lane, supervisor: supervisor)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.turn(.stopRequested)

        XCTAssertEqual(scene.passAlive(seconds: 2, on: lane).deeds, [])
        let turn = scene.passAlive(seconds: 1, on: lane)

        XCTAssertEqual(turn.deeds.filter { $0 == .killWorker(lane, 1) }.count, 1)
        XCTAssertEqual(
            turn.events.map(\.reason),
            [.supervisorStopping]
        )
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, nil)
        XCTAssertEqual(scene.bury(lane).deeds.last, .exit(.done))
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .interrupted)
    }

    func testTreeThatDoesNotDieKeepsItsAttemptNotTheSupervisor() {
        var supervisor = SupervisorPolicy()
        supervisor.stopDeadlineSeconds = 3
        var scene = Scene.ready(lane, supervisor: supervisor)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.turn(.stopRequested)
        scene.passAlive(seconds: 3, on: lane)
        scene.turn(.workerExited(lane, 1, .signal(9)))
        scene.turn(.treesNotDead(lane, 1, processCount: 1))

        XCTAssertEqual(scene.pass(.milliseconds(9_997)).deeds, [])
        let turn = scene.pass(.milliseconds(1))

        XCTAssertEqual(turn.deeds, [.announce(.stopped), .exit(.internalFailure)])
        XCTAssertFalse(scene.isStoppedCleanly)
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, nil)
    }

    func testStopDuringTheStartIsNoReadiness() {
        var scene = Scene(Scene.configuration([lane]))
        scene.boot()
        scene.turn(.stopRequested)
        scene.turn(.workerMissing(lane))
        scene.turn(.lockTaken(lane, 0))

        let turn = scene.turn(.outboxRead(lane, 0, []))

        XCTAssertEqual(
            turn.deeds,
            [.releaseLock(lane), .announce(.stopped), .exit(.done)]
        )
        XCTAssertEqual(scene.events.filter { $0.type == .supervisorReady }, [])
    }

    // MARK: Configuration

    func testNewLaneIsIntroducedAndLookedFor() {
        var scene = Scene.ready(lane)
        let sequence = scene.events.count

        let turn = scene.turn(.configurationLoaded(Scene.configuration([lane, other])))

        XCTAssertEqual(turn.savedLanes.map(\.vpID), [other])
        XCTAssertEqual(turn.eventTypes, [.sessionCreated])
        XCTAssertEqual(turn.events.first?.sequence, UInt64(sequence + 1))
        XCTAssertEqual(turn.deeds, [.probeWorker(other)])
        XCTAssertEqual(scene.core.lanes.keys, [lane, other])
    }

    func testSameConfigurationChangesNothing() {
        var scene = Scene.ready(lane)

        XCTAssertEqual(
            scene.turn(.configurationLoaded(Scene.configuration([lane]))).effects,
            []
        )
    }

    func testChangedPolicyHoldsFromHereOn() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.session = .fresh }, .made("m2") { $0.session = .fresh })
        XCTAssertEqual(scene.core.lanes[lane]?.runs.count, 1)
        var policy = LanePolicy()
        policy.slotCount = 4
        policy.liveness.leaseMilliseconds = 2_000

        let turn = scene.turn(.configurationLoaded(Scene.configuration([lane], policy: policy)))

        XCTAssertEqual(turn.startedMissions, ["m2"])
        XCTAssertEqual(scene.core.configuration.lanes[lane], policy)
        scene.pass(.milliseconds(1_900))
        XCTAssertEqual(scene.pass(.milliseconds(100)).deeds, [.killWorker(lane, 1)])
    }

    func testLaneThatIsMissingIsRetiredOnceAndKeepsItsMissions() {
        var scene = running()
        scene.submit(.made("m2"), .made("m3") { $0.notBefore = .later(600) })
        let sequence = scene.events.count

        let turn = scene.turn(.configurationLoaded(Scene.configuration([])))

        XCTAssertEqual(
            turn.events,
            [
                .made(
                    sequence + 1,
                    .sessionRetired,
                    at: scene.now.wall,
                    "lane vp.a is not in the configuration any more; 2 missions stay queued"
                ) { event in
                    event.vpID = lane
                    event.reason = .laneRemoved
                    event.payload = ["queued": .integer(2)]
                }
            ]
        )
        XCTAssertEqual(turn.deeds, [], "its run goes on")
        XCTAssertEqual(scene.lanes[lane]?.status, .retired)
        XCTAssertEqual(scene.lanes[lane]?.admission, .draining)
        XCTAssertEqual(scene.turn(.configurationLoaded(Scene.configuration([]))).effects, [])

        let end = scene.end("m1.1", on: lane)
        XCTAssertEqual(end.starts, [])
        XCTAssertEqual(end.commands.last, .shutdown)
        XCTAssertEqual(scene.bury(lane).eventTypes, [.laneExited, .laneDrained])
        XCTAssertEqual(scene.missions["m2"]?.status, .queued)
    }

    // MARK: Records

    func testRecordIsWrittenOnlyWhenItHasChanged() {
        var scene = Scene.ready(lane)

        XCTAssertEqual(scene.pass(.seconds(1)).writes, [])

        scene.submit(.made("m1"))
        XCTAssertEqual(scene.lanes[lane]?.status, .active)
        XCTAssertEqual(scene.end("m1.1", on: lane).savedLanes.map(\.status), [.idle])
    }

    // MARK: Made

    private func running() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        return scene
    }
}

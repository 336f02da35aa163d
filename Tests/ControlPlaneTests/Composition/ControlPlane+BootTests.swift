import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneBootTests: XCTestCase {
    private let lane: LaneID = "vp.a"
    private let other: LaneID = "vp.b"

    func testNewLaneIsIntroducedBeforeItsWorkerIsLookedFor() {
        var scene = Scene(Scene.configuration([lane]))

        let boot = scene.boot()

        XCTAssertEqual(
            boot.eventTypes,
            [.supervisorStarted, .sessionCreated, .supervisorAdopting]
        )
        XCTAssertEqual(boot.savedLanes.map(\.vpID), [lane])
        XCTAssertEqual(boot.deeds, [.announce(.starting), .probeWorker(lane)])
    }

    func testSupervisorWithoutLanesIsReadyAtOnce() {
        var scene = Scene(Configuration())

        XCTAssertEqual(scene.boot().deeds, [.announce(.starting)])
        XCTAssertEqual(scene.pass(.milliseconds(1)).deeds, [.announce(.ready)])
    }

    func testMissingWorkerIsClearedAndThenStarted() {
        var scene = Scene(Scene.configuration([lane]))
        scene.boot()

        XCTAssertEqual(scene.turn(.workerMissing(lane)).deeds, [.takeLock(lane, 0)])
        XCTAssertEqual(scene.turn(.lockTaken(lane, 0)).deeds, [.readOutbox(lane, 0)])
        let spawn = scene.turn(.outboxRead(lane, 0, []))

        XCTAssertEqual(spawn.deeds, [.spawnWorker(lane, 1)])
        XCTAssertEqual(spawn.savedLanes.map(\.generation), [1], "committed before it is spawned")
    }

    func testFoundWorkerIsAdoptedWithItsRun() {
        var scene = Scene(Scene.configuration([lane]), recovered: recovered(isStarted: true))
        scene.boot()

        let found = scene.turn(.workerFound(lane, 4, Scene.identity(of: 4)))
        XCTAssertEqual(found.deeds, [.connectWorker(lane, 4, Epoch(2))])
        let presence = RunPresence(runID: "m1.1", fence: 9, phase: .executing)
        let adopted = scene.hello(lane, runs: [presence])

        XCTAssertEqual(adopted.eventTypes, [.laneAdopted, .supervisorReady])
        XCTAssertEqual(adopted.deeds, [.announce(.ready)], "its run goes on untouched")
        XCTAssertEqual(scene.end("m1.1", on: lane).eventTypes, [.missionCompleted])
    }

    func testStartOfAnAdoptedRunIsKnownFromItsRow() {
        var scene = Scene(Scene.configuration([lane]), recovered: recovered(isStarted: true))

        XCTAssertEqual(
            scene.core.lanes[lane]?.runs["m1.1"]?.startedAt,
            MonotonicTime(nanoseconds: scene.now.boot.nanoseconds - 30_000_000_000)
        )
        XCTAssertEqual(scene.boot().eventTypes, [.supervisorStarted, .supervisorAdopting])
    }

    func testAgeOfAnAdoptedRunIsItsLeadersWhateverCivilTimeSays() {
        var state = recovered(isStarted: true)
        state.missions[0].attempt?.startedAt = .later(-7_200)
        state.missions[0].attempt?.leader = ProcessIdentity(pid: 9, startTicks: 97_000)

        let scene = Scene(Scene.configuration([lane]), recovered: state)

        XCTAssertEqual(
            scene.core.lanes[lane]?.runs["m1.1"]?.startedAt,
            MonotonicTime(nanoseconds: 970_000_000_000),
            "100 ticks are a second"
        )
    }

    func testRunThatDiedWithTheMachineIsNotEndedForItsAge() {
        var state = recovered(isStarted: true)
        state.isHostRestarted = true
        state.missions[0].envelope.budget.maxRuntimeSeconds = 5
        state.missions[0].attempt?.leader = ProcessIdentity(pid: 9, startTicks: 97)
        var scene = Scene(Scene.configuration([lane]), recovered: state)

        scene.boot()
        scene.turn(.workerMissing(lane))

        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.startedAt, nil)
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, nil)
    }

    func testRunOfARemovedLaneThatItsWorkerNeverSawIsNotSentAgain() {
        var scene = Scene(Scene.configuration([other]), recovered: recovered(isStarted: false))
        scene.boot()
        scene.turn(.workerFound(lane, 4, Scene.identity(of: 4)))

        let turn = scene.hello(lane)

        XCTAssertEqual(turn.starts, [], "its profile is not known any more")
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .interrupted)
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
        XCTAssertEqual(scene.missions["m1"]?.reason, .laneRemoved)
    }

    func testWorkerOfAnotherGenerationIsKilledAndTheNextNumberIsNew() {
        var scene = Scene(Scene.configuration([lane]), recovered: recovered(isStarted: true))
        scene.boot()

        let found = scene.turn(.workerFound(lane, 3, Scene.identity(of: 3)))
        XCTAssertEqual(found.deeds, [.killWorker(lane, 3)])
        let exited = scene.turn(.workerExited(lane, 3, .signal(9)))

        XCTAssertEqual(exited.deeds.first, .endTrees(lane, 3, ["m1.1"]))
        XCTAssertEqual(scene.core.lanes[lane]?.worker.generation, 4)
    }

    func testSurvivorsOfAnotherGenerationOpenAnIncident() {
        var scene = Scene(Scene.configuration([lane]), recovered: recovered(isStarted: true))
        scene.boot()
        scene.turn(.workerFound(lane, 3, Scene.identity(of: 3)))
        scene.turn(.workerExited(lane, 3, .signal(9)))

        let survived = scene.turn(.treesNotDead(lane, 3, processCount: 2))

        XCTAssertEqual(survived.events.first?.type, .incidentOpened)
    }

    func testHostRestartInterruptsWhatRanForFree() {
        var state = recovered(isStarted: true)
        state.isHostRestarted = true
        var scene = Scene(Scene.configuration([lane]), recovered: state)
        scene.boot()
        scene.turn(.workerMissing(lane))
        scene.turn(.treesGone(lane, 4))
        scene.turn(.lockTaken(lane, 4))

        let turn = scene.turn(.outboxRead(lane, 4, []))

        XCTAssertEqual(turn.eventTypes.first, .missionInterrupted)
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .interrupted)
        XCTAssertEqual(scene.attempts["m1.1"]?.reason, .hostRestarted)
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 0)
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
    }

    func testAttemptThatMayHaveRunWhileNobodyListenedIsCharged() {
        var scene = Scene(Scene.configuration([lane]), recovered: recovered(isStarted: false))
        scene.boot()
        scene.turn(.workerMissing(lane))
        scene.turn(.treesGone(lane, 4))
        scene.turn(.lockTaken(lane, 4))

        scene.turn(.outboxRead(lane, 4, []))

        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .crashed)
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 1)
    }

    func testQueueKeepsItsOrder() {
        var state = RecoveredState(epoch: Epoch(2))
        state.lanes = [record(lane)]
        for id: MissionID in ["m3", "m1", "m2"] { state.missions.append(queued(id)) }
        var policy = LanePolicy()
        policy.slotCount = 4
        var scene = Scene(Scene.configuration([lane], policy: policy), recovered: state)
        scene.boot()

        scene.makeReady(lane)

        XCTAssertEqual(
            scene.attempts.values.sorted { $0.fence < $1.fence }.map(\.missionID),
            ["m3"],
            "the session is one mission's at a time"
        )
        scene.start("m3.1", on: lane)
        XCTAssertEqual(scene.end("m3.1", on: lane).startedMissions, ["m1"])
    }

    func testHeldMissionIsStillHeldAfterARestart() {
        var state = RecoveredState(epoch: Epoch(2))
        state.lanes = [record(lane)]
        var mission = queued("m1")
        mission.state.heldUntil = .later(60)
        state.missions = [mission]
        var scene = Scene(Scene.configuration([lane]), recovered: state)
        scene.boot()
        scene.makeReady(lane)

        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 1)
        XCTAssertEqual(scene.passAlive(seconds: 59, on: lane).starts, [])
        XCTAssertEqual(scene.passAlive(seconds: 2, on: lane).startedMissions, ["m1"])
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
    }

    // MARK: Lanes that come and go between two incarnations

    func testLaneOfTheLedgerAloneIsRetiredAndKeepsItsMissions() {
        var state = RecoveredState(epoch: Epoch(2))
        state.lanes = [record(lane)]
        state.missions = [queued("m1")]
        var scene = Scene(Scene.configuration([other]), recovered: state)

        let boot = scene.boot()

        XCTAssertEqual(
            boot.eventTypes,
            [.supervisorStarted, .sessionRetired, .sessionCreated, .supervisorAdopting]
        )
        XCTAssertEqual(scene.lanes[lane]?.status, .retired)
        XCTAssertEqual(scene.lanes[lane]?.admission, .draining)
        scene.turn(.workerMissing(lane))
        scene.turn(.lockTaken(lane, 4))
        let end = scene.turn(.outboxRead(lane, 4, []))
        XCTAssertEqual(end.eventTypes, [.laneDrained])
        XCTAssertEqual(end.deeds, [.releaseLock(lane)])
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
    }

    func testRunOfARetiredLaneHasTheWholeDrainToEnd() {
        var scene = Scene(Scene.configuration([other]), recovered: recovered(isStarted: true))
        scene.boot()
        scene.turn(.workerFound(lane, 4, Scene.identity(of: 4)))
        let presence = RunPresence(runID: "m1.1", fence: 9, phase: .executing)

        XCTAssertEqual(scene.hello(lane, runs: [presence]).commands, [])
        XCTAssertEqual(scene.lanes[lane]?.drainDeadlineAt, .later(3_600))
        XCTAssertNil(scene.attempts["m1.1"]?.intent)
    }

    func testRetirementIsToldOnce() {
        var state = RecoveredState(epoch: Epoch(2))
        var retired = record(lane)
        retired.status = .retired
        retired.admission = .drained
        state.lanes = [retired]
        var scene = Scene(Configuration(), recovered: state)

        XCTAssertEqual(scene.boot().eventTypes, [.supervisorStarted, .supervisorAdopting])
    }

    func testLaneThatIsInTheConfigurationAgainTakesWork() {
        var state = RecoveredState(epoch: Epoch(2))
        var retired = record(lane)
        retired.status = .retired
        retired.admission = .drained
        state.lanes = [retired]
        var scene = Scene(Scene.configuration([lane]), recovered: state)

        let boot = scene.boot()

        XCTAssertEqual(boot.eventTypes, [.supervisorStarted, .laneOpened, .supervisorAdopting])
        XCTAssertEqual(scene.lanes[lane]?.admission, .open)
    }

    func testOperatorsDrainOutlivesTheSupervisor() {
        var state = RecoveredState(epoch: Epoch(2))
        var drained = record(lane)
        drained.admission = .drained
        drained.drainChange = OperatorChange(actor: "uid:1", reason: "disk", at: .later(-9))
        state.lanes = [drained]
        var scene = Scene(Scene.configuration([lane]), recovered: state)
        scene.boot()
        scene.turn(.workerMissing(lane))
        scene.turn(.lockTaken(lane, 4))

        let turn = scene.turn(.outboxRead(lane, 4, []))

        XCTAssertEqual(turn.deeds, [.releaseLock(lane), .announce(.ready)])
        XCTAssertEqual(scene.lanes[lane]?.admission, .drained)
    }

    func testDrainUnderWayKeepsItsDeadline() {
        var state = recovered(isStarted: true)
        state.lanes[0].admission = .draining
        state.lanes[0].drainDeadlineAt = .later(100)
        var scene = Scene(Scene.configuration([lane]), recovered: state)
        scene.boot()

        guard case .draining(let deadline) = scene.core.lanes[lane]?.gate.state else {
            return XCTFail("it does not drain")
        }
        XCTAssertEqual(deadline.since(scene.now.boot), .seconds(100))
    }

    // MARK: Made

    private func record(_ lane: LaneID) -> LaneRecord {
        var record = LaneRecord(vpID: lane, sessionID: "s1", createdAt: .later(-90))
        record.generation = 4
        return record
    }

    private func queued(_ id: MissionID) -> RecoveredState.Mission {
        let envelope = MissionEnvelope.made(id, on: lane)
        let state = MissionState(assignedVPID: lane, assignedBy: "pin", at: .later(-60))
        return .init(envelope: envelope, digest: envelope.digest, state: state, attempt: nil)
    }

    /// A lane in generation 4 with one attempt open, under fence 9.

    func testLeaderIsLookedForUnlessTheHostWasRestartedSince() {
        let known = ProcessIdentity(pid: 99, startTicks: 1)
        for isHostRestarted in [false, true] {
            var state = recovered(isStarted: true)
            state.missions[0].attempt?.leader = known
            state.isHostRestarted = isHostRestarted
            var scene = Scene(Scene.configuration([lane]), recovered: state)
            scene.boot()

            let turn = scene.turn(.workerMissing(lane))

            // Its pid and start time may be anybody's by now.
            let leader = isHostRestarted ? nil : known
            XCTAssertEqual(
                turn.deeds,
                [.endTrees(lane, 4, [RunRemains(runID: "m1.1", leader: leader)])]
            )
        }
    }

    private func recovered(isStarted: Bool) -> RecoveredState {
        var mission = queued("m1")
        mission.state.status = .running
        mission.state.phase = isStarted ? .executing : .starting
        mission.state.attemptCount = 1
        mission.state.fence = 9
        var attempt = AttemptRecord(
            runID: "m1.1",
            missionID: "m1",
            number: 1,
            vpID: lane,
            generation: 4,
            fence: 9,
            sessionID: "s1",
            isFreshSession: false,
            dispatchedAt: .later(-31)
        )
        if isStarted {
            attempt.startedAt = .later(-30)
            attempt.phase = .executing
            mission.state.startedAt = .later(-30)
        }
        mission.attempt = attempt
        var state = RecoveredState(epoch: Epoch(2))
        state.lastFence = 9
        state.lanes = [record(lane)]
        state.missions = [mission]
        return state
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneShadowTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let s: LaneID = "vp.s"

    // MARK: Making

    func testCopyIsWrittenWithItsMissionAndAsksForTheSameWorkOnce() throws {
        var scene = Scene.shadowing()

        let turn = scene.submit(
            .copied("m1", Self.full)
        )

        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        var expected = MissionEnvelope(objective: "true")
        Self.full(&expected)
        expected.missionID = copy
        expected.shadowOf = "m1"
        expected.vpID = s
        expected.missionClass = .background
        expected.idempotencyKey = nil
        expected.retryOf = nil
        expected.parentID = nil
        expected.deadlineAt = nil
        expected.expireAtDeadline = false
        expected.session = .fresh
        expected.retry.maxAttempts = 1
        expected.retry.maxRecoveries = 0
        expected.retry.maxDeferrals = 0
        expected.fallback = []
        let inserted = turn.writes.compactMap { write -> MissionEnvelope? in
            if case .insertMission(let envelope, _) = write { envelope } else { nil }
        }
        XCTAssertEqual(inserted.map(\.missionID), ["m1", copy])
        XCTAssertEqual(inserted.last, expected)
        XCTAssertEqual(scene.missions[copy]?.assignedVPID, s)
        XCTAssertEqual(scene.missions[copy]?.assignedBy, "shadow")
        XCTAssertEqual(scene.missions[copy]?.route.map(\.summary), ["a copy of mission m1"])
    }

    func testCopyRunsBesideItsMissionInAFreshSessionAndNoEventTellsOfIt() throws {
        var scene = Scene.shadowing()

        let turn = scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.start(run, on: s)
        scene.report(
            s,
            .progress(runID: run, fence: scene.fence(of: run), text: "half", percent: 50)
        )
        let end = scene.end(run, on: s) { $0.artifacts = ["report.md"] }

        XCTAssertEqual(turn.startedMissions.count, 2)
        XCTAssertEqual(scene.attempts[run]?.isFreshSession, true)
        XCTAssertEqual(turn.eventTypes, [.missionQueued, .missionDispatched])
        XCTAssertEqual(end.events, [])
        XCTAssertEqual(scene.events.filter { $0.vpID == s && $0.missionID != nil }, [])
        XCTAssertEqual(
            scene.missions[try XCTUnwrap(scene.attempts[run]?.missionID)]?.status,
            .completed
        )
        XCTAssertNil(scene.copy(of: "m1"))
    }

    func testOnlyWhatAllowsItIsCopiedAndOnlyToALaneThatIsTriedOut() {
        let table: [(String, (inout Scene) -> Void, (inout MissionEnvelope) -> Void)] = [
            ("not allowed", { _ in }, { $0.isShadowOK = false }),
            ("pinned", { _ in }, { $0.vpID = "vp.a" }),
            ("later", { _ in }, { $0.notBefore = .later(60) }),
            (
                "lacks resume",
                { $0.reload { $0.profiles["shell"]?.capabilities.append(.resume) } },
                { $0.requires = [.resume] }
            ),
            ("paused", { $0.ask(.lanePause("vp.s", .because("x"))) }, { _ in }),
            ("drained", { $0.ask(.laneDrain("vp.s", .because("x"))) }, { _ in }),
            ("off", { $0.ask(.laneRollout("vp.s", .set(.off), .because("x"))) }, { _ in }),
            ("stopped", { $0.ask(.supervisorEstop(.because("x"))) }, { _ in }),
            ("local", { $0.reload { $0.profiles["safe"]?.sideEffects = .local } }, { _ in }),
            ("other work", { $0.reload { $0.lanes["vp.s"]?.intents = ["else"] } }, { _ in }),
            ("removed", { $0.reload { $0.lanes["vp.s"] = nil } }, { _ in }),
        ]
        for (name, prepare, change) in table {
            var scene = Scene.shadowing()
            prepare(&scene)
            scene.submit(.copied("m1", change))
            XCTAssertEqual(scene.missions.count, 1, name)
            XCTAssertNil(scene.copy(of: "m1"), name)
        }
    }

    // MARK: Waiting

    func testWaitingCopyIsInNoLineAndInNoCount() throws {
        var scene = Scene.shadowing()
        scene.submit(.made("busy", on: s))

        scene.submit(.copied("m1"))

        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        XCTAssertEqual(scene.missions[copy]?.status, .queued)
        let view = try XCTUnwrap(scene.core.view(of: s, at: scene.now))
        XCTAssertEqual(view.copyCount, 1)
        XCTAssertEqual(view.queuedCounts, [0, 0, 0])
        XCTAssertEqual(view.heldCount, 0)
        XCTAssertEqual(scene.core.lanes[s]?.openCount, 1, "what runs there")
        XCTAssertEqual(scene.core.tally.count, 2)
        XCTAssertEqual(scene.core.governorLines(at: scene.now), [])
    }

    func testRunningCopyIsNoLoad() {
        var scene = Scene.shadowing()

        scene.submit(.copied("m1"))

        XCTAssertEqual(scene.core.lanes[s]?.runs.count, 1)
        XCTAssertEqual(scene.core.lanes[s]?.openCount, 0)
        XCTAssertEqual(scene.core.tally.count, 1)
    }

    // MARK: Starting

    func testCopyStartsOnceNothingElseIsReady() throws {
        var scene = Scene.shadowing()
        scene.submit(.made("r1", on: s), .made("r2", on: s))
        scene.submit(.copied("m1"))

        let first = scene.end("r1.1", on: s)
        let second = scene.end("r2.1", on: s)

        XCTAssertEqual(first.startedMissions, ["r2"])
        XCTAssertEqual(second.startedMissions, [try XCTUnwrap(scene.copy(of: "m1"))])
    }

    func testReadyMissionThatCannotStartKeepsCopiesOfItsPoolWaiting() {
        var scene = Scene.shadowing { configuration in
            configuration.pools["p"] = PoolPolicy()
            configuration.pools["p"]?.slotCount = 4
            configuration.lanes["vp.a"]?.pool = "p"
            configuration.lanes["vp.s"]?.pool = "p"
        }
        scene.ask(.lanePause(a, .because("x")))
        scene.submit(.copied("m1", { $0.missionType = "x" }))
        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 0)

        let turn = scene.ask(.missionCancel("m1", .because("x")))
        scene.submit(.copied("m2", { $0.fallback = [] }))

        XCTAssertEqual(turn.startedMissions, [], "its copy is cancelled with it")
        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 0, "m2 is ready on the paused lane")
        scene.ask(.laneResume(a, OperatorOptions()))
        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 1)
    }

    func testWhatWaitsOnARemovedLaneKeepsNoCopyOfItsPoolWaiting() {
        var scene = Scene.shadowing { configuration in
            configuration.pools["p"] = PoolPolicy()
            configuration.pools["p"]?.slotCount = 4
            configuration.lanes["vp.a"]?.pool = "p"
            configuration.lanes["vp.s"]?.pool = "p"
        }
        scene.ask(.lanePause(a, .because("x")))
        scene.submit(.copied("m1", { $0.fallback = [] }))
        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 0)

        scene.reload { $0.lanes["vp.a"] = nil }

        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 1)
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
    }

    func testCopyStartsInNoReservedSlotAndWithNoReservedPermit() {
        var lane = Scene.shadowing { configuration in
            configuration.lanes["vp.s"]?.slotCount = 2
            configuration.lanes["vp.s"]?.reservedSlotCount = 1
        }
        lane.submit(.made("r1", on: s))
        lane.submit(.copied("m1"))
        XCTAssertEqual(lane.core.lanes[s]?.copyRunCount, 0)

        var pool = Scene.shadowing { configuration in
            configuration.pools["p"] = PoolPolicy()
            configuration.pools["p"]?.slotCount = 2
            configuration.pools["p"]?.reservedSlotCount = 1
            configuration.lanes["vp.a"]?.pool = "p"
            configuration.lanes["vp.s"]?.pool = "p"
        }
        pool.submit(.copied("m1"))
        XCTAssertEqual(pool.core.lanes[s]?.copyRunCount, 0)
        let end = pool.end("m1.1", on: a)
        XCTAssertEqual(end.startedMissions.count, 1, "the permit of its mission is free")
    }

    func testStartRateCountsCopiesAndLetsThemGoOn() {
        var scene = Scene.shadowing { configuration in
            configuration.lanes["vp.s"]?.slotCount = 4
            configuration.lanes["vp.s"]?.startRate = .made(perMinute: 60, burst: 1)
        }

        scene.submit(.copied("m1"), .copied("m2"))
        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 1)
        let due = scene.core.nextDeadline
        scene.pass(.seconds(1))

        XCTAssertEqual(due.map { $0 <= scene.now.boot }, true)
        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 2)
    }

    func testOldestCopyOfAGroupStartsFirst() throws {
        var scene = Scene.shadowing { configuration in
            configuration.lanes["vp.t"] = configuration.lanes["vp.s"]
            configuration.pools["p"] = PoolPolicy()
            configuration.pools["p"]?.slotCount = 1
            configuration.lanes["vp.s"]?.pool = "p"
            configuration.lanes["vp.t"]?.pool = "p"
        }
        scene.submit(.made("busy", on: s))
        scene.submit(.copied("m1"), .copied("m2"))
        XCTAssertEqual(scene.missions[try XCTUnwrap(scene.copy(of: "m2"))]?.assignedVPID, "vp.t")

        let turn = scene.end("busy.1", on: s)

        XCTAssertEqual(turn.startedMissions, [scene.copy(of: "m1")])
    }

    func testLaneThatHasToShowThatItIsWellStartsNoCopy() {
        var scene = Scene.shadowing()
        scene.submit(.made("busy", on: s))
        scene.submit(.copied("m1"))
        _ = scene.change { core, now, _ in
            core.lanes.modify("vp.s") { lane in
                _ = lane.health.eject(at: now, under: lane.policy.health)
                _ = lane.health.advance(at: now.boot + .seconds(100_000))
            }
        }
        scene.end("busy.1", on: s)

        XCTAssertEqual(scene.core.lanes[s]?.health.memory.state, .probing)
        XCTAssertEqual(scene.core.lanes[s]?.copyRunCount, 0)
        XCTAssertNil(scene.core.lanes[s]?.health.memory.probe)
    }

    func testCopyStartsOnlyWhereTheMachineHasRoomAndCountsThere() throws {
        var scene = Scene.shadowing { configuration in
            configuration.supervisor.host.minAvailableMiB = 100
        }
        var little = HostFigures()
        little.availableKiB = 60 * 1024
        scene.turn(.hostMeasured(little))
        scene.submit(.copied("m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        scene.ask(.missionHold("m1", .because("only its copy waits for the machine")))
        XCTAssertEqual(scene.missions[copy]?.status, .queued)
        XCTAssertNotNil(scene.core.host.lookAt)

        var enough = HostFigures()
        enough.availableKiB = 4_000 * 1024
        let turn = scene.turn(.hostMeasured(enough))

        XCTAssertEqual(turn.startedMissions, [copy])
    }

    // MARK: Giving way

    func testReadyMissionTakesThePlaceOfACopyAtOnce() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        scene.start(run, on: s)

        let turn = scene.submit(.made("r1", on: s))
        let end = scene.end(run, on: s, .cancelled, .operatorRequest)

        XCTAssertEqual(
            turn.commands,
            [
                .cancelMission(
                    runID: run,
                    fence: scene.fence(of: run),
                    intent: .shadow,
                    isImmediate: true
                )
            ]
        )
        XCTAssertEqual(end.startedMissions, ["r1"])
        XCTAssertEqual(scene.missions[copy]?.status, .cancelled)
        XCTAssertEqual(scene.missions[copy]?.reason, .shadowEnded)
        XCTAssertEqual(scene.missions[copy]?.summary, "what is ready needs its place")
        XCTAssertEqual(scene.missions[copy]?.attemptCount, 1)
    }

    func testMissionThatLacksAPermitTakesThatOfACopy() throws {
        var scene = Scene.shadowing { configuration in
            configuration.pools["p"] = PoolPolicy()
            configuration.pools["p"]?.slotCount = 2
            configuration.lanes["vp.a"]?.pool = "p"
            configuration.lanes["vp.a"]?.slotCount = 2
            configuration.lanes["vp.s"]?.pool = "p"
        }
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))

        let turn = scene.submit(.made("r1", .interactive, on: a))

        XCTAssertEqual(scene.attempts[run]?.intent, .shadow)
        XCTAssertEqual(turn.commands.count, 1)
    }

    func testCopyGoesOnWhereWhatWaitsLacksNoRoom() throws {
        var scene = Scene.shadowing { configuration in
            configuration.lanes["vp.s"]?.slotCount = 3
            configuration.lanes["vp.s"]?.startRate = .made(perMinute: 60, burst: 1)
        }
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))

        scene.submit(.made("r1", on: s))

        XCTAssertEqual(scene.missions["r1"]?.status, .queued, "the start rate is used up")
        XCTAssertNil(scene.attempts[run]?.intent)
    }

    func testCopyGoesOnWhileThePoolStartsNothing() throws {
        var scene = Scene.shadowing { configuration in
            configuration.pools["p"] = PoolPolicy()
            configuration.pools["p"]?.slotCount = 2
            configuration.lanes["vp.a"]?.pool = "p"
            configuration.lanes["vp.s"]?.pool = "p"
        }
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.ask(.poolSet("p", .held, .because("look")))

        scene.submit(.made("r1", on: s))
        XCTAssertNil(scene.attempts[run]?.intent, "its place would help nobody")
        scene.ask(.poolClear("p", .because("fine")))

        XCTAssertEqual(scene.attempts[run]?.intent, .shadow)
    }

    func testCopyGivesWayBeforeAMissionIsPreempted() throws {
        var scene = Scene.shadowing { configuration in
            configuration.classes.isPreemptionOn = true
            configuration.lanes["vp.s"]?.slotCount = 2
        }
        scene.submit(.made("r1", on: s) { $0.isPreemptible = true })
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))

        scene.submit(.made("i1", .interactive, on: s))

        XCTAssertEqual(scene.attempts[run]?.intent, .shadow)
        XCTAssertNil(scene.attempts["r1.1"]?.intent)
    }

    // MARK: Ends

    func testNothingFollowsFromTheEndOfACopy() throws {
        let table: [(AttemptOutcome, ReasonCode, FailureScope?, MissionStatus)] = [
            (.completed, .finished, nil, .completed),
            (.failed, .exitCode, .lane, .failed),
            (.timedOut, .runtimeBudget, .mission, .timedOut),
            (.cancelled, .operatorRequest, .operator, .cancelled),
            (.deferred, .quotaExhausted, .pool, .failed),
            (.interrupted, .hostRestarted, .host, .failed),
        ]
        for (outcome, reason, scope, status) in table {
            var scene = Scene.shadowing()
            scene.submit(.copied("m1"))
            let run = try XCTUnwrap(scene.copyRun(of: "m1"))
            let copy = try XCTUnwrap(scene.copy(of: "m1"))
            scene.start(run, on: s)
            let before = scene.lanes[s]

            let turn = scene.end(run, on: s, outcome, reason) { $0.scope = scope }

            XCTAssertEqual(scene.missions[copy]?.status, status, "\(outcome)")
            XCTAssertEqual(scene.missions[copy]?.reason, reason, "\(outcome)")
            XCTAssertNil(scene.missions[copy]?.heldUntil, "\(outcome)")
            XCTAssertEqual(turn.events, [], "\(outcome)")
            XCTAssertEqual(scene.lanes[s]?.health, before?.health, "\(outcome)")
            XCTAssertEqual(scene.lanes[s]?.rollback, before?.rollback, "\(outcome)")
        }
    }

    func testCopyWhoseWorkerDiesHasFailedAndRunsNeverAgain() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        scene.start(run, on: s)

        _ = scene.bury(s)

        XCTAssertEqual(scene.missions[copy]?.status, .failed)
        XCTAssertEqual(scene.missions[copy]?.reason, .workerDied)
        XCTAssertEqual(scene.core.lanes[s]?.openCopyCount, 0)
    }

    func testCopyThatAsksAQuestionIsStoppedAtOnce() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.start(run, on: s)

        let fence = scene.fence(of: run)
        scene.report(s, .blocked(runID: run, fence: fence, question: "which one?"))

        XCTAssertEqual(scene.attempts[run]?.intent, .answerTimeout)
    }

    func testLaneThatTakesNoCopiesAnyMoreEndsThoseItHas() throws {
        let table: [(String, (inout Scene) -> Void)] = [
            ("rollout", { $0.ask(.laneRollout("vp.s", .set(.on), .because("good"))) }),
            ("drain", { $0.ask(.laneDrain("vp.s", .because("x"))) }),
            ("estop", { $0.ask(.supervisorEstop(.because("x"))) }),
            ("profile", { $0.reload { $0.profiles["safe"]?.sideEffects = .external } }),
            ("removed", { $0.reload { $0.lanes["vp.s"] = nil } }),
        ]
        for (name, close) in table {
            var scene = Scene.shadowing()
            scene.submit(.copied("m1"), .copied("m2"))
            let run = try XCTUnwrap(scene.copyRun(of: "m1"))
            let waiting = try XCTUnwrap(scene.copy(of: "m2"))
            scene.start(run, on: s)

            close(&scene)

            XCTAssertEqual(scene.missions[waiting]?.status, .cancelled, name)
            XCTAssertEqual(scene.missions[waiting]?.reason, .shadowEnded, name)
            XCTAssertNotNil(scene.attempts[run]?.intent, name)
            XCTAssertEqual(scene.core.lanes[s]?.runs[run]?.isStopImmediate, true, name)
            XCTAssertEqual(scene.core.lanes[s]?.shadows.isEmpty, true, name)
        }
    }

    func testPausedLaneKeepsItsCopiesAndStartsNone() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))

        scene.ask(.lanePause(s, .because("look")))
        scene.start(run, on: s)
        scene.end(run, on: s)

        XCTAssertEqual(scene.missions[waiting]?.status, .queued)
        let turn = scene.ask(.laneResume(s, OperatorOptions()))
        XCTAssertEqual(turn.startedMissions, [waiting])
    }

    func testStopOfTheSupervisorCancelsWhatRunsAndLeavesTheRest() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let running = try XCTUnwrap(scene.copy(of: "m1"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))
        scene.start(run, on: s)

        scene.turn(.stopRequested)
        scene.end(run, on: s, .interrupted, .supervisorStopping)

        XCTAssertEqual(scene.missions[running]?.status, .cancelled)
        XCTAssertEqual(scene.missions[running]?.reason, .supervisorStopping)
        XCTAssertEqual(scene.missions[waiting]?.status, .queued)
    }

    func testCancelOfAMissionCancelsItsCopyInTheSameTurn() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))
        XCTAssertEqual(scene.missions["m2"]?.status, .queued)

        scene.ask(.missionCancel("m1", .because("over")))
        scene.ask(.missionCancel("m2", .because("over")))

        XCTAssertEqual(scene.attempts[run]?.intent, .shadow)
        XCTAssertEqual(scene.missions["m1"]?.status, .running, "its own run is being stopped")
        XCTAssertEqual(scene.missions[waiting]?.status, .cancelled)
        XCTAssertEqual(scene.missions[waiting]?.summary, "mission m2 was cancelled")
        XCTAssertEqual(scene.missions[waiting]?.endedBy, "uid:1 (test)")
    }

    func testDryRunOfACancelLeavesTheCopyAlone() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))

        scene.ask(.missionCancel("m1", .because("over", isDryRun: true)))

        XCTAssertNil(scene.attempts[run]?.intent)
    }

    func testCopyIsCancelledByItsOwnIDAndItsMissionGoesOn() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))

        let turn = scene.ask(.missionCancel(waiting, .because("not needed")))

        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(scene.missions[waiting]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m2"]?.status, .queued)
    }

    func testFlushEndsWaitingCopies() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))

        let other = scene.ask(.laneFlush(s, .interactive, .because("x")))
        let turn = scene.ask(.laneFlush(s, nil, .because("not needed")))

        XCTAssertEqual(other.changes.map(\.isChanged), [false])
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["nothing is queued on it", "ends 1 copies of missions", "what runs (1) goes on"]]
        )
        XCTAssertEqual(scene.missions[waiting]?.status, .cancelled)
        XCTAssertEqual(scene.missions[waiting]?.reason, .shadowEnded)
        XCTAssertEqual(scene.missions[waiting]?.summary, "not needed")
    }

    // MARK: Restarts

    func testSuccessorTakesUpWaitingAndRunningCopies() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))
        scene.start(run, on: s)

        var next = scene.successor(Scene.shadowConfiguration())
        next.boot()
        next.turn(.workerFound(s, 1, Scene.identity(of: 1)))
        next.hello(
            s,
            runs: [RunPresence(runID: run, fence: next.fence(of: run), phase: .executing)]
        )
        XCTAssertEqual(next.copy(of: "m2"), waiting)
        XCTAssertEqual(next.core.lanes[s]?.openCopyCount, 2)
        XCTAssertEqual(next.core.lanes[s]?.openCount, 0)
        XCTAssertEqual(next.core.tally.count, 2)

        let turn = next.end(run, on: s)
        XCTAssertEqual(turn.startedMissions, [waiting])
    }

    func testSuccessorThatTriesTheLaneOutNoMoreEndsItsCopies() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))
        scene.start(run, on: s)

        var next = scene.successor(Scene.shadowConfiguration { $0.lanes["vp.s"]?.rollout = .on })
        next.boot()
        next.pass(.milliseconds(1))

        XCTAssertEqual(next.missions[waiting]?.status, .cancelled)
        XCTAssertEqual(next.attempts[run]?.intent, .shadow)
    }

    /// Every field that a copy does not take over has a value.
    private static func full(_ envelope: inout MissionEnvelope) {
        envelope.idempotencyKey = "key"
        envelope.parentID = "p"
        envelope.missionType = "coding"
        envelope.missionClass = .deadline
        envelope.deadlineAt = .later(600)
        envelope.expireAtDeadline = true
        envelope.owner = "ana"
        envelope.source = "cron"
        envelope.budget.maxTokenCount = 1_000
        envelope.constraints.forbiddenTools = ["rm"]
        envelope.requires = [.tools]
        envelope.successCriteria = ["it builds"]
        envelope.checks = [["true"]]
        envelope.fallback = ["vp.s"]
        envelope.labels["team"] = "core"
        envelope.traceID = "trace"
    }
}

extension Scene {
    /// Loads the configuration of `shadowing` with a change.
    fileprivate mutating func reload(_ change: (inout Configuration) -> Void) {
        turn(.configurationLoaded(Self.shadowConfiguration(change)))
    }
}

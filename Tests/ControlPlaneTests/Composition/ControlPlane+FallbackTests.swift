import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneFallbackTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"
    private let c: LaneID = "vp.c"

    // MARK: When a mission moves on

    func testTimedOutAttemptGoesToTheNextLaneInTheSameTurn() throws {
        var scene = ready()
        scene.submit(made("m1"))
        let before = try XCTUnwrap(scene.missions["m1"])
        scene.start("m1.1", on: a)

        let turn = scene.end("m1.1", on: a, .timedOut, .runtimeBudget) { $0.scope = .mission }

        let after = try XCTUnwrap(scene.missions["m1"])
        let (old, new) = (try XCTUnwrap(scene.attempts["m1.1"]), scene.attempts["m1.2"])
        var left = after
        left.status = .queued
        left.phase = nil
        left.fence = nil
        left.attemptCount = 1
        left.reason = .runtimeBudget
        left.scope = .mission
        left.leftVPIDs = [a]
        left.assignedVPID = a
        left.assignedBy = "router"
        left.route.removeLast()
        var moved = left
        moved.assignedVPID = b
        moved.assignedBy = "fallback"
        moved.note(
            RouteStep(
                vpID: b,
                actor: "fallback",
                reason: .runtimeBudget,
                summary: "from lane vp.a (runtime_budget)",
                at: scene.now.wall
            )
        )
        XCTAssertEqual(
            turn.writes.filter { if case .appendEvent = $0 { false } else { true } }.prefix(3),
            [.updateAttempt(old), .updateMission("m1", left), .updateMission("m1", moved)]
        )
        XCTAssertEqual(
            turn.eventTypes,
            [.missionRetried, .missionFallback, .missionDispatched]
        )
        let event = try XCTUnwrap(turn.events.first { $0.type == .missionFallback })
        XCTAssertEqual(event.reason, .runtimeBudget)
        XCTAssertEqual(event.vpID, b)
        XCTAssertEqual(
            event.payload,
            ["from": .string("vp.a"), "to": .string("vp.b"), "move": .integer(1)]
        )
        XCTAssertEqual(new?.vpID, b)
        XCTAssertEqual(after.createdAt, before.createdAt)
        XCTAssertEqual(turn.startedMissions, ["m1"])
    }

    func testFailuresOfTheMissionAreTriedOnItsLaneFirst() {
        var scene = ready(backoffMilliseconds: 0)
        scene.submit(made("m1") { $0.retry.maxAttempts = 2 })

        scene.end("m1.1", on: a, .failed, .exitCode) { $0.scope = .mission }
        XCTAssertEqual(scene.attempts["m1.2"]?.vpID, a)
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 1)
        scene.end("m1.2", on: a, .failed, .exitCode) { $0.scope = .mission }

        XCTAssertEqual(scene.attempts["m1.3"]?.vpID, b)
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 0, "each lane gets all its attempts")
    }

    func testFailureOfTheLaneMovesAtOnce() {
        for reason in [ReasonCode.notRunnable, .lanePermanent] {
            var scene = ready()
            scene.submit(made("m1"))

            scene.end("m1.1", on: a, .failed, reason) { $0.scope = .lane }

            XCTAssertEqual(scene.attempts["m1.2"]?.vpID, b, "\(reason)")
        }
    }

    func testNothingElseMovesAMission() {
        for (outcome, reason, scope, status) in [
            (
                AttemptOutcome.failed, ReasonCode.permanent, FailureScope.mission,
                MissionStatus.failed
            ),
            (.failed, .launchFailed, .host, .queued), (.deferred, .rateLimited, .pool, .queued),
            (.cancelled, .operatorRequest, .operator, .cancelled),
            (.completed, .finished, nil, .completed),
        ] as [(AttemptOutcome, ReasonCode, FailureScope?, MissionStatus)] {
            var scene = ready()
            scene.submit(made("m1"))

            scene.end("m1.1", on: a, outcome, reason) { $0.scope = scope }

            XCTAssertEqual(scene.missions["m1"]?.status, status, "\(reason)")
            XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a, "\(reason)")
            XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [], "\(reason)")
        }
    }

    func testPoisonStaysWhereItIs() {
        var scene = ready()
        scene.submit(made("m1") { $0.retry.maxRecoveries = 0 })

        _ = scene.bury(a)

        XCTAssertEqual(scene.missions["m1"]?.status, .failed)
        XCTAssertEqual(scene.missions["m1"]?.reason, .poison)
    }

    // MARK: Where it goes

    func testChainIsGoneThroughOnceAndNoLaneTwice() {
        var scene = ready()
        scene.submit(made("m1"))

        let lanes: [LaneID] = [a, b, c]
        for (number, lane) in lanes.enumerated() {
            XCTAssertEqual(scene.missions["m1"]?.assignedVPID, lane)
            scene.end(run(number + 1), on: lane, .timedOut, .runtimeBudget)
        }

        XCTAssertEqual(scene.missions["m1"]?.status, .timedOut)
        XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [a, b])
        XCTAssertEqual(scene.missions["m1"]?.route.map(\.vpID), [a, b, c])
    }

    func testLanesThatNameEachOtherDoNotSendAMissionBack() {
        var configuration = configuration()
        configuration.lanes[a]?.fallback = [b]
        configuration.lanes[b]?.fallback = [a]
        var scene = Scene.ready(configuration)
        scene.submit(made("m1"))

        scene.end("m1.1", on: a, .timedOut, .runtimeBudget)
        scene.end("m1.2", on: b, .timedOut, .runtimeBudget)

        XCTAssertEqual(scene.missions["m1"]?.status, .timedOut)
        XCTAssertEqual(scene.attempts.count, 2)
    }

    func testEnvelopeOverridesTheLane() {
        for (own, next) in [([c], c), ([], nil), ([c, b], c)] as [([LaneID], LaneID?)] {
            var scene = ready()
            scene.submit(made("m1") { $0.fallback = own })

            scene.end("m1.1", on: a, .timedOut, .runtimeBudget)

            XCTAssertEqual(scene.attempts["m1.2"]?.vpID, next, "\(own)")
            if next == nil { XCTAssertEqual(scene.missions["m1"]?.status, .timedOut) }
        }
    }

    func testPinnedMissionGoesOnlyWhereItsEnvelopeSays() {
        var scene = ready()
        scene.submit(.made("m1", on: a))
        scene.submit(.made("m2", on: c) { $0.fallback = [b] })

        scene.end("m1.1", on: a, .timedOut, .runtimeBudget)
        scene.end("m2.1", on: c, .timedOut, .runtimeBudget)

        XCTAssertEqual(scene.missions["m1"]?.status, .timedOut)
        XCTAssertEqual(scene.missions["m2"]?.assignedVPID, b)
    }

    func testLaneThatLacksACapabilityIsPassedOver() {
        var configuration = configuration()
        var able = RuntimeProfile.shell
        able.capabilities.append(.resume)
        configuration.profiles["able"] = able
        configuration.lanes[a]?.profile = "able"
        configuration.lanes[c]?.profile = "able"
        var scene = Scene.ready(configuration)
        scene.submit(made("m1") { $0.requires = [.resume] })

        scene.end("m1.1", on: a, .timedOut, .runtimeBudget)

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, c)
        XCTAssertEqual(
            scene.missions["m1"]?.route.last?.summary,
            "from lane vp.a (runtime_budget); passed over: lane vp.b runs profile \"shell\","
                + " which lacks resume"
        )
    }

    func testFallbackToNothingOrToWhatCannotRunItIsRefusedAtSubmit() {
        var scene = ready()

        let unknown = scene.submit(made("m1") { $0.fallback = ["vp.x"] })
        let unable = scene.submit(
            made("m2") {
                $0.fallback = ["vp.b"]
                $0.requires = [.resume]
            }
        )

        XCTAssertEqual(unknown.errors.map(\.reason), [.unknownLane])
        XCTAssertEqual(unable.errors.map(\.reason), [.capabilityMissing])
    }

    // MARK: Waiting

    func testMissionWaitsWhileNoLaneTakesWorkAndNeverStartsWhereItWas() throws {
        var scene = ready()
        scene.ask(.lanePause(b, .because("sick")))
        scene.ask(.laneDrain(c, .because("sick")))
        scene.submit(made("m1"))

        let turn = scene.end("m1.1", on: a, .timedOut, .runtimeBudget)

        XCTAssertEqual(turn.startedMissions, [])
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
        XCTAssertEqual(scene.core.lanes[a]?.openCount, 1)
        let why = try XCTUnwrap(scene.core.explain("m1" as MissionID, at: scene.now))
        XCTAssertEqual(why.reason, .fallbackWaits)
        XCTAssertEqual(
            why.summary,
            "it may not run on lane vp.a again (runtime_budget), and lane vp.b is paused;"
                + " lane vp.c is draining"
        )
        XCTAssertEqual(scene.pass(.seconds(60)).startedMissions, [])

        let resumed = scene.ask(.laneResume(b, .because("well")))

        XCTAssertEqual(resumed.startedMissions, ["m1"])
        XCTAssertEqual(scene.attempts["m1.2"]?.vpID, b)
        XCTAssertEqual(scene.core.leavers.count, 0)
        XCTAssertEqual(scene.core.lanes[a]?.openCount, 0)
    }

    func testFailureOfTheLaneIsTriedAgainHereWhileNoOtherTakesWork() {
        var scene = ready(backoffMilliseconds: 0)
        scene.ask(.lanePause(b, .because("sick")))
        scene.ask(.lanePause(c, .because("sick")))
        scene.submit(made("m1") { $0.retry.maxAttempts = 2 })

        scene.end("m1.1", on: a, .failed, .notRunnable) { $0.scope = .lane }
        XCTAssertEqual(scene.attempts["m1.2"]?.vpID, a)
        scene.end("m1.2", on: a, .failed, .notRunnable) { $0.scope = .lane }

        XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [a])
        XCTAssertNil(scene.attempts["m1.3"])
    }

    func testWaitOutlivesTheSupervisor() throws {
        var scene = waiting()
        let state = try XCTUnwrap(scene.missions["m1"])
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = scene.lanes.values.sorted { $0.vpID < $1.vpID }
        let envelope = made("m1")
        recovered.missions = [
            .init(envelope: envelope, digest: envelope.digest, state: state, attempt: nil)
        ]
        recovered.lastFence = scene.fence(of: "m1.1")
        scene = Scene(configuration(), recovered: recovered)
        scene.boot()
        for lane in [a, b, c] { scene.makeReady(lane) }
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a)

        let turn = scene.ask(.laneResume(c, .because("well")))

        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, c)
    }

    func testChangedChainIsFollowed() {
        var scene = waiting()
        var changed = configuration()
        changed.lanes["vp.d"] = changed.lanes[b]
        changed.lanes[a]?.fallback = ["vp.d"]

        scene.turn(.configurationLoaded(changed))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, "vp.d")
    }

    func testLaneWhoseOwnWorkIsSentAwayTakesNothing() {
        var scene = ready()
        scene.ask(.laneReroute(b, RerouteOrder(to: c), .because("sick")))
        scene.submit(made("m1"))

        scene.end("m1.1", on: a, .timedOut, .runtimeBudget)

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, c)
    }

    // MARK: Operators

    func testRequeueTriesTheLaneAgain() {
        var scene = waiting()

        let turn = scene.ask(.missionRequeue("m1", .because("repaired")))

        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertEqual(scene.attempts["m1.2"]?.vpID, a)
        XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [])
    }

    func testMoveMaySendItBackAndARerouteMayNot() {
        var scene = waiting()
        scene.ask(.laneResume(b, .because("well")))
        scene.ask(.lanePause(b, .because("sick")))
        scene.end("m1.2", on: b, .interrupted, .laneDraining)
        XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [a])

        let reroute = scene.ask(.laneReroute(b, RerouteOrder(to: a), .because("sick")))
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
        XCTAssertEqual(
            reroute.changes.map(\.lines),
            [
                [
                    "0 queued missions go to lane vp.a", "1 stay on lane vp.b",
                    "m1 stays: it left lane vp.a by fallback (mission_left)",
                ]
            ]
        )
        let move = scene.ask(.missionMove("m1", to: a, .because("repaired")))

        XCTAssertEqual(move.startedMissions, ["m1"])
        XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [])
    }

    func testWhatWaitsIsCancelledFlushedAndRerouted() {
        var cancelled = waiting()
        cancelled.ask(.missionCancel("m1", .because("no")))
        XCTAssertEqual(cancelled.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(cancelled.core.lanes[a]?.openCount, 0)
        XCTAssertEqual(cancelled.ask(.laneResume(b, .because("well"))).startedMissions, [])

        var flushed = waiting()
        flushed.ask(.laneFlush(a, nil, .because("no")))
        XCTAssertEqual(flushed.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(flushed.core.leavers.count, 0)

        var rerouted = waiting()
        rerouted.ask(.laneResume("vp.d", .because("well")))
        rerouted.ask(.laneReroute(a, RerouteOrder(to: "vp.d"), .because("sick")))
        XCTAssertEqual(rerouted.missions["m1"]?.assignedVPID, "vp.d")
        XCTAssertEqual(rerouted.missions["m1"]?.leftVPIDs, [a])
        XCTAssertEqual(rerouted.core.leavers.count, 0)
    }

    // MARK: Made

    /// Lanes a, b, c, d, of which only a takes missions of type `only-a`; b and c take over from it.
    private func configuration(backoffMilliseconds: UInt64 = 1_000) -> Configuration {
        var policy = LanePolicy()
        policy.backoff.failureMilliseconds = backoffMilliseconds
        var configuration = Scene.configuration([a, b, c, "vp.d"], policy: policy)
        configuration.lanes[a]?.intents = ["only-a"]
        configuration.lanes[a]?.fallback = [b, c]
        return configuration
    }

    private func ready(backoffMilliseconds: UInt64 = 1_000) -> Scene {
        Scene.ready(configuration(backoffMilliseconds: backoffMilliseconds))
    }

    /// Mission m1 may not run on lane a again, and b and c are paused.
    private func waiting() -> Scene {
        var scene = ready()
        scene.ask(.lanePause(b, .because("sick")))
        scene.ask(.lanePause(c, .because("sick")))
        scene.submit(made("m1"))
        scene.end("m1.1", on: a, .timedOut, .runtimeBudget)
        return scene
    }

    private func run(_ number: Int) -> RunID {
        guard let id = RunID("m1.\(number)") else { fatalError("no run can be named so") }
        return id
    }

    private func made(
        _ id: MissionID,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        .made(id) { envelope in
            envelope.missionType = "only-a"
            change(&envelope)
        }
    }
}

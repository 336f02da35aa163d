import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneRolloutTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"

    // MARK: Changes

    func testOffSendsWhatWaitsAlongTheChainAndLeavesRunsAndPinsAlone() throws {
        var scene = ready()
        scene.submit(.made("busy", on: b))
        scene.submit(made("m1"))
        scene.submit(made("m2"), .made("pinned", on: a))
        var record = try XCTUnwrap(scene.lanes[a])
        var moved = try XCTUnwrap(scene.missions["m2"])
        let last = scene.events.count

        let turn = scene.ask(.laneRollout(a, .set(.off), .because("bad answers")))

        let now = scene.now.wall
        record.rollout = LaneRollout(.off, from: .operator)
        record.rolloutOrder = RolloutOrder(
            .off,
            change: OperatorChange(actor: "uid:1 (test)", reason: "bad answers", at: now)
        )
        moved.assignedVPID = b
        moved.note(
            RouteStep(
                vpID: b,
                actor: "router",
                reason: .rolloutClosed,
                summary: "the rollout of lane vp.a is off",
                at: now
            )
        )
        let told = EventRecord.made(
            last + 1,
            .laneRolloutChanged,
            at: now,
            by: "uid:1 (test)",
            "the rollout of lane vp.a was on and is off (operator): bad answers"
        ) {
            $0.vpID = "vp.a"
            $0.reason = .operatorRequest
            $0.payload = [
                "from": .string("on"), "to": .string("off"), "origin": .string("operator"),
                "ordered": .string("off"),
            ]
        }
        let rerouted = EventRecord.made(
            last + 2,
            .missionRerouted,
            at: now,
            "mission m2 goes from lane vp.a to lane vp.b: the rollout of lane vp.a is off"
        ) {
            $0.vpID = "vp.b"
            $0.missionID = "m2"
            $0.reason = .rolloutClosed
            $0.payload = ["from": .string("vp.a"), "to": .string("vp.b")]
        }
        let change = Change(
            object: "vp.a",
            isChanged: true,
            isDryRun: false,
            lines: [
                "its rollout is off (operator), it was on", "1 queued missions go to lane vp.b",
                "what runs (1) goes on",
            ]
        )
        XCTAssertEqual(
            turn.effects,
            [
                .write(.appendEvent(told)), .reply(ClientID(1), .number(4), .changed(change)),
                .write(.updateMission("m2", moved)), .write(.appendEvent(rerouted)),
                .write(.saveLane(record)),
            ]
        )
        XCTAssertEqual(scene.end("m1.1", on: a).startedMissions, ["pinned"])
        XCTAssertEqual(scene.end("busy.1", on: b).startedMissions, ["m2"])
    }

    func testGoingBackOnBringsNothingBackAndIsNoReturn() {
        var scene = ready()
        scene.submit(.made("busy", on: a), .made("busy2", on: b))
        scene.submit(made("m1"))
        scene.ask(.laneRollout(a, .set(.off), .because("sick")))

        scene.ask(.laneRollout(a, .set(.on), .because("well")))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
        XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [])
        // It has not failed there: where it is now may send it back.
        scene.ask(.laneRollout(b, .set(.off), .because("sick")))
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a)
        XCTAssertEqual(scene.missions["m1"]?.route.map(\.vpID), [a, b, a])
    }

    func testASmallerCanaryLetsGoOfWhatIsOutsideAndKeepsTheRest() {
        var scene = ready()
        scene.submit(.made("busy", on: a), .made("busy2", on: b))
        scene.ask(.laneRollout(a, .set(.canary(percent: 50)), .because("try")))
        // Their shares are 1, 17, 46, 59 and 88.
        scene.submit(made("m1"), made("m5"), made("m4"), made("m3"), made("m2"))
        XCTAssertEqual(lanes(of: ["m1", "m5", "m4", "m3", "m2"], in: scene), [a, a, a, b, b])

        scene.ask(.laneRollout(a, .set(.canary(percent: 20)), .because("less")))
        XCTAssertEqual(lanes(of: ["m1", "m5", "m4", "m3", "m2"], in: scene), [a, a, b, b, b])
        scene.ask(.laneRollout(a, .set(.canary(percent: 90)), .because("more")))
        scene.submit(made("m7"))

        XCTAssertEqual(lanes(of: ["m1", "m5", "m4", "m3", "m2"], in: scene), [a, a, b, b, b])
        XCTAssertEqual(scene.missions["m7"]?.assignedVPID, a)
        let told = scene.events.last { $0.type == .laneRolloutChanged }
        XCTAssertEqual(told?.payload["percent"], .integer(90))
        XCTAssertEqual(told?.payload["from_percent"], .integer(20))
    }

    func testDryRunSaysTheSameAndChangesNothing() {
        var scene = ready { $0.lanes["vp.b"]?.rollout = .canary(percent: 10) }
        scene.submit(.made("busy", on: a))
        scene.submit(made("m1"), made("m2"))
        let before = scene.lanes

        let plan = scene.ask(
            .laneRollout(a, .set(.forceFallback), .because("harm", isDryRun: true))
        )

        XCTAssertEqual(
            plan.changes.map(\.lines),
            [
                [
                    "its rollout is force_fallback (operator), it was on",
                    "1 queued missions go to lane vp.b", "1 wait until a lane takes them",
                    "m2 waits: the rollout of lane vp.b is canary 10 %, the mission is 88 of 0 to 99",
                    "what runs (1) goes on",
                ]
            ]
        )
        XCTAssertEqual(plan.effects.count, 1)
        XCTAssertEqual(scene.lanes, before)
        XCTAssertEqual(lanes(of: ["m1", "m2"], in: scene), [a, a])
        let real = scene.ask(.laneRollout(a, .set(.forceFallback), .because("harm")))
        XCTAssertEqual(real.changes.map(\.lines), plan.changes.map(\.lines))
        XCTAssertEqual(lanes(of: ["m1", "m2"], in: scene), [b, a])
    }

    func testTheSameAgainChangesNothing() {
        var scene = ready()
        scene.ask(.laneRollout(a, .set(.off), .because("sick")))
        let before = scene.lanes

        let again = scene.ask(.laneRollout(a, .set(.off), .because("still")))

        XCTAssertEqual(again.changes.map(\.isChanged), [false])
        XCTAssertEqual(
            again.changes.map(\.lines),
            [["nothing changes: its rollout is off (operator)"]]
        )
        XCTAssertEqual(again.effects.count, 1)
        XCTAssertEqual(scene.lanes, before)
    }

    func testWhatCannotBeChangedIsRefused() {
        var scene = ready()
        var configuration = scene.core.configuration
        configuration.lanes[b] = nil
        configuration.lanes[a]?.fallback = []
        scene.turn(.configurationLoaded(configuration))
        let table: [(LaneID, OperatorOptions, ReasonCode, ExitCode)] = [
            (a, OperatorOptions(), .reasonRequired, .usage),
            ("vp.x", .because("x"), .unknownLane, .notFound),
            (b, .because("x"), .laneRemoved, .refused),
        ]
        for (lane, options, reason, code) in table {
            let turn = scene.ask(.laneRollout(lane, .set(.off), options))

            XCTAssertEqual(turn.errors.map(\.reason), [reason])
            XCTAssertEqual(turn.errors.map(\.code), [code])
        }
    }

    // MARK: Who says so

    func testAnOperatorStandsOverTheConfigurationUntilHeSaysOtherwise() {
        var scene = ready { $0.lanes["vp.a"]?.rollout = .canary(percent: 10) }
        XCTAssertEqual(
            scene.lanes[a]?.rollout,
            LaneRollout(.canary(percent: 10), from: .configuration)
        )

        scene.ask(.laneRollout(a, .set(.on), .because("good")))
        scene.turn(.configurationLoaded(scene.core.configuration))
        XCTAssertEqual(scene.lanes[a]?.rollout, LaneRollout(.on, from: .operator))
        scene.ask(.laneRollout(a, .configured, .because("over")))

        XCTAssertNil(scene.lanes[a]?.rolloutOrder)
        XCTAssertEqual(
            scene.lanes[a]?.rollout,
            LaneRollout(.canary(percent: 10), from: .configuration)
        )
    }

    func testTheKillSwitchOfTheEnvironmentStandsOverAnOperator() {
        var scene = ready {
            $0.supervisor.coderLane = "vp.a"
            $0.switches.forcesFallback = true
        }

        let turn = scene.ask(.laneRollout(a, .set(.on), .because("please")))
        scene.submit(made("m1"))

        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["its rollout is force_fallback (environment), it was force_fallback"]]
        )
        XCTAssertEqual(
            scene.lanes[a]?.rollout,
            LaneRollout(.forceFallback, from: .environment)
        )
        XCTAssertEqual(scene.lanes[a]?.rolloutOrder?.rollout, .on)
        XCTAssertEqual(turn.events.map(\.payload["ordered"]), [.string("on")])
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
        XCTAssertEqual(scene.events.filter { $0.type == .laneRolloutChanged }.count, 2)
    }

    func testAReloadChangesWhatTheConfigurationSaysAndMovesWhatWaits() {
        var scene = ready()
        scene.submit(.made("busy", on: a))
        scene.submit(made("m1"))
        var configuration = scene.core.configuration
        configuration.lanes[a]?.rollout = .off

        let turn = scene.turn(.configurationLoaded(configuration))

        XCTAssertEqual(
            turn.events.prefix(2).map(\.summary),
            [
                "the rollout of lane vp.a was on and is off (configuration)",
                "mission m1 goes from lane vp.a to lane vp.b: the rollout of lane vp.a is off",
            ]
        )
        XCTAssertEqual(turn.events.prefix(2).map(\.actor), ["supervisor", "supervisor"])
        XCTAssertEqual(scene.lanes[a]?.rollout, LaneRollout(.off, from: .configuration))
    }

    func testARestartForgetsNothingAndHearsTheEnvironmentAnew() throws {
        var record = LaneRecord(vpID: a, sessionID: "s1", createdAt: .later(-9))
        record.rollout = LaneRollout(.off, from: .operator)
        record.rolloutOrder = RolloutOrder(
            .off,
            change: OperatorChange(actor: "uid:1", reason: "sick", at: .later(-5))
        )
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = [record, LaneRecord(vpID: b, sessionID: "s2", createdAt: .later(-9))]
        let envelope = made("m1")
        recovered.missions = [
            RecoveredState.Mission(
                envelope: envelope,
                digest: envelope.digest,
                state: MissionState(assignedVPID: a, assignedBy: "router", at: .later(-8)),
                attempt: nil
            )
        ]
        for isForced in [false, true] {
            var configuration = configuration()
            configuration.supervisor.coderLane = a
            configuration.switches.forcesFallback = isForced
            var scene = Scene(configuration, recovered: recovered)

            let boot = scene.boot()
            scene.pass(.milliseconds(1))

            XCTAssertEqual(
                boot.events.filter { $0.type == .laneRolloutChanged }.map(\.summary),
                isForced
                    ? ["the rollout of lane vp.a was off and is force_fallback (environment)"] : []
            )
            XCTAssertEqual(scene.lanes[a]?.rolloutOrder, record.rolloutOrder)
            XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
            XCTAssertEqual(scene.missions["m1"]?.route.last?.reason, .rolloutClosed)
        }
    }

    // MARK: What waits

    func testWhatHasNowhereToGoWaitsAndWhySaysSo() throws {
        var scene = ready { $0.lanes["vp.a"]?.fallback = [] }
        scene.submit(made("m1"))
        scene.submit(made("m2"))
        let turn = scene.ask(.laneRollout(a, .set(.off), .because("sick")))
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [
                [
                    "its rollout is off (operator), it was on", "1 wait until a lane takes them",
                    "m2 waits: no lane is left in its chain", "what runs (1) goes on",
                ]
            ]
        )

        XCTAssertEqual(scene.end("m1.1", on: a).startedMissions, [])
        let why = try XCTUnwrap(scene.core.explain("m2" as MissionID, at: scene.now))
        XCTAssertEqual(why.reason, .rolloutClosed)
        XCTAssertEqual(
            why.summary,
            "the rollout of lane vp.a is off, set by uid:1 (test): sick;"
                + " no lane is left in its chain"
        )
        XCTAssertEqual(why.figures, ["lanes_to_come": 0, "share": 88])
        XCTAssertEqual(scene.core.lanes[a]?.heldCount, 1)
        XCTAssertEqual(
            scene.core.explain(a, at: scene.now)?.summary,
            "worker 1 is ready, 0 of 1 slots are in use; its rollout is off (operator)"
        )
        let back = scene.ask(.laneRollout(a, .set(.on), .because("well")))
        XCTAssertEqual(back.startedMissions, ["m2"])
    }

    func testItGoesOnAsSoonAsALaneOfItsChainTakesIt() {
        let changes: [(ControlCommand, ControlCommand)] = [
            (.lanePause(b, .because("x")), .laneResume(b, .because("x"))),
            (.laneRollout(b, .set(.off), .because("x")), .laneRollout(b, .set(.on), .because("x"))),
            (
                .laneRollout(b, .set(.canary(percent: 10)), .because("x")),
                .laneRollout(b, .set(.canary(percent: 90)), .because("x"))
            ),
        ]
        for (close, open) in changes {
            var scene = ready()
            scene.submit(.made("busy", on: a))
            scene.submit(made("m2"))
            scene.ask(close)
            scene.ask(.laneRollout(a, .set(.off), .because("sick")))
            XCTAssertEqual(scene.missions["m2"]?.assignedVPID, a, "\(close)")
            XCTAssertEqual(scene.end("busy.1", on: a).startedMissions, [], "\(close)")

            let turn = scene.ask(open)

            XCTAssertEqual(turn.startedMissions, ["m2"], "\(open)")
            XCTAssertEqual(scene.attempts["m2.1"]?.vpID, b, "\(open)")
        }
    }

    func testWhatComesBackToTheQueueGoesAlongTheChainAndHasNotLeft() {
        var scene = ready()
        scene.submit(made("m1"))
        scene.ask(.laneRollout(a, .set(.off), .because("sick")))

        let turn = scene.end("m1.1", on: a, .failed, .exitCode) { $0.scope = .mission }

        XCTAssertEqual(turn.eventTypes.prefix(2), [.missionRetried, .missionRerouted])
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 1)
        XCTAssertEqual(scene.missions["m1"]?.leftVPIDs, [])
    }

    func testAWaitForATimeGoesOnWhileItIsKeptOut() throws {
        var scene = ready { $0.lanes["vp.a"]?.fallback = [] }
        scene.submit(made("early") { $0.notBefore = scene.now.wall + .seconds(5) })
        scene.submit(made("late") { $0.notBefore = scene.now.wall + .seconds(60) })
        scene.ask(.laneRollout(a, .set(.off), .because("sick")))
        scene.ask(.missionHold("early", .because("wait")))
        scene.ask(.missionRelease("early", OperatorOptions()))

        XCTAssertEqual(scene.passAlive(seconds: 9, on: a).startedMissions, [])
        let back = scene.ask(.laneRollout(a, .set(.on), .because("well")))

        XCTAssertEqual(back.startedMissions, ["early"])
        XCTAssertEqual(scene.core.explain("late" as MissionID, at: scene.now)?.reason, .notBefore)
    }

    func testCancelAndFlushFindWhatIsKeptOut() {
        var scene = ready { $0.lanes["vp.a"]?.fallback = [] }
        scene.submit(.made("busy", on: a))
        scene.submit(made("m1"), made("m2"))
        scene.ask(.laneRollout(a, .set(.off), .because("sick")))

        scene.ask(.missionCancel("m1", .because("x")))
        scene.ask(.laneFlush(a, nil, .because("x")))

        XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m2"]?.status, .cancelled)
        XCTAssertEqual(scene.core.lanes[a]?.openCount, 1)
    }

    func testWhatWaitsOnARemovedLaneStaysAndGoesOnWhenItReturns() {
        var scene = ready()
        scene.submit(.made("busy", on: a))
        scene.submit(made("m1") { $0.fallback = ["vp.b"] })
        scene.ask(.lanePause(b, .because("x")))
        scene.ask(.laneRollout(a, .set(.off), .because("sick")))
        let whole = scene.core.configuration
        var less = whole
        less.lanes[a] = nil
        scene.turn(.configurationLoaded(less))
        scene.ask(.laneResume(b, .because("x")))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a)
        XCTAssertEqual(scene.core.explain("m1" as MissionID, at: scene.now)?.reason, .laneRemoved)
        scene.turn(.configurationLoaded(whole))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
    }

    // MARK: Who sends work there

    func testNobodySendsAMissionWithoutAPinToALaneThatKeepsItOut() {
        var scene = ready()
        scene.submit(.made("busy", on: a))
        scene.submit(made("m2"), .made("pinned", on: a) { $0.fallback = ["vp.b"] })
        scene.ask(.laneRollout(b, .set(.canary(percent: 10)), .because("x")))

        let move = scene.ask(.missionMove("m2", to: b, .because("x")))
        let reroute = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("x")))
        scene.ask(.laneRollout(b, .set(.off), .because("x")))
        let closed = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("x")))
        let submit = scene.submit(
            made("m3") {
                $0.missionType = "b"
                $0.fallback = []
            }
        )

        XCTAssertEqual(move.errors.map(\.reason), [.rolloutClosed])
        XCTAssertEqual(
            reroute.changes.map(\.lines),
            [
                [
                    "1 queued missions go to lane vp.b", "1 stay on lane vp.a",
                    "m2 stays: the rollout of lane vp.b is canary 10 %, the mission is 88 of 0 to"
                        + " 99 (rollout_closed)",
                    "what runs (1) goes on; what comes back goes there too",
                ]
            ]
        )
        XCTAssertEqual(lanes(of: ["m2", "pinned"], in: scene), [a, b])
        XCTAssertEqual(closed.errors.map(\.reason), [.rolloutClosed])
        XCTAssertEqual(submit.errors.map(\.reason), [.rolloutClosed])
        XCTAssertNil(scene.missions["m3"])
    }

    func testFallbackPassesOverALaneThatKeepsItOut() {
        var scene = ready()
        scene.ask(.laneRollout(b, .set(.off), .because("x")))
        scene.submit(made("m1"))
        scene.end("m1.1", on: a, .timedOut, .runtimeBudget)
        scene.submit(.made("pinned", on: a) { $0.fallback = ["vp.b"] })
        scene.end("pinned.1", on: a, .timedOut, .runtimeBudget)

        XCTAssertEqual(scene.missions["m1"]?.status, .timedOut, "waiting would not help")
        XCTAssertEqual(scene.attempts["pinned.2"]?.vpID, b, "a pin is no rollout's business")
    }

    func testALaneIsNotEjectedForOneThatGetsNothing() {
        for (rollout, isEjected) in [(Rollout.off, false), (.canary(percent: 50), true)] {
            var scene = ready {
                $0.lanes["vp.a"]?.health.failuresInARow = 1
                $0.lanes["vp.b"]?.rollout = rollout
            }
            scene.submit(.made("m1", on: a) { $0.retry.maxAttempts = 1 })

            scene.end("m1.1", on: a, .failed, .notRunnable) { $0.scope = .lane }

            XCTAssertEqual(scene.lanes[a]?.health.state == .ejected, isEjected, "\(rollout)")
        }
    }

    func testACanaryDecidesByTheIDThatASubmitGets() throws {
        var scene = ready { $0.lanes["vp.a"]?.rollout = .canary(percent: 50) }
        for _ in 0..<20 { scene.submit(made(nil)) }

        XCTAssertEqual(scene.missions.count, 20)
        for (id, state) in scene.missions {
            XCTAssertEqual(state.assignedVPID, Rollout.share(of: id) < 50 ? a : b, "\(id)")
        }
        XCTAssertEqual(Set(scene.missions.values.map(\.assignedVPID)), [a, b])
    }

    // MARK: Made

    /// Lane a takes missions of type `only-a`, b takes over; one run at a time.
    private func configuration() -> Configuration {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0
        var configuration = Scene.configuration([a, b], policy: policy)
        configuration.lanes[a]?.fallback = [b]
        configuration.lanes[a]?.intents = ["only-a"]
        configuration.lanes[b]?.fallback = [a]
        configuration.lanes[b]?.intents = ["b"]
        return configuration
    }

    private func ready(_ change: (inout Configuration) -> Void = { _ in }) -> Scene {
        var configuration = configuration()
        change(&configuration)
        return Scene.ready(configuration)
    }

    private func made(
        _ id: MissionID?,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        .made(id ?? "m") { envelope in
            envelope.missionID = id
            envelope.missionType = "only-a"
            change(&envelope)
        }
    }

    private func lanes(of missions: [MissionID], in scene: Scene) -> [LaneID?] {
        missions.map { scene.missions[$0]?.assignedVPID }
    }
}

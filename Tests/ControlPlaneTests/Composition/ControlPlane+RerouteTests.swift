import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneRerouteTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"
    private let c: LaneID = "vp.c"

    // MARK: What waits

    func testWhatWaitsMovesInOneTurnAndKeepsItsAgeItsClassAndItsHold() throws {
        var scene = paused()
        scene.submit(made("m1", .background))
        scene.submit(made("m2", .interactive))
        scene.submit(made("m3") { $0.notBefore = scene.now.wall + .seconds(60) })
        let before = try ["m1", "m2", "m3"].map { try XCTUnwrap(scene.missions[$0]) }

        let turn = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))

        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["3 queued missions go to lane vp.b"]]
        )
        XCTAssertEqual(turn.startedMissions, ["m2"])
        for (id, old) in zip(["m1", "m2", "m3"] as [MissionID], before) {
            let new = try XCTUnwrap(scene.missions[id])
            XCTAssertEqual(new.assignedVPID, b)
            XCTAssertEqual(new.assignedBy, "uid:1 (test)")
            XCTAssertEqual(new.queuedAt, old.queuedAt)
            XCTAssertEqual(new.createdAt, old.createdAt)
            XCTAssertEqual(new.heldUntil, old.heldUntil)
        }
        XCTAssertEqual(scene.core.lanes[a]?.openCount, 0)
        XCTAssertEqual(scene.core.lanes[b]?.heldCount, 1)
        let events = scene.events.filter { $0.type == .missionRerouted }
        XCTAssertEqual(events.map(\.missionID), ["m1", "m2", "m3"])
        XCTAssertEqual(events.map(\.payload["from"]), Array(repeating: .string("vp.a"), count: 3))
        XCTAssertEqual(scene.lanes[a]?.reroute?.target, b)
        XCTAssertEqual(scene.lanes[a]?.reroute?.change.reason, "sick")
    }

    func testWhatIsMovedTakesThePlaceOfItsAgeAmongWhatWaitsThere() {
        var scene = paused()
        scene.submit(made("m1"))
        scene.submit(made("other") { $0.vpID = "vp.b" })
        scene.submit(made("running") { $0.vpID = "vp.b" })
        scene.submit(made("m2"))

        let turn = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))
        let next = scene.end("other.1", on: b)

        XCTAssertEqual(turn.startedMissions, [])
        XCTAssertEqual(next.startedMissions, ["m1"])
    }

    func testPinsAndCapabilitiesAreRespectedAndListed() {
        var configuration = Scene.configuration([a, b])
        var able = RuntimeProfile.shell
        able.capabilities.append(.resume)
        configuration.profiles["able"] = able
        configuration.lanes[a]?.profile = "able"
        configuration.lanes[a]?.intents = ["only-a"]
        var scene = Scene.ready(configuration)
        scene.ask(.lanePause(a, .because("test")))
        scene.ask(.lanePause(b, .because("test")))
        scene.submit(.made("pinned") { $0.vpID = "vp.a" })
        scene.submit(made("choosy") { $0.requires = [.resume] })
        scene.submit(made("free"))
        scene.ask(.laneResume(b, .because("test")))
        let order = RerouteOrder(to: b)

        let plan = scene.ask(.laneReroute(a, order, .because("sick", isDryRun: true)))
        XCTAssertEqual(scene.missions["free"]?.assignedVPID, a)
        XCTAssertNil(scene.lanes[a]?.reroute)
        let turn = scene.ask(.laneReroute(a, order, .because("sick")))

        let lines = [
            "1 queued missions go to lane vp.b", "2 stay on lane vp.a",
            "pinned stays: it is pinned to lane vp.a (mission_pinned)",
            "choosy stays: lane vp.b runs profile \"shell\", which lacks resume"
                + " (capability_missing)",
        ]
        XCTAssertEqual(plan.changes.map(\.lines), [lines])
        XCTAssertEqual(turn.changes.map(\.lines), [lines])
        XCTAssertEqual(scene.missions["pinned"]?.assignedVPID, a)
        XCTAssertEqual(scene.missions["choosy"]?.assignedVPID, a)
        XCTAssertEqual(scene.missions["free"]?.assignedVPID, b)
        XCTAssertEqual(
            scene.core.explain("pinned" as MissionID, at: scene.now)?.summary,
            "paused by uid:1 (test): test;"
                + " it does not go to lane vp.b: it is pinned to lane vp.a"
        )
    }

    func testOnlyTheClassThatIsNamedMoves() {
        var scene = paused()
        scene.submit(made("m1", .background))
        scene.submit(made("m2", .interactive))

        let order = RerouteOrder(to: b, missionClass: .interactive)
        scene.ask(.laneReroute(a, order, .because("sick")))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a)
        XCTAssertEqual(scene.missions["m2"]?.assignedVPID, b)
    }

    func testSecondRerouteChangesNothing() {
        var scene = paused()
        scene.submit(made("m1"))
        let order = RerouteOrder(to: b)
        scene.ask(.laneReroute(a, order, .because("sick")))

        let turn = scene.ask(.laneReroute(a, order, .because("again")))

        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(turn.changes.map(\.isChanged), [false])
    }

    func testRetiredLaneIsReroutedToo() {
        var scene = paused()
        scene.submit(made("m1"))
        scene.turn(.configurationLoaded(Scene.configuration([b, c])))

        scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("gone")))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
    }

    // MARK: What runs, and comes back

    func testWhatRunsIsLeftAloneAndMovesWhenItComesBack() {
        var scene = ready()
        scene.submit(made("m1"))
        let turn = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))
        XCTAssertEqual(turn.commands, [])
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a)

        let back = scene.bury(a)

        XCTAssertEqual(back.startedMissions, ["m1"])
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 1)
        XCTAssertEqual(scene.attempts["m1.2"]?.vpID, b)
    }

    func testWhatComesBackWaitsUntilTheOtherLaneTakesWork() {
        var scene = ready()
        scene.submit(made("m1"))
        scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))
        scene.ask(.laneDrain(b, .because("too")))
        scene.ask(.lanePause(a, .because("sick")))
        scene.ask(.missionRequeue("m1", .because("stop")))
        scene.end("m1.1", on: a, .interrupted, .operatorRequest)
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a)
        XCTAssertEqual(
            scene.core.explain("m1" as MissionID, at: scene.now)?.summary,
            "paused by uid:1 (test): sick;"
                + " it does not go to lane vp.b: lane vp.b is draining"
        )

        scene.ask(.laneUndrain(b, .because("well again")))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
    }

    func testUndrainAndOffEndIt() {
        for command in [
            ControlCommand.laneUndrain(a, OperatorOptions()),
            .laneReroute(a, RerouteOrder(to: nil), OperatorOptions()),
        ] {
            var scene = ready()
            scene.submit(made("m1"))
            scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))

            XCTAssertEqual(scene.ask(command).changes.map(\.isChanged), [true])
            XCTAssertNil(scene.lanes[a]?.reroute)
            _ = scene.bury(a)

            XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a, "\(command)")
            XCTAssertEqual(scene.ask(command).changes.map(\.isChanged), [false])
        }
    }

    func testRerouteOutlivesTheSupervisor() throws {
        var record = LaneRecord(vpID: a, sessionID: "s1", createdAt: .later(-9))
        record.reroute = LaneReroute(
            to: b,
            missionClass: nil,
            change: OperatorChange(actor: "uid:7", reason: "sick", at: .later(-5))
        )
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = [record, LaneRecord(vpID: b, sessionID: "s2", createdAt: .later(-9))]
        for (id, attemptCount) in [("m1" as MissionID, 1), ("m2", 0)] {
            let envelope = made(id)
            var state = MissionState(assignedVPID: a, assignedBy: "router", at: .later(-3))
            state.attemptCount = attemptCount
            recovered.missions.append(
                RecoveredState.Mission(
                    envelope: envelope,
                    digest: envelope.digest,
                    state: state,
                    attempt: nil
                )
            )
        }
        var scene = Scene(configuration(), recovered: recovered)

        scene.boot()
        scene.turn()

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
        XCTAssertEqual(scene.missions["m1"]?.assignedBy, "uid:7")
        XCTAssertEqual(scene.missions["m1"]?.queuedAt, .later(-3))
        XCTAssertEqual(scene.missions["m2"]?.assignedVPID, a, "it came after the order")
    }

    func testRouterAvoidsALaneThatIsRerouted() {
        var scene = ready()
        scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))

        scene.submit(.made("m1"))

        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, b)
    }

    // MARK: Refusals

    func testOtherLaneMustTakeWork() {
        let cases: [(ReasonCode, (inout Scene) -> Void)] = [
            (.lanePaused, { $0.ask(.lanePause("vp.b", .because("x"))) }),
            (.laneDraining, { $0.ask(.laneDrain("vp.b", .because("x"))) }),
            (
                .laneRemoved,
                { $0.turn(.configurationLoaded(Scene.configuration(["vp.a", "vp.c"]))) }
            ),
            (
                .laneRerouted,
                { $0.ask(.laneReroute("vp.b", RerouteOrder(to: "vp.c"), .because("x"))) }
            ),
        ]
        for (reason, prepare) in cases {
            var scene = paused()
            scene.submit(made("m1"))
            prepare(&scene)

            let turn = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))

            XCTAssertEqual(turn.errors.map(\.reason), [reason])
            XCTAssertEqual(turn.errors.map(\.code), [.refused])
            XCTAssertEqual(scene.missions["m1"]?.assignedVPID, a)
            XCTAssertNil(scene.lanes[a]?.reroute)
        }
    }

    func testParkedLaneTakesNothing() {
        var policy = LanePolicy()
        policy.restart.startupDeathCountMax = 1
        var scene = Scene.ready(a, b, policy: policy)
        _ = scene.bury(b)

        let turn = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))

        XCTAssertEqual(turn.errors.map(\.reason), [.laneParked])
    }

    func testLaneIsNotReroutedToItselfOrToNothing() {
        var scene = ready()

        let itself = scene.ask(.laneReroute(a, RerouteOrder(to: a), .because("sick")))
        let nothing = scene.ask(.laneReroute(a, RerouteOrder(to: "vp.x"), .because("sick")))

        XCTAssertEqual(itself.errors.map(\.reason), [.wrongState])
        XCTAssertEqual(nothing.errors.map(\.reason), [.unknownLane])
    }

    func testLaneThatCanRunNoneOfItIsRefused() {
        var configuration = Scene.configuration([a, b])
        var able = RuntimeProfile.shell
        able.capabilities.append(.resume)
        configuration.profiles["able"] = able
        configuration.lanes[a]?.profile = "able"
        configuration.lanes[a]?.intents = ["only-a"]
        var scene = Scene.ready(configuration)
        scene.ask(.lanePause(a, .because("test")))
        scene.submit(made("m1") { $0.requires = [.resume] })

        let turn = scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))

        XCTAssertEqual(turn.errors.map(\.reason), [.capabilityMissing])
        XCTAssertNil(scene.lanes[a]?.reroute)
    }

    func testChainIsFollowedAndNeverClosed() {
        var scene = ready()
        scene.submit(made("m1"))
        scene.ask(.laneReroute(a, RerouteOrder(to: b), .because("sick")))
        scene.ask(.laneReroute(b, RerouteOrder(to: c), .because("sick too")))

        let closing = scene.ask(.laneReroute(c, RerouteOrder(to: a), .because("no")))
        _ = scene.bury(a)

        XCTAssertEqual(closing.errors.map(\.reason), [.laneRerouted])
        XCTAssertEqual(scene.missions["m1"]?.assignedVPID, c)
    }

    // MARK: One mission

    func testMoveOfOneQueuedMission() {
        var scene = paused()
        scene.submit(made("m1"))
        let move = ControlCommand.missionMove("m1", to: b, .because("free there"))

        let turn = scene.ask(move)

        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertEqual(scene.attempts["m1.1"]?.vpID, b)
        XCTAssertNil(scene.lanes[a]?.reroute)
        XCTAssertEqual(scene.ask(move).errors.map(\.reason), [.wrongState])
        XCTAssertEqual(
            scene.ask(.missionMove("m1", to: b, OperatorOptions())).errors.map(\.reason),
            [.reasonRequired]
        )
    }

    func testMoveIsRefusedForAPinAndALaneThatTakesNothing() {
        var scene = paused()
        scene.submit(.made("pinned") { $0.vpID = "vp.a" })
        scene.submit(made("m1"))
        scene.ask(.laneDrain(c, .because("test")))

        let pinned = scene.ask(.missionMove("pinned", to: b, .because("x")))
        let drained = scene.ask(.missionMove("m1", to: c, .because("x")))
        let there = scene.ask(.missionMove("m1", to: a, .because("x")))

        XCTAssertEqual(pinned.errors.map(\.reason), [.missionPinned])
        XCTAssertEqual(drained.errors.map(\.reason), [.laneDraining])
        XCTAssertEqual(there.changes.map(\.isChanged), [false])
    }

    // MARK: Made

    private func configuration() -> Configuration {
        var configuration = Scene.configuration([a, b, c])
        configuration.lanes[a]?.intents = ["only-a"]
        return configuration
    }

    private func ready() -> Scene { Scene.ready(configuration()) }

    /// Lane a is paused, b and c are open; one background slot each.
    private func paused() -> Scene {
        var scene = ready()
        scene.ask(.lanePause(a, .because("test")))
        return scene
    }

    /// A mission that only lane a takes, but that is not pinned to it.
    private func made(
        _ id: MissionID,
        _ missionClass: MissionClass = .background,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        .made(id, missionClass) { envelope in
            envelope.missionType = "only-a"
            change(&envelope)
        }
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlanePreemptionTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"

    // MARK: Who gives way

    func testRunThatStartedLastIsStoppedForAnInteractiveMission() throws {
        var scene = busy()
        var attempt = try XCTUnwrap(scene.attempts["m2.1"])
        var state = try XCTUnwrap(scene.missions["m2"])

        let turn = scene.submit(.made("i1", .interactive, on: a))

        attempt.intent = .preempt
        attempt.preemptedFor = "i1"
        attempt.summary = "for mission i1"
        attempt.phase = .stopping
        state.phase = .stopping
        // After the submit itself: its row, its event and its answer.
        XCTAssertEqual(
            Array(turn.effects.dropFirst(3)),
            [
                .write(.updateAttempt(attempt)), .write(.updateMission("m2", state)),
                stop("m2.1", on: a, scene),
            ]
        )
    }

    func testItIsQueuedAgainFreeOfChargeAndTheMissionStarts() throws {
        var scene = busy()
        scene.submit(.made("i1", .interactive, on: a))

        let turn = scene.end("m2.1", on: a, .interrupted, .preempted)

        XCTAssertEqual(turn.startedMissions, ["i1"])
        let state = try XCTUnwrap(scene.missions["m2"])
        XCTAssertEqual(state.status, .queued)
        XCTAssertEqual(state.reason, .preempted)
        XCTAssertNil(state.scope)
        XCTAssertNil(state.heldUntil)
        XCTAssertEqual(state.preemptionCount, 1)
        XCTAssertEqual([state.failureCount, state.recoveryCount, state.deferralCount], [0, 0, 0])
        let event = try XCTUnwrap(turn.events.first)
        XCTAssertEqual(event.type, .missionInterrupted)
        XCTAssertEqual(event.reason, .preempted)
        XCTAssertEqual(event.actor, "supervisor")
        XCTAssertEqual(event.payload["preempted_for"], .string("i1"))
        XCTAssertEqual(
            event.summary,
            "attempt 1 of mission m2 interrupted (preempted: for mission i1); it is queued"
        )
    }

    func testItKeepsItsAge() {
        var scene = busy()
        scene.submit(.made("m3", on: a) { $0.session = .fresh })
        scene.submit(.made("i1", .interactive, on: a))
        scene.end("m2.1", on: a, .interrupted, .preempted)

        XCTAssertEqual(scene.end("i1.1", on: a).startedMissions, ["m2"])
    }

    func testResultThatCameFirstStands() {
        var scene = busy()
        scene.submit(.made("i1", .interactive, on: a))

        let turn = scene.end("m2.1", on: a)

        XCTAssertEqual(scene.missions["m2"]?.status, .completed)
        XCTAssertEqual(scene.missions["m2"]?.preemptionCount, 0)
        XCTAssertEqual(turn.startedMissions, ["i1"])
    }

    func testOnlyMarkedBackgroundMissionsGiveWayAndOnlyWhereItIsOn() {
        let table: [(String, Bool, (inout MissionEnvelope) -> Void)] = [
            ("it is off", false, { _ in }),
            ("not marked", true, { $0.isPreemptible = false }),
            ("another class", true, { $0.missionClass = .interactive }),
            (
                "of class deadline", true,
                {
                    $0.missionClass = .deadline
                    $0.deadlineAt = .later(900)
                }
            ),
        ]
        for (name, isOn, change) in table {
            var scene = busy(isOn: isOn, change)

            let turn = scene.submit(.made("i1", .interactive, on: a))

            XCTAssertEqual(turn.commands, [], name)
            XCTAssertEqual(scene.missions["i1"]?.status, .queued, name)
        }
    }

    func testDeadlineMissionsWait() {
        var scene = busy()

        let turn = scene.submit(.made("d1", .deadline, on: a) { $0.deadlineAt = .later(60) })

        XCTAssertEqual(turn.commands, [])
    }

    func testReservedSlotIsUsedFirst() {
        var scene = busy(slots: 3, reserved: 1)

        let first = scene.submit(.made("i1", .interactive, on: a))
        let second = scene.submit(.made("i2", .interactive, on: a))

        XCTAssertEqual(first.startedMissions, ["i1"])
        XCTAssertEqual(first.commands, [])
        XCTAssertEqual(second.commands.count, 1)
        XCTAssertEqual(scene.attempts["m2.1"]?.preemptedFor, "i2")
    }

    // MARK: How many and how often

    func testOneRunGivesWayForEachMissionThatWaits() {
        var scene = busy()

        XCTAssertEqual(scene.submit(.made("i1", .interactive, on: a)).commands.count, 1)
        XCTAssertEqual(scene.pass(.seconds(1)).commands, [])
        XCTAssertEqual(scene.submit(.made("i2", .interactive, on: a)).commands.count, 1)
        XCTAssertEqual(scene.submit(.made("i3", .interactive, on: a)).commands, [])
        XCTAssertEqual(scene.attempts["m2.1"]?.preemptedFor, "i1")
        XCTAssertEqual(scene.attempts["m1.1"]?.preemptedFor, "i2")
    }

    func testRunThatIsBeingStoppedAnywayIsAComingSlot() {
        var scene = busy()
        scene.ask(.missionCancel("m1", .because("enough")))

        XCTAssertEqual(scene.submit(.made("i1", .interactive, on: a)).commands, [])
        XCTAssertEqual(scene.submit(.made("i2", .interactive, on: a)).commands.count, 1)
    }

    func testMissionGivesWayOnlySoOften() throws {
        var scene = busy()
        for round in 1...3 {
            scene.submit(.made(mission("i", round), .interactive, on: a))
            XCTAssertEqual(scene.attempts[run("m2", round)]?.intent, .preempt, "round \(round)")
            scene.end(run("m2", round), on: a, .interrupted, .preempted)
            scene.end(run(mission("i", round).rawValue, 1), on: a)
        }
        XCTAssertEqual(scene.missions["m2"]?.preemptionCount, 3)
        XCTAssertEqual(scene.missions["m2"]?.status, .running)

        scene.submit(.made("i4", .interactive, on: a))

        XCTAssertNil(scene.attempts["m2.4"]?.intent)
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .preempt, "the older one gives way instead")
    }

    func testStartThatItsClassWasDueIsLeftAlone() {
        var configuration = makeConfiguration(slots: 1)
        configuration.classes.minShareEvery = 4
        var scene = Scene.ready(configuration)
        for number in 1...4 { scene.submit(.made(mission("i", number), .interactive, on: a)) }
        scene.submit(.made("m1", on: a) { $0.isPreemptible = true })
        scene.end("i1.1", on: a)
        scene.end("i2.1", on: a)

        let turn = scene.end("i3.1", on: a)

        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertEqual(turn.commands.filter(isStop), [])
        XCTAssertEqual(scene.pass(.seconds(1)).commands, [])
    }

    func testWhatARunGaveUpIsForNoMinimumShare() {
        var configuration = makeConfiguration(slots: 2)
        configuration.classes.minShareEvery = 4
        configuration.classes.isPreemptionOn = false
        var scene = Scene.ready(configuration)
        scene.submit(.made("m1", on: a) { $0.isPreemptible = true })
        scene.submit(.made("i1", .interactive, on: a), .made("m2", on: a) { $0.session = .fresh })
        scene.submit(.made("i2", .interactive, on: a))
        scene.submit(.made("i3", .interactive, on: a) { $0.session = .fresh })
        scene.end("i1.1", on: a)
        configuration.classes.isPreemptionOn = true
        scene.turn(.configurationLoaded(configuration))
        XCTAssertEqual(scene.attempts["m1.1"]?.preemptedFor, "i3")

        let first = scene.end("m1.1", on: a, .interrupted, .preempted)
        let second = scene.end("i2.1", on: a)

        XCTAssertEqual(first.startedMissions, ["i3"])
        XCTAssertEqual(second.startedMissions, ["m1"], "the share is due as before")
    }

    // MARK: What else may be in the way

    func testMissionThatWaitsForSomethingElseStopsNothing() {
        let table: [(String, (inout Scene) -> Void)] = [
            ("its lane is paused", { $0.ask(.lanePause("vp.a", .because("test"))) }),
            ("its lane drains", { $0.ask(.laneDrain("vp.a", .because("test"))) }),
            ("the disk is full", { $0.turn(.diskMeasured(freeMiB: 1)) }),
        ]
        for (name, prepare) in table {
            var scene = busy()
            prepare(&scene)

            let turn = scene.submit(.made("i1", .interactive, on: a))

            XCTAssertEqual(turn.commands.filter(isStop), [], name)
        }
    }

    func testHeldMissionStopsNothingUntilItIsReleased() {
        var scene = busy()
        scene.ask(.lanePause(a, .because("test")))
        scene.submit(.made("i1", .interactive, on: a))
        scene.ask(.missionHold("i1", .because("test")))

        XCTAssertEqual(scene.ask(.laneResume(a, .because("test"))).commands, [])
        XCTAssertEqual(scene.ask(.missionRelease("i1", OperatorOptions())).commands.count, 1)
    }

    func testMissionWhoseTimeHasComeIsServed() {
        var scene = busy()
        scene.submit(
            .made("i1", .interactive, on: a) { $0.notBefore = scene.now.wall + .seconds(3) }
        )
        XCTAssertNil(scene.attempts["m2.1"]?.intent)

        scene.passAlive(seconds: 3, on: a)

        XCTAssertEqual(scene.attempts["m2.1"]?.intent, .preempt)
    }

    func testStartRateIsWaitedForFirst() {
        var configuration = makeConfiguration()
        configuration.lanes.modify(a) { policy in
            policy.startRate.perMinute = 20
            policy.startRate.burst = 2
        }
        var scene = Scene.ready(configuration)
        fill(&scene)

        XCTAssertEqual(scene.submit(.made("i1", .interactive, on: a)).commands, [])
        scene.passAlive(seconds: 3, on: a)

        XCTAssertEqual(scene.attempts["m2.1"]?.intent, .preempt)
    }

    // MARK: Pools

    func testPermitComesFromAnotherLaneOfThePool() {
        var scene = Scene.ready(makeConfiguration(lanes: [a, b], permits: 1))
        scene.submit(.made("m1", on: b) { $0.isPreemptible = true })
        scene.start("m1.1", on: b)

        let turn = scene.submit(.made("i1", .interactive, on: a))
        let end = scene.end("m1.1", on: b, .interrupted, .preempted)

        XCTAssertEqual(turn.commands.count, 1)
        XCTAssertEqual(end.startedMissions, ["i1"])
    }

    func testHeldPoolStopsNothing() {
        var scene = Scene.ready(makeConfiguration(lanes: [a, b], permits: 1))
        scene.submit(.made("m1", on: b) { $0.isPreemptible = true })
        scene.start("m1.1", on: b)
        scene.ask(.poolSet("max", .held, .because("test")))

        XCTAssertEqual(scene.submit(.made("i1", .interactive, on: a)).commands, [])
        XCTAssertEqual(scene.ask(.poolClear("max", .because("test"))).commands.count, 1)
    }

    func testRunOnAPausedLaneIsLeftAlone() {
        var scene = Scene.ready(makeConfiguration(lanes: [a, b], permits: 1))
        scene.submit(.made("m1", on: b) { $0.isPreemptible = true })
        scene.start("m1.1", on: b)
        scene.ask(.lanePause(b, .because("test")))

        XCTAssertEqual(scene.submit(.made("i1", .interactive, on: a)).commands, [])
    }

    // MARK: Others

    func testWhyNamesWhoGivesWay() throws {
        var scene = busy()
        scene.submit(.made("i1", .interactive, on: a))

        let waiting = try XCTUnwrap(scene.core.explain("i1" as MissionID, at: scene.now))
        XCTAssertEqual(waiting.reason, .slotsBusy)
        XCTAssertEqual(
            waiting.summary,
            "2 of 2 slots are in use, 0 kept for interactive; 0 before it;"
                + " mission m2 gives way to it and is being stopped"
        )
        XCTAssertEqual(waiting.remedy, "it starts when run m2.1 has ended")
        let leaving = try XCTUnwrap(scene.core.explain("m2" as MissionID, at: scene.now))
        XCTAssertEqual(leaving.reason, .preempted)
        XCTAssertEqual(
            leaving.summary,
            "attempt 1 is stopping on lane vp.a, being stopped: preempt for mission i1"
        )
    }

    func testCancelOfAMissionThatGivesWayTakesItsPlace() {
        var scene = busy()
        scene.submit(.made("i1", .interactive, on: a))

        scene.ask(.missionCancel("m2", .because("enough")))
        XCTAssertNil(scene.attempts["m2.1"]?.preemptedFor)
        scene.end("m2.1", on: a, .cancelled, .operatorRequest)

        XCTAssertEqual(scene.missions["m2"]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m2"]?.preemptionCount, 0)
    }

    func testWorkerThatDiesWithItEndsItAsItWasMeant() {
        var scene = busy()
        scene.submit(.made("i1", .interactive, on: a))

        _ = scene.bury(a)

        XCTAssertEqual(scene.attempts["m2.1"]?.outcome, .interrupted)
        XCTAssertEqual(scene.missions["m2"]?.preemptionCount, 1)
        XCTAssertEqual(scene.missions["m2"]?.recoveryCount, 0)
    }

    // MARK: Made

    /// A lane that is full of two background missions, the younger one `m2`.
    private func busy(
        slots: Int = 2,
        reserved: Int = 0,
        isOn: Bool = true,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> Scene {
        var configuration = makeConfiguration(slots: slots, reserved: reserved)
        configuration.classes.isPreemptionOn = isOn
        var scene = Scene.ready(configuration)
        fill(&scene, change)
        return scene
    }

    private func fill(
        _ scene: inout Scene,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) {
        for number in 1...2 {
            var envelope = MissionEnvelope.made(mission("m", number), on: a) {
                $0.session = .fresh
                $0.isPreemptible = true
            }
            change(&envelope)
            scene.submit(envelope)
            scene.start(run("m\(number)", 1), on: a)
        }
    }

    private func makeConfiguration(
        lanes: [LaneID] = ["vp.a"],
        slots: Int = 2,
        reserved: Int = 0,
        permits: Int? = nil
    ) -> Configuration {
        var policy = LanePolicy()
        policy.slotCount = slots
        policy.reservedSlotCount = reserved
        policy.pool = permits == nil ? nil : "max"
        var configuration = Scene.configuration(lanes, policy: policy)
        configuration.classes.isPreemptionOn = true
        if let permits {
            var pool = PoolPolicy()
            pool.slotCount = permits
            pool.reservedSlotCount = 0
            configuration.pools["max"] = pool
        }
        return configuration
    }

    private func mission(_ letter: String, _ number: Int) -> MissionID {
        MissionID(stringLiteral: "\(letter)\(number)")
    }

    private func run(_ mission: String, _ number: Int) -> RunID {
        RunID(stringLiteral: "\(mission).\(number)")
    }

    private func isStop(_ command: LaneCommand) -> Bool {
        if case .cancelMission = command { true } else { false }
    }

    private func stop(_ run: RunID, on lane: LaneID, _ scene: Scene) -> Effect {
        .send(
            lane,
            1,
            .cancelMission(
                runID: run,
                fence: scene.fence(of: run),
                intent: .preempt,
                isImmediate: false
            )
        )
    }
}

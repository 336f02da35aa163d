import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneHealthTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"

    // MARK: Ejection

    func testFiveFailuresOfTheLaneEjectItAndItsQueueGoesOn() throws {
        var scene = ready()
        for number in 1...4 { fail(number, in: &scene) }
        scene.submit(made("m5"))
        scene.submit(made("waits") { $0.notBefore = scene.now.wall + .seconds(9) })
        scene.submit(.made("pinned", on: a))

        let turn = scene.end("m5.1", on: a, .failed, .notRunnable) { $0.scope = .lane }

        XCTAssertEqual(scene.lanes[a]?.status, .degraded)
        XCTAssertEqual(scene.lanes[a]?.degradedCause, .ejected)
        var health = LaneHealth()
        health.state = .ejected
        health.detectionCount = 1
        health.ejectionCount = 1
        health.ejectedUntil = scene.now.wall + .seconds(30)
        XCTAssertEqual(scene.lanes[a]?.health, health)
        XCTAssertEqual(
            turn.eventTypes,
            [
                .missionRetried, .incidentOpened, .laneEjected, .missionRerouted, .missionFallback,
                .missionDispatched,
            ]
        )
        let ejected = try XCTUnwrap(turn.events.first { $0.type == .laneEjected })
        XCTAssertEqual(ejected.reason, .failuresInARow)
        XCTAssertEqual(
            ejected.summary,
            "lane vp.a is ejected for 30 s: 5 runs in a row failed by its fault"
        )
        XCTAssertEqual(
            ejected.payload,
            [
                "failures": .integer(5), "of": .integer(5), "seconds": .integer(30),
                "ejections": .integer(1),
            ]
        )
        XCTAssertEqual(scene.missions["waits"]?.assignedVPID, b)
        XCTAssertEqual(scene.missions["waits"]?.assignedBy, "router")
        XCTAssertEqual(scene.missions["waits"]?.leftVPIDs, [])
        XCTAssertEqual(scene.missions["waits"]?.route.last?.reason, .laneEjected)
        XCTAssertEqual(scene.missions["pinned"]?.assignedVPID, a)
        let why = try XCTUnwrap(scene.core.explain("pinned" as MissionID, at: scene.now))
        XCTAssertEqual(why.reason, .laneEjected)
        XCTAssertEqual(why.earliestStartAt, scene.now.wall + .seconds(30))
    }

    func testOnlyFailuresOfTheLaneSpeakAgainstIt() {
        for (outcome, reason, scope) in [
            (AttemptOutcome.failed, ReasonCode.exitCode, FailureScope.mission),
            (.failed, .launchFailed, .host), (.timedOut, .runtimeBudget, .mission),
            (.deferred, .rateLimited, .pool), (.cancelled, .operatorRequest, .operator),
            (.completed, .finished, nil),
        ] as [(AttemptOutcome, ReasonCode, FailureScope?)] {
            var scene = ready()
            for number in 1...10 {
                scene.submit(made(mission(number)) { $0.retry.maxAttempts = 1 })
                scene.end(run(number), on: a, outcome, reason) { $0.scope = scope }
            }

            XCTAssertNil(scene.lanes[a]?.degradedCause, "\(reason)")
            XCTAssertEqual(scene.lanes[a]?.health.failureStreak, 0, "\(reason)")
        }
    }

    func testLateStartsAfterAGapOfOurOwnAreOurOverload() {
        for (wait, state) in [(5, LaneHealth.State.healthy), (11, .ejected)]
            as [(UInt64, LaneHealth.State)]
        {
            var scene = ready { $0.health.failuresInARow = 1 }
            scene.submit(made("m1"))
            scene.start("m1.1", on: a)
            scene.change { core, now, _ in
                core.lastGapAt = MonotonicTime(
                    nanoseconds: now.boot.nanoseconds - wait * 1_000_000_000
                )
            }

            scene.end("m1.1", on: a, .failed, .startTimedOut) { $0.scope = .lane }

            XCTAssertEqual(scene.lanes[a]?.health.state, state)
        }
    }

    func testSilenceSpeaksAgainstTheLane() {
        var scene = ready { $0.health.failuresInARow = 1 }
        scene.submit(made("m1"))
        scene.start("m1.1", on: a)

        for _ in 0..<30 {
            scene.turn([beat(of: b, in: scene)], after: .milliseconds(900))
        }

        XCTAssertEqual(scene.lanes[a]?.health.state, .ejected)
    }

    func testDetectorThatIsNotEnforcedOnlyTells() {
        var scene = ready { $0.health.enforcementPercent = 0 }

        for number in 1...5 { fail(number, in: &scene) }

        XCTAssertNil(scene.lanes[a]?.degradedCause)
        let told = scene.events.filter { $0.type == .laneSuspected }
        XCTAssertEqual(
            told.map(\.summary),
            ["lane vp.a would be ejected, 5 runs in a row failed by its fault: 0 % are enforced"]
        )
        XCTAssertFalse(scene.events.contains { $0.type == .incidentOpened })
    }

    func testLastLaneOfAChainIsNotEjected() {
        let cases: [(String, (inout Scene) -> Void)] = [
            (
                "no lane of its fallback takes work",
                { $0.ask(.lanePause("vp.b", .because("sick"))) }
            ),
            (
                "it has no fallback",
                { scene in
                    var configuration = scene.core.configuration
                    configuration.lanes["vp.a"]?.fallback = []
                    scene.turn(.configurationLoaded(configuration))
                }
            ),
            (
                "it is the last that takes work for lane vp.c",
                { scene in
                    var configuration = scene.core.configuration
                    configuration.lanes["vp.c"] = LanePolicy()
                    configuration.lanes["vp.c"]?.fallback = ["vp.a"]
                    scene.turn(.configurationLoaded(configuration))
                    scene.ask(.lanePause("vp.c", .because("sick")))
                }
            ),
        ]
        for (why, prepare) in cases {
            var scene = ready()
            prepare(&scene)

            for number in 1...5 { fail(number, in: &scene) }

            XCTAssertEqual(scene.lanes[a]?.health.state, .healthy, why)
            let told = scene.events.filter { $0.type == .laneSuspected }
            XCTAssertEqual(told.count, 1, why)
            XCTAssertTrue(told[0].summary.hasSuffix(": \(why)"), told[0].summary)
        }
    }

    // MARK: Probe

    func testOneMissionIsLetThroughAndAGoodEndRestoresTheLane() {
        var scene = ejected()
        scene.submit(.made("p1", on: a), .made("p2", on: a))
        XCTAssertEqual(scene.passAlive(seconds: 29, on: a).startedMissions, [])

        let turn = scene.passAlive(seconds: 2, on: a)
        XCTAssertEqual(turn.startedMissions, ["p1"])
        XCTAssertEqual(scene.lanes[a]?.health.probe, "p1.1")
        XCTAssertEqual(scene.core.explain(a, at: scene.now)?.reason, .laneEjected)
        let end = scene.end("p1.1", on: a)

        XCTAssertEqual(end.startedMissions, ["p2"])
        XCTAssertNil(scene.lanes[a]?.degradedCause)
        XCTAssertEqual(
            end.eventTypes,
            [.missionCompleted, .laneRestored, .incidentClosed, .missionDispatched]
        )
        XCTAssertEqual(scene.events.count { $0.type == .incidentOpened }, 1)
    }

    func testBadEndEjectsItForLongerInTheSameEpisode() {
        var scene = ejected()
        scene.submit(.made("p1", on: a))
        scene.passAlive(seconds: 31, on: a)

        let end = scene.end("p1.1", on: a, .failed, .notRunnable) { $0.scope = .lane }

        XCTAssertEqual(scene.lanes[a]?.health.state, .ejected)
        XCTAssertEqual(scene.lanes[a]?.health.ejectedUntil, scene.now.wall + .seconds(60))
        XCTAssertEqual(end.eventTypes, [.missionRetried, .laneEjected])
        XCTAssertEqual(scene.events.count { $0.type == .incidentOpened }, 1)
    }

    func testEndThatSaysNothingLetsAnotherOneThrough() {
        var scene = ejected()
        scene.submit(.made("p1", on: a), .made("p2", on: a))
        scene.passAlive(seconds: 31, on: a)

        let end = scene.end("p1.1", on: a, .deferred, .rateLimited) { $0.scope = .pool }

        XCTAssertEqual(end.startedMissions, ["p2"])
        XCTAssertEqual(scene.lanes[a]?.health.probe, "p2.1")
    }

    func testRouterGivesALaneOnTrialOneMission() {
        var scene = ejected()
        scene.submit(any("m7"))
        XCTAssertEqual(scene.missions["m7"]?.assignedVPID, b)
        scene.passAlive(seconds: 31, on: a)

        scene.submit(any("m8"))
        scene.submit(any("m9"))

        XCTAssertEqual(scene.missions["m8"]?.assignedVPID, a)
        XCTAssertEqual(scene.missions["m9"]?.assignedVPID, b)
    }

    func testResetTakesItIntoUseAgain() {
        var scene = ejected()

        let turn = scene.ask(.laneReset(a, .because("repaired")))

        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(scene.lanes[a]?.health.state, .healthy)
        XCTAssertEqual(turn.eventTypes, [.laneRestored, .incidentClosed])
        XCTAssertEqual(turn.events.map(\.actor), ["uid:1 (test)", "uid:1 (test)"])
        XCTAssertEqual(turn.changes.map(\.lines), [["it is not ejected any more"]])
    }

    func testRulesThatOnlyTellFromNowOnEndTheEpisode() {
        var scene = ejected()
        var configuration = scene.core.configuration
        configuration.lanes[a]?.health.enforcementPercent = 0

        let turn = scene.turn(.configurationLoaded(configuration))

        XCTAssertEqual(scene.lanes[a]?.health.state, .healthy)
        XCTAssertEqual(turn.eventTypes, [.laneRestored, .incidentClosed])
    }

    func testRemovalFromTheConfigurationClosesTheIncident() {
        var scene = ejected()
        var configuration = scene.core.configuration
        configuration.lanes[a] = nil

        let turn = scene.turn(.configurationLoaded(configuration))

        XCTAssertNil(scene.lanes[a]?.degradedCause)
        XCTAssertEqual(turn.eventTypes.prefix(2), [.sessionRetired, .incidentClosed])
    }

    // MARK: What waits on a lane that is out

    func testQueueOfAParkedLaneGoesOnAndAnOperatorsPauseKeepsIt() {
        for isPaused in [false, true] {
            var scene = ready { $0.restart.startupDeathCountMax = 1 }
            scene.submit(made("m1"), made("m2"), made("m3"))
            if isPaused { scene.ask(.lanePause(a, .because("mine"))) }

            scene.turn(.workerExited(a, 1, .signal(9)))
            scene.turn(.treesGone(a, 1))
            scene.turn(.lockTaken(a, 1))
            scene.turn(.outboxRead(a, 1, []))

            XCTAssertEqual(scene.lanes[a]?.degradedCause, .parked)
            XCTAssertEqual(scene.missions["m3"]?.assignedVPID, isPaused ? a : b)
        }
    }

    // MARK: Made

    /// Lane a takes missions of type `only-a`, b takes over; nothing waits after a failure.
    private func ready(_ change: (inout LanePolicy) -> Void = { _ in }) -> Scene {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0
        policy.rollback.failuresInARow = 0
        change(&policy)
        var configuration = Scene.configuration([a, b], policy: policy)
        configuration.lanes[a]?.fallback = [b]
        configuration.lanes[a]?.intents = ["only-a", "any"]
        configuration.lanes[b]?.intents = ["any"]
        return Scene.ready(configuration)
    }

    private func ejected() -> Scene {
        var scene = ready { $0.health.failuresInARow = 1 }
        scene.submit(.made("m1", on: a) { $0.retry.maxAttempts = 1 })
        scene.end("m1.1", on: a, .failed, .notRunnable) { $0.scope = .lane }
        return scene
    }

    /// A mission on lane a whose run fails by the lane's fault.
    private func fail(_ number: Int, in scene: inout Scene) {
        scene.submit(.made(mission(number), on: a) { $0.retry.maxAttempts = 1 })
        scene.end(run(number), on: a, .failed, .notRunnable) { $0.scope = .lane }
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

    /// A mission that both lanes are meant for.
    private func any(_ id: MissionID) -> MissionEnvelope {
        .made(id) { $0.missionType = "any" }
    }

    private func beat(of lane: LaneID, in scene: Scene) -> Event {
        .reported(lane, scene.generation(of: lane), .heartbeat(Heartbeat(runs: [], residentKiB: 1)))
    }

    private func mission(_ number: Int) -> MissionID {
        guard let id = MissionID("m\(number)") else { fatalError("no mission can be named so") }
        return id
    }

    private func run(_ number: Int) -> RunID {
        guard let id = RunID("m\(number).1") else { fatalError("no run can be named so") }
        return id
    }
}

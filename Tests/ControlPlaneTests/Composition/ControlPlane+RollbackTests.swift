import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneRollbackTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"

    // MARK: What counts

    func testEndsAndMovesAreCountedAndNothingElse() {
        var scene = ready { $0.rollback.failuresInARow = 0 }
        end(1, .completed, .finished, nil, in: &scene)
        end(2, .failed, .exitCode, .mission, in: &scene)
        end(3, .timedOut, .runtimeBudget, .mission, in: &scene)
        end(4, .deferred, .rateLimited, .pool, in: &scene)
        end(5, .failed, .launchFailed, .host, in: &scene)
        scene.submit(made("c6"))
        scene.ask(.missionCancel("c6", .because("enough")))
        scene.end("c6.1", on: a, .cancelled, .operatorRequest)
        scene.submit(made("r7"))
        scene.ask(.missionRequeue("r7", .because("again")))
        scene.end("r7.1", on: a, .interrupted, .operatorRequest)
        // It moves on, and is counted when it does.
        scene.submit(
            made("f8") {
                $0.vpID = nil
                $0.missionType = "only-a"
                $0.retry.maxAttempts = 3
            }
        )
        scene.end("f8.1", on: a, .failed, .notRunnable) { $0.scope = .lane }

        XCTAssertEqual(scene.lanes[a]?.rollback.recentText, "+-->")
        XCTAssertEqual(scene.lanes[a]?.rollback.failureStreak, 3)
        XCTAssertEqual(scene.missions["f8"]?.assignedVPID, b)
        XCTAssertEqual(scene.lanes[b]?.rollback, LaneRollback())
    }

    func testOperatorsMoveIsNoDeparture() {
        var scene = ready { $0.slotCount = 1 }
        scene.submit(
            made("m1"),
            made("m2") {
                $0.vpID = nil
                $0.missionType = "only-a"
            }
        )

        scene.ask(.missionMove("m2", to: b, .because("sooner")))

        XCTAssertEqual(scene.missions["m2"]?.assignedVPID, b)
        XCTAssertEqual(scene.lanes[a]?.rollback, LaneRollback())
    }

    func testLaneThatWasRemovedIsNotJudged() {
        var scene = ready()
        for number in 1...3 { scene.submit(made(mission(number))) }
        var configuration = scene.core.configuration
        configuration.lanes[a] = nil
        scene.turn(.configurationLoaded(configuration))

        for number in 1...3 { scene.end(run(number), on: a, .failed, .exitCode) }

        XCTAssertEqual(scene.lanes[a]?.rollback, LaneRollback())
    }

    // MARK: Actions

    func testTripOpensOneIncidentAndCapturesASnapshot() throws {
        var scene = ready()
        for number in 1...2 { end(number, .failed, .exitCode, .mission, in: &scene) }
        scene.submit(made("m3"))

        let turn = scene.end("m3.1", on: a, .failed, .exitCode) { $0.scope = .mission }

        XCTAssertEqual(turn.eventTypes, [.missionFailed, .incidentOpened, .laneTripped])
        let opened = try XCTUnwrap(turn.events.dropFirst().first)
        XCTAssertEqual(opened.reason, .missionFailures)
        XCTAssertEqual(opened.summary, "lane vp.a: 3 missions in a row failed on it or moved on")
        let tripped = try XCTUnwrap(turn.events.last)
        let file = IncidentSnapshot.fileName(of: a, tripped.sequence)
        XCTAssertEqual(
            tripped,
            .made(
                Int(tripped.sequence),
                .laneTripped,
                at: scene.now.wall,
                by: "rollback",
                "lane vp.a: 3 missions in a row failed on it or moved on; a snapshot is taken, and"
                    + " nothing else follows"
            ) { event in
                event.vpID = a
                event.reason = .missionFailures
                event.payload = [
                    "moved_on": .integer(0), "missions": .integer(3),
                    "failures_in_a_row": .integer(3), "interactive_starts": .integer(0),
                    "action": .string("incident"), "file": .string(file),
                ]
            }
        )
        XCTAssertEqual(turn.captures, [.captureIncident(a, sequence: tripped.sequence)])
        XCTAssertEqual(scene.lanes[a]?.admission, .open)
        XCTAssertEqual(scene.lanes[a]?.rollback.pendingCaptures, [tripped.sequence])
        let why = try XCTUnwrap(scene.core.explain(a, at: scene.now))
        XCTAssertEqual(why.reason, .missionFailures)
        XCTAssertTrue(why.summary.contains("3 missions in a row"), why.summary)
    }

    func testDrainNamesTheNumbersAndKeepsTheQueue() throws {
        var scene = ready { $0.rollback.action = .drain }
        scene.submit(.made("waits", on: a) { $0.notBefore = scene.now.wall + .seconds(90) })

        let turn = trip(in: &scene)

        XCTAssertEqual(
            turn.eventTypes,
            [.missionFailed, .incidentOpened, .laneTripped, .laneDraining]
        )
        let draining = try XCTUnwrap(turn.events.last)
        XCTAssertEqual(draining.actor, "rollback")
        XCTAssertEqual(draining.reason, .missionFailures)
        let record = try XCTUnwrap(scene.lanes[a])
        XCTAssertEqual(record.admission, .draining)
        XCTAssertTrue(record.isDrainOrdered)
        XCTAssertEqual(
            record.drainChange,
            OperatorChange(
                actor: "rollback",
                reason: "3 missions in a row failed on it or moved on",
                at: scene.now.wall
            )
        )
        XCTAssertEqual(record.drainDeadlineAt, scene.now.wall + .seconds(3600))
        XCTAssertEqual(scene.missions["waits"]?.assignedVPID, a)
        let why = try XCTUnwrap(scene.core.explain(a, at: scene.now))
        XCTAssertEqual(
            why.summary,
            "draining by rollback: 3 missions in a row failed on it or moved on"
        )
    }

    func testRerouteMovesTheQueueAlongItsChainAlsoLater() throws {
        var scene = ready { policy in
            policy.rollback.action = .reroute
            policy.slotCount = 2
        }
        let later = scene.now.wall + .seconds(90)
        scene.submit(
            made("chain") {
                $0.vpID = nil
                $0.missionType = "only-a"
                $0.notBefore = later
            },
            made("never") {
                $0.fallback = []
                $0.notBefore = later
            },
            made("pinned") { $0.notBefore = later }
        )
        scene.submit(
            made("runs") {
                $0.vpID = nil
                $0.missionType = "only-a"
            }
        )

        let turn = trip(in: &scene)

        let moved = try XCTUnwrap(turn.events.first { $0.type == .missionRerouted })
        XCTAssertEqual(moved.missionID, "chain")
        XCTAssertEqual(moved.actor, "rollback")
        XCTAssertEqual(
            moved.summary,
            "mission chain goes from lane vp.a to lane vp.b:"
                + " lane vp.a is rolled back"
        )
        XCTAssertEqual(scene.missions["chain"]?.assignedBy, "rollback")
        XCTAssertEqual(scene.missions["chain"]?.heldUntil, later)
        XCTAssertEqual(scene.missions["never"]?.assignedVPID, a)
        XCTAssertEqual(scene.missions["pinned"]?.assignedVPID, a)

        // What the drain interrupts comes back to the queue, and goes there too.
        scene.end("runs.1", on: a, .interrupted, .laneDraining)
        XCTAssertEqual(scene.missions["runs"]?.assignedVPID, b)
    }

    func testQueueGoesAsSoonAsALaneOfItsOwnChainTakesWork() {
        var scene = ready { $0.rollback.action = .reroute }
        scene.submit(
            made("m") { envelope in
                envelope.fallback = ["vp.c"]
                envelope.notBefore = scene.now.wall + .seconds(90)
            }
        )
        scene.ask(.lanePause("vp.c", .because("sick")))
        trip(in: &scene)
        XCTAssertEqual(scene.missions["m"]?.assignedVPID, a)

        scene.ask(.laneResume("vp.c", OperatorOptions()))

        XCTAssertEqual(scene.missions["m"]?.assignedVPID, "vp.c")
    }

    func testLastLaneOfAChainIsNotDrained() throws {
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
                    configuration.lanes["vp.c"]?.fallback = ["vp.a"]
                    scene.turn(.configurationLoaded(configuration))
                    scene.ask(.lanePause("vp.c", .because("sick")))
                }
            ),
        ]
        for (why, prepare) in cases {
            var scene = ready { $0.rollback.action = .reroute }
            prepare(&scene)

            let turn = trip(in: &scene)

            XCTAssertEqual(scene.lanes[a]?.admission, .open, why)
            let tripped = try XCTUnwrap(turn.events.first { $0.type == .laneTripped })
            XCTAssertEqual(tripped.payload["withheld"], .string(why))
            XCTAssertTrue(tripped.summary.hasSuffix("; it is not drained: \(why)"))
            XCTAssertEqual(turn.captures.count, 1, why)
        }
    }

    func testOperatorsDrainIsLeftAsItIs() throws {
        var scene = ready { $0.rollback.action = .drain }
        for number in 1...3 { scene.submit(made(mission(number))) }
        scene.ask(.laneDrain(a, .because("mine")))

        for number in 1...3 { scene.end(run(number), on: a, .failed, .exitCode) }

        XCTAssertEqual(scene.lanes[a]?.drainChange?.reason, "mine")
        let tripped = try XCTUnwrap(scene.events.first { $0.type == .laneTripped })
        XCTAssertEqual(tripped.payload["withheld"], .string("it is draining"))
    }

    // MARK: Interactive waits

    func testLongInteractiveWaitsTrip() throws {
        var scene = ready { policy in
            policy.slotCount = 1
            policy.rollback.evidenceMin = 1
            policy.rollback.interactiveWaitP95Milliseconds = 1_000
        }
        scene.submit(.made("m1", .interactive, on: a), .made("m2", .interactive, on: a))
        scene.start("m1.1", on: a)
        scene.passAlive(seconds: 2, on: a)

        let turn = scene.end("m1.1", on: a)

        let started = try XCTUnwrap(turn.events.first { $0.type == .missionDispatched })
        guard case .integer(let wait)? = started.payload["lane_wait_ms"] else {
            return XCTFail("no wait is told")
        }
        XCTAssertEqual(scene.lanes[a]?.rollback.trigger, .interactiveWait)
        XCTAssertGreaterThan(wait, 2_000)
        let tripped = try XCTUnwrap(turn.events.first { $0.type == .laneTripped })
        XCTAssertEqual(tripped.payload["interactive_wait_p95_ms"], .integer(wait))
    }

    func testWaitsThatAreNotTheLanesDoNotCount() {
        let reasons: [(String, (inout Scene) -> Void)] = [
            (
                "pause",
                { scene in
                    scene.ask(.lanePause("vp.a", .because("x")))
                    scene.submit(.made("m", .interactive, on: "vp.a"))
                    scene.passAlive(seconds: 5, on: "vp.a")
                    scene.ask(.laneResume("vp.a", OperatorOptions()))
                }
            ),
            (
                "estop",
                { scene in
                    scene.ask(.supervisorEstop(.because("x")))
                    scene.submit(.made("m", .interactive, on: "vp.a"))
                    scene.passAlive(seconds: 5, on: "vp.a")
                    scene.ask(.supervisorThaw(OperatorOptions()))
                }
            ),
            (
                "not before",
                { scene in
                    let time = scene.now.wall + .seconds(5)
                    scene.submit(.made("m", .interactive, on: "vp.a") { $0.notBefore = time })
                    scene.passAlive(seconds: 6, on: "vp.a")
                }
            ),
            (
                "hold",
                { scene in
                    scene.submit(
                        .made("m", .interactive, on: "vp.a") {
                            $0.notBefore = scene.now.wall + .seconds(1)
                        }
                    )
                    scene.ask(.missionHold("m", .because("x")))
                    scene.passAlive(seconds: 5, on: "vp.a")
                    scene.ask(.missionRelease("m", OperatorOptions()))
                }
            ),
            (
                "pool",
                { scene in
                    scene.ask(.poolSet("max", .held, .because("x")))
                    scene.submit(.made("m", .interactive, on: "vp.a"))
                    scene.passAlive(seconds: 5, on: "vp.a")
                    scene.ask(.poolClear("max", OperatorOptions()))
                }
            ),
        ]
        for (name, wait) in reasons {
            var scene = ready { $0.pool = "max" }

            wait(&scene)

            let waits = scene.lanes[a]?.rollback.interactiveWaitsMilliseconds ?? []
            XCTAssertEqual(waits.count, 1, name)
            XCTAssertLessThan(waits.first ?? .max, 1_100, name)
        }
    }

    func testWaitBeforeAGapOfOurOwnTurnsDoesNotCount() {
        var scene = ready { $0.slotCount = 1 }
        scene.submit(.made("m1", .interactive, on: a), .made("m2", .interactive, on: a))
        scene.start("m1.1", on: a)
        scene.passAlive(seconds: 5, on: a)
        scene.change { core, now, _ in core.lastGapAt = now.boot }

        scene.end("m1.1", on: a)

        XCTAssertEqual(scene.lanes[a]?.rollback.interactiveWaitsMilliseconds, [0, 1])
    }

    // MARK: The end of an episode

    func testUndrainClosesTheIncidentAndKeepsWhatWaits() throws {
        var scene = ready { $0.rollback.action = .reroute }
        trip(in: &scene)

        let turn = scene.ask(.laneUndrain(a, OperatorOptions()))

        XCTAssertEqual(turn.eventTypes.prefix(2), [.laneOpened, .incidentClosed])
        XCTAssertEqual(turn.events[1].actor, "uid:1 (test)")
        XCTAssertEqual(turn.events[1].reason, .missionFailures)
        let memory = try XCTUnwrap(scene.lanes[a]?.rollback)
        XCTAssertFalse(memory.sendsAway)
        XCTAssertNil(memory.trigger)
        XCTAssertEqual(memory.newMissionCount, 0, "it fires again only after new missions")
    }

    func testResetClosesTheIncidentAndSaysSo() {
        var scene = ready()
        trip(in: &scene)

        let turn = scene.ask(.laneReset(a, OperatorOptions()))

        XCTAssertEqual(turn.eventTypes, [.incidentClosed])
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["the incident of its rollback trigger is closed"]]
        )
        XCTAssertEqual(scene.core.explain(a, at: scene.now)?.reason, .ready)
    }

    func testDryRunOfAResetChangesNothing() {
        var scene = ready()
        trip(in: &scene)

        let turn = scene.ask(.laneReset(a, .because("look", isDryRun: true)))

        XCTAssertEqual(turn.eventTypes, [])
        XCTAssertEqual(scene.lanes[a]?.rollback.trigger, .missionFailures)
    }

    func testTriggerThatIsSwitchedOffEndsItsEpisode() {
        var scene = ready()
        trip(in: &scene)
        var configuration = scene.core.configuration
        configuration.lanes[a]?.rollback.failuresInARow = 0

        let turn = scene.turn(.configurationLoaded(configuration))

        XCTAssertEqual(turn.eventTypes, [.incidentClosed])
        XCTAssertEqual(turn.events.first?.summary, "lane vp.a: its trigger is switched off")
    }

    func testRemovalFromTheConfigurationClosesTheIncident() {
        var scene = ready()
        trip(in: &scene)
        var configuration = scene.core.configuration
        configuration.lanes[a] = nil

        let turn = scene.turn(.configurationLoaded(configuration))

        XCTAssertEqual(turn.eventTypes.prefix(2), [.sessionRetired, .incidentClosed])
        XCTAssertNil(scene.lanes[a]?.rollback.trigger)
    }

    func testNewMissionsThatAreWellCloseTheIncident() {
        var scene = ready { $0.rollback.window = 10 }
        trip(in: &scene)
        for number in 11...19 { end(number, .completed, .finished, nil, in: &scene) }
        scene.submit(made("last"))

        let turn = scene.end("last.1", on: a)

        XCTAssertEqual(turn.eventTypes, [.missionCompleted, .incidentClosed])
        XCTAssertEqual(turn.events.last?.summary, "lane vp.a: its new missions are well")
    }

    // MARK: Snapshots and restarts

    func testSnapshotThatIsWrittenIsForgotten() throws {
        var scene = ready()
        let sequence = try XCTUnwrap(trip(in: &scene).events.last?.sequence)

        let turn = scene.turn(.incidentCaptured(a, sequence: sequence))

        XCTAssertEqual(turn.eventTypes, [])
        XCTAssertEqual(scene.lanes[a]?.rollback.pendingCaptures, [])
    }

    func testSnapshotThatCannotBeWrittenIsTold() throws {
        var scene = ready()
        let sequence = try XCTUnwrap(trip(in: &scene).events.last?.sequence)
        let failed = Event.incidentCaptureFailed(a, sequence: sequence, problem: "no space left")

        let turn = scene.turn(failed)

        XCTAssertEqual(turn.eventTypes, [.incidentCaptureFailed])
        let file = IncidentSnapshot.fileName(of: a, sequence)
        XCTAssertEqual(
            turn.events.first?.summary,
            "lane vp.a has no snapshot \(file): no space left"
        )
        XCTAssertEqual(scene.lanes[a]?.rollback.trigger, .missionFailures, "the incident stands")
        XCTAssertEqual(scene.turn(failed).eventTypes, [], "it is told once")
    }

    func testNextSupervisorGoesOnFromTheFiguresAndAsksForTheSnapshotAgain() throws {
        var scene = ready { $0.rollback.action = .drain }
        let sequence = try XCTUnwrap(
            trip(in: &scene).events.first { $0.type == .laneTripped }?.sequence
        )
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = [a, b, "vp.c"].compactMap { scene.lanes[$0] }

        var next = Scene(scene.core.configuration, recovered: recovered)
        let boot = next.boot()

        XCTAssertEqual(boot.captures, [.captureIncident(a, sequence: sequence)])
        XCTAssertEqual(next.core.lanes[a]?.rollback.memory, scene.lanes[a]?.rollback)
        XCTAssertEqual(next.core.lanes[a]?.gate.isDrainOrdered, true)
    }

    // MARK: Made

    /// Three lanes, of which b takes over for a.
    private func ready(_ change: (inout LanePolicy) -> Void = { _ in }) -> Scene {
        var policy = LanePolicy()
        policy.slotCount = 4
        policy.reservedSlotCount = 0
        policy.intents = ["else"]
        var configuration = Scene.configuration([b, "vp.c"], policy: policy)
        configuration.pools["max"] = PoolPolicy()
        policy.fallback = [b]
        policy.intents = ["only-a"]
        change(&policy)
        configuration.lanes[a] = policy
        return Scene.ready(configuration)
    }

    /// The third failure in a row on lane a.
    @discardableResult
    private func trip(in scene: inout Scene) -> Turn {
        for number in 101...102 { end(number, .failed, .exitCode, .mission, in: &scene) }
        scene.submit(made(mission(103)))
        return scene.end(run(103), on: a, .failed, .exitCode) { $0.scope = .mission }
    }

    /// A mission of lane a that ends so.
    private func end(
        _ number: Int,
        _ outcome: AttemptOutcome,
        _ reason: ReasonCode,
        _ scope: FailureScope?,
        in scene: inout Scene
    ) {
        scene.submit(made(mission(number)))
        scene.end(run(number), on: a, outcome, reason) { $0.scope = scope }
    }

    /// A mission that only lane a may run, once.
    private func made(
        _ id: MissionID,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        .made(id, on: a) { envelope in
            envelope.retry.maxAttempts = 1
            // So that several run at once.
            envelope.session = .fresh
            change(&envelope)
        }
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

extension Turn {
    /// The snapshots that were asked for, in order.
    fileprivate var captures: [Effect] {
        effects.filter { if case .captureIncident = $0 { true } else { false } }
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneReportsTests: XCTestCase {
    private let lane: LaneID = "vp.a"
    private let leader = ProcessIdentity(pid: 99, startTicks: 1)

    // MARK: What does not count

    func testReportOfAnotherGenerationIsStale() {
        var scene = running()
        let before = scene.core.lanes[lane]

        let turn = scene.turn(.reported(lane, 0, .ended(scene.result("m1.1"))))

        XCTAssertEqual(turn.effects, [])
        XCTAssertEqual(scene.core.lanes[lane], before)
        XCTAssertEqual(scene.core.staleEventCount, 1)
    }

    func testReportUnderAnotherFenceChangesNothing() {
        let question = "which?"
        let reports: [LaneReport] = [
            .accepted(runID: "m1.1", fence: 2),
            .refused(runID: "m1.1", fence: 2, message: "no"),
            .started(runID: "m1.1", fence: 2, leader: leader),
            .phaseChanged(runID: "m1.1", fence: 2, phase: .checking),
            .progress(runID: "m1.1", fence: 2, text: "half", percent: 50),
            .blocked(runID: "m1.1", fence: 2, question: question),
            .treeNotDead(runID: "m1.1", fence: 2, processCount: 1),
            .heartbeat(beat(fence: 2, counter: 9)),
            .progress(runID: "m2.1", fence: 1, text: "another run", percent: nil),
        ]
        for report in reports {
            var scene = dispatched()
            let runs = scene.core.lanes[lane]?.runs["m1.1"]

            XCTAssertEqual(scene.report(lane, report).effects, [], "\(report)")

            XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"], runs, "\(report)")
            XCTAssertEqual(scene.core.staleEventCount, 1, "\(report)")
        }
    }

    // MARK: A run goes on

    func testAcceptanceIsRememberedAndNotWritten() {
        var scene = dispatched()

        XCTAssertEqual(scene.report(lane, .accepted(runID: "m1.1", fence: 1)).effects, [])

        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.isAccepted, true)
    }

    func testStartIsWrittenWithItsLeader() throws {
        var scene = dispatched()
        var attempt = try XCTUnwrap(scene.attempts["m1.1"])
        var state = try XCTUnwrap(scene.missions["m1"])
        let sequence = scene.events.count

        let turn = scene.report(lane, .started(runID: "m1.1", fence: 1, leader: leader))

        attempt.startedAt = scene.now.wall
        attempt.leader = leader
        attempt.phase = .executing
        state.startedAt = scene.now.wall
        state.phase = .executing
        XCTAssertEqual(
            turn.effects,
            [
                .write(.updateAttempt(attempt)),
                .write(.updateMission("m1", state)),
                event(
                    sequence + 1,
                    .missionAccepted,
                    scene,
                    by: "worker",
                    "lane vp.a has taken mission m1"
                ),
                event(
                    sequence + 2,
                    .missionStarted,
                    scene,
                    by: "worker",
                    "mission m1 runs as pid 99"
                ) {
                    $0.payload = ["pid": .integer(99)]
                },
            ]
        )
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.startDeadline, nil)
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.startedAt, scene.now.boot)
        let again = scene.report(lane, .started(runID: "m1.1", fence: 1, leader: leader))
        XCTAssertEqual(again.effects, [])
        XCTAssertEqual(scene.core.staleEventCount, 1)
    }

    func testStartOfARunThatIsBeingStoppedIsNoWayBack() throws {
        var scene = dispatched()
        scene.ask(.missionCancel("m1", OperatorOptions()))

        scene.report(lane, .started(runID: "m1.1", fence: 1, leader: leader))

        XCTAssertEqual(scene.attempts["m1.1"]?.phase, .stopping)
        XCTAssertEqual(scene.missions["m1"]?.phase, .stopping)
    }

    func testPhaseIsWrittenOnce() throws {
        var scene = running()
        var attempt = try XCTUnwrap(scene.attempts["m1.1"])
        var state = try XCTUnwrap(scene.missions["m1"])
        let report = LaneReport.phaseChanged(runID: "m1.1", fence: 1, phase: .checking)

        let turn = scene.report(lane, report)

        attempt.phase = .checking
        state.phase = .checking
        XCTAssertEqual(
            turn.effects,
            [.write(.updateAttempt(attempt)), .write(.updateMission("m1", state))]
        )
        XCTAssertEqual(scene.report(lane, report).effects, [])
    }

    func testProgressIsAnEventAndAliveness() {
        var scene = running()
        let sequence = scene.events.count
        scene.pass(.seconds(1))

        let turn = scene.report(
            lane,
            .progress(runID: "m1.1", fence: 1, text: "half of it", percent: 50)
        )

        XCTAssertEqual(
            turn.effects,
            [
                event(sequence + 1, .missionProgress, scene, by: "runtime", "half of it") {
                    $0.payload = ["percent": .integer(50)]
                }
            ]
        )
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.progressAt, scene.now.boot)
    }

    // MARK: Heartbeats

    func testOnlyACounterThatMovesIsProgress() {
        var scene = running()
        let startedAt = scene.now.boot
        scene.pass(.seconds(1))

        scene.report(lane, .heartbeat(beat(counter: 0)))
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.progressAt, startedAt)

        scene.report(lane, .heartbeat(beat(counter: 1)))
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.progressAt, scene.now.boot)
    }

    func testEndOfAToolIsProgress() {
        var scene = running()
        scene.report(lane, .heartbeat(beat(counter: 0, tool: true)))
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.isToolInFlight, true)
        scene.pass(.seconds(3))

        scene.report(lane, .heartbeat(beat(counter: 0)))

        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.isToolInFlight, false)
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.progressAt, scene.now.boot)
    }

    func testFiguresOfAHeartbeatAreWrittenWithTheNextChange() {
        var scene = running()
        var heartbeat = beat(counter: 1)
        heartbeat.runs[0].usage.inputTokenCount = 7

        XCTAssertEqual(scene.report(lane, .heartbeat(heartbeat)).effects, [])
        XCTAssertEqual(scene.attempts["m1.1"]?.usage.inputTokenCount, 0)
        scene.report(lane, .phaseChanged(runID: "m1.1", fence: 1, phase: .checking))

        XCTAssertEqual(scene.attempts["m1.1"]?.usage.inputTokenCount, 7)
    }

    // MARK: Questions

    func testQuestionBlocksTheMissionAndStopsItsClocks() throws {
        var scene = running { $0.budget.maxRuntimeSeconds = 10 }
        var state = try XCTUnwrap(scene.missions["m1"])
        var attempt = try XCTUnwrap(scene.attempts["m1.1"])
        let sequence = scene.events.count
        let report = LaneReport.blocked(runID: "m1.1", fence: 1, question: "which branch?")

        let blocked = scene.report(lane, report)

        state.status = .blocked
        state.reason = .question
        attempt.blockedAt = scene.now.wall
        XCTAssertEqual(
            blocked.effects,
            [
                .write(.updateAttempt(attempt)),
                .write(.updateMission("m1", state)),
                event(sequence + 1, .missionBlocked, scene, by: "runtime", "which branch?") {
                    $0.reason = .question
                },
            ]
        )
        XCTAssertEqual(scene.report(lane, report).effects, [], "it is blocked already")

        scene.passAlive(seconds: 20, on: lane)
        let unblocked = scene.report(lane, .unblocked(runID: "m1.1", fence: 1))
        state.status = .running
        state.reason = nil
        attempt.blockedAt = nil
        attempt.blockedMilliseconds = 20_002
        XCTAssertEqual(
            unblocked.effects,
            [
                .write(.updateAttempt(attempt)),
                .write(.updateMission("m1", state)),
                event(
                    sequence + 2,
                    .missionUnblocked,
                    scene,
                    by: "runtime",
                    "mission m1 goes on"
                ),
            ]
        )
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.progressAt, scene.now.boot)
        XCTAssertEqual(scene.passAlive(seconds: 9, on: lane).commands, [])
        XCTAssertEqual(
            scene.passAlive(seconds: 1, on: lane).commands,
            [stop(.runtimeBudget)]
        )
    }

    func testRunThatIsBeingStoppedAsksNobody() {
        var scene = running()
        scene.ask(.missionCancel("m1", OperatorOptions()))

        let turn = scene.report(lane, .blocked(runID: "m1.1", fence: 1, question: "really?"))

        XCTAssertEqual(turn.effects, [])
        XCTAssertEqual(scene.missions["m1"]?.status, .running)
    }

    // MARK: Trees that do not die

    func testSecondTreeOfALaneIsNoSecondIncident() throws {
        var policy = LanePolicy()
        policy.slotCount = 3
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1"), .made("m2") { $0.session = .fresh })
        let sequence = scene.events.count
        var record = try XCTUnwrap(scene.lanes[lane])

        let first = scene.report(lane, .treeNotDead(runID: "m1.1", fence: 1, processCount: 3))

        record.status = .degraded
        record.degradedCause = .treeNotDead
        XCTAssertEqual(
            first.effects,
            [
                laneEvent(
                    sequence + 1,
                    .incidentOpened,
                    scene,
                    "lane vp.a: 3 processes survive SIGKILL"
                ) {
                    $0.payload = ["processes": .integer(3)]
                },
                laneEvent(
                    sequence + 2,
                    .sessionDegraded,
                    scene,
                    "lane vp.a is degraded until these processes are gone"
                ),
                .write(.saveLane(record)),
            ]
        )
        let second = scene.report(lane, .treeNotDead(runID: "m2.1", fence: 2, processCount: 1))
        XCTAssertEqual(second.effects, [])
        XCTAssertEqual(scene.core.staleEventCount, 0)
        scene.report(lane, .treeNotDead(runID: "m2.1", fence: 2, processCount: 1))
        XCTAssertEqual(scene.core.staleEventCount, 1, "that was known")

        XCTAssertFalse(scene.end("m1.1", on: lane).eventTypes.contains(.incidentClosed))
        XCTAssertTrue(scene.end("m2.1", on: lane).eventTypes.contains(.incidentClosed))
    }

    // MARK: The end

    func testResultIsAcknowledgedAfterTheRows() throws {
        var scene = running()

        let turn = scene.end("m1.1", on: lane)

        let writes = turn.effects.prefix(2)
        XCTAssertEqual(writes.count, 2)
        XCTAssertEqual(scene.missions["m1"]?.status, .completed)
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .completed)
        XCTAssertEqual(turn.commands, [acknowledgement(1, .recorded)])
        XCTAssertEqual(scene.end("m1.1", on: lane).effects, [acknowledged(1, .duplicate)])
    }

    func testResultUnderAnotherFenceIsAcknowledgedAsStale() {
        var scene = running()
        var result = scene.result("m1.1")
        result.fence = 2

        XCTAssertEqual(scene.report(lane, .ended(result)).effects, [acknowledged(2, .stale)])

        XCTAssertEqual(scene.missions["m1"]?.status, .running)
        XCTAssertEqual(scene.core.staleEventCount, 1)
    }

    // MARK: Refusals

    func testRefusedRunIsQueuedAgainForFreeAndTheWorkerReplaced() throws {
        var scene = dispatched()

        let turn = scene.report(lane, .refused(runID: "m1.1", fence: 1, message: "full"))

        XCTAssertEqual(turn.eventTypes, [.missionInterrupted])
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .interrupted)
        XCTAssertEqual(scene.attempts["m1.1"]?.reason, .laneRecovering)
        XCTAssertEqual(scene.attempts["m1.1"]?.summary, "refused by the worker: full")
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
        XCTAssertEqual(turn.deeds, [.send(lane, 1, .shutdown)])
    }

    func testRefusalOfWhatItTookIsStale() {
        var scene = dispatched()
        scene.report(lane, .accepted(runID: "m1.1", fence: 1))

        let turn = scene.report(lane, .refused(runID: "m1.1", fence: 1, message: "full"))

        XCTAssertEqual(turn.effects, [])
        XCTAssertEqual(scene.core.staleEventCount, 1)
    }

    func testCancelOfARunThatIsThenRefusedKeepsWhoAndWhy() {
        var scene = dispatched()
        scene.ask(.missionCancel("m1", .because("not needed")))

        let turn = scene.report(lane, .refused(runID: "m1.1", fence: 1, message: "full"))

        XCTAssertEqual(turn.eventTypes, [.missionCancelled])
        XCTAssertEqual(turn.events.map(\.actor), ["uid:1 (test)"])
        XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m1"]?.endedBy, "uid:1 (test)")
        XCTAssertEqual(scene.attempts["m1.1"]?.scope, .operator)
        XCTAssertEqual(scene.attempts["m1.1"]?.summary, "not needed")
    }

    // MARK: Hello again

    func testUnknownRunOfAWorkerIsEndedAtOnce() {
        var scene = relinked { _ in }

        let turn = scene.hello(
            lane,
            runs: [
                RunPresence(runID: "m9.1", fence: 7, phase: .executing),
                RunPresence(runID: "m1.1", fence: 9, phase: .executing),
                RunPresence(runID: "m8.1", fence: 5, phase: .ended),
                RunPresence(runID: "m1.1", fence: 1, phase: .executing),
            ]
        )

        XCTAssertEqual(
            turn.commands,
            [
                .cancelMission(runID: "m9.1", fence: 7, intent: .requeue, isImmediate: true),
                .cancelMission(runID: "m1.1", fence: 9, intent: .requeue, isImmediate: true),
            ]
        )
        XCTAssertEqual(scene.missions["m1"]?.status, .running)
    }

    func testWorkerThatForgotWhatItTookIsKilled() {
        var scene = relinked { scene in
            scene.report("vp.a", .accepted(runID: "m1.1", fence: 1))
        }

        let turn = scene.hello(lane)

        XCTAssertEqual(turn.deeds, [.killWorker(lane, 1)])
        XCTAssertEqual(turn.events.map(\.reason), [nil, .workerContradiction])
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, nil, "until its tree is proved gone")
    }

    func testRunThatWasNeverTakenIsSentAgainUnderItsFence() throws {
        var scene = relinked { _ in }
        let attempt = try XCTUnwrap(scene.attempts["m1.1"])
        scene.pass(.seconds(1))

        let turn = scene.hello(lane)

        XCTAssertEqual(
            turn.deeds,
            [
                .startRun(
                    lane,
                    1,
                    StartOrder(
                        attempt: attempt,
                        resumePhase: nil,
                        profile: RuntimeProfile.shell.launch
                    )
                )
            ]
        )
        XCTAssertEqual(
            scene.core.lanes[lane]?.runs["m1.1"]?.startDeadline,
            scene.now.boot + .seconds(60)
        )
    }

    func testRunUnderAnotherFenceIsNotTheOneThatWasSent() {
        var scene = relinked { _ in }

        let turn = scene.hello(
            lane,
            runs: [RunPresence(runID: "m1.1", fence: 9, phase: .executing)]
        )

        XCTAssertEqual(turn.commands.count, 1, "it is ended")
        XCTAssertEqual(turn.starts.map(\.attempt.fence), [1])
        XCTAssertEqual(scene.attempts["m1.1"]?.startedAt, nil)
    }

    func testRunThatWasNeverTakenAndIsNotWantedAnyMoreEnds() {
        var scene = relinked { $0.ask(.missionCancel("m1", OperatorOptions())) }

        let turn = scene.hello(lane)

        XCTAssertEqual(turn.deeds, [])
        XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m1"]?.endedBy, "uid:1 (test)")
    }

    func testRunThatStartedWhileNobodyListenedHasStarted() {
        for phase in [RunPhase.executing, .checking, .stopping] {
            var scene = relinked { _ in }

            let turn = scene.hello(
                lane,
                runs: [RunPresence(runID: "m1.1", fence: 1, phase: phase)]
            )

            XCTAssertEqual(turn.eventTypes, [.laneReady, .missionAccepted, .missionStarted])
            XCTAssertEqual(turn.events.last?.summary, "mission m1 runs")
            XCTAssertEqual(scene.attempts["m1.1"]?.startedAt, scene.now.wall)
            XCTAssertEqual(scene.attempts["m1.1"]?.phase, phase)
        }
    }

    func testLeaderThatWasStartedWhileNobodyListenedIsKnownOnceItIsSaid() {
        var scene = relinked { _ in }
        let presence = RunPresence(runID: "m1.1", fence: 1, phase: .executing)
        scene.hello(lane, runs: [presence])
        let startedAt = scene.now.wall

        let turn = scene.report(lane, .started(runID: "m1.1", fence: 1, leader: leader))

        XCTAssertEqual(turn.eventTypes, [])
        XCTAssertEqual(scene.attempts["m1.1"]?.leader, leader)
        XCTAssertEqual(scene.attempts["m1.1"]?.startedAt, startedAt)
        XCTAssertEqual(scene.core.staleEventCount, 0)
    }

    func testRunThatCameFurtherWhileNobodyListenedIsWhereItIs() {
        var scene = relinked { $0.start("m1.1", on: lane) }

        scene.hello(lane, runs: [RunPresence(runID: "m1.1", fence: 1, phase: .checking)])

        XCTAssertEqual(scene.attempts["m1.1"]?.phase, .checking)
        XCTAssertEqual(scene.missions["m1"]?.phase, .checking)
    }

    func testRunThatIsStartingHasItsDeadlineFromTheHello() {
        var scene = relinked { _ in }
        scene.pass(.seconds(1))

        let turn = scene.hello(lane, runs: [RunPresence(runID: "m1.1", fence: 1, phase: .starting)])

        XCTAssertEqual(turn.deeds, [])
        XCTAssertEqual(scene.attempts["m1.1"]?.startedAt, nil)
        XCTAssertEqual(
            scene.core.lanes[lane]?.runs["m1.1"]?.startDeadline,
            scene.now.boot + .seconds(60)
        )
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.isAccepted, true)
    }

    func testStopThatMayHaveBeenLostIsSentAgain() {
        var scene = relinked { scene in
            scene.start("m1.1", on: "vp.a")
            scene.ask(.missionCancel("m1", OperatorOptions()))
        }

        let turn = scene.hello(
            lane,
            runs: [RunPresence(runID: "m1.1", fence: 1, phase: .executing)]
        )

        XCTAssertEqual(turn.deeds, [.send(lane, 1, stop(.cancel))])
        XCTAssertEqual(turn.eventTypes, [.laneReady], "it had started before")
        XCTAssertEqual(scene.core.staleEventCount, 0)
    }

    func testResultThatIsOnItsWayIsWaitedFor() {
        var scene = relinked { scene in
            scene.start("m1.1", on: "vp.a")
            scene.ask(.missionCancel("m1", OperatorOptions()))
        }

        let turn = scene.hello(lane, runs: [RunPresence(runID: "m1.1", fence: 1, phase: .ended)])

        XCTAssertEqual(turn.deeds, [])
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, nil)
    }

    func testWorkerThatIsGoingGetsNoWorkAndASuccessor() {
        for state in [WorkerHello.State.quiescing, .exiting] {
            var scene = relinked { $0.end("m1.1", on: "vp.a") }
            scene.ask(.lanePause(lane, .because("test")))

            let turn = scene.hello(lane, state: state)

            XCTAssertEqual(turn.deeds, [.send(lane, 1, .shutdown)], state.rawValue)
        }
    }

    func testWorkerThatRefusesHelloIsKilled() {
        var scene = relinked { _ in }
        let sequence = scene.events.count

        let turn = scene.report(lane, .helloRefused(message: "this is lane vp.b"))

        XCTAssertEqual(
            turn.effects.prefix(3),
            [
                .write(
                    .appendEvent(
                        .made(
                            sequence + 1,
                            .sessionRecovering,
                            at: scene.now.wall,
                            "worker 1 of lane vp.a refuses hello: this is lane vp.b"
                        ) { event in
                            event.vpID = lane
                            event.reason = .workerContradiction
                        }
                    )
                ),
                .write(
                    .appendEvent(
                        .made(
                            sequence + 2,
                            .sessionRecovering,
                            at: scene.now.wall,
                            "worker 1 of lane vp.a is killed: worker_contradiction"
                        ) { event in
                            event.vpID = lane
                            event.reason = .workerContradiction
                            event.payload = ["generation": .integer(1)]
                        }
                    )
                ),
                .killWorker(lane, 1),
            ]
        )
    }

    // MARK: Made

    /// A ready lane to which run m1.1 was sent, under fence 1.
    private func dispatched(_ change: (inout MissionEnvelope) -> Void = { _ in }) -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1", .background, on: nil, change))
        return scene
    }

    /// As `dispatched`, and the run has its process.
    private func running(_ change: (inout MissionEnvelope) -> Void = { _ in }) -> Scene {
        var scene = dispatched(change)
        scene.start("m1.1", on: lane)
        return scene
    }

    /// As `dispatched`, with what has happened since, and then the connection broke.
    private func relinked(_ change: (inout Scene) -> Void) -> Scene {
        var scene = dispatched()
        change(&scene)
        scene.turn(.linkClosed(lane, 1))
        return scene
    }

    private func beat(fence: Fence = 1, counter: UInt64, tool: Bool = false) -> Heartbeat {
        let run = Heartbeat.Run(
            runID: "m1.1",
            fence: fence,
            progressCounter: counter,
            isToolInFlight: tool,
            usage: Usage()
        )
        return Heartbeat(runs: [run], residentKiB: 1)
    }

    private func stop(_ intent: StopIntent) -> LaneCommand {
        .cancelMission(runID: "m1.1", fence: 1, intent: intent, isImmediate: false)
    }

    private func acknowledgement(
        _ fence: Fence,
        _ disposition: ResultDisposition
    ) -> LaneCommand {
        .acknowledge(runID: "m1.1", fence: fence, disposition: disposition)
    }

    private func acknowledged(_ fence: Fence, _ disposition: ResultDisposition) -> Effect {
        .send(lane, 1, acknowledgement(fence, disposition))
    }

    /// An event of run m1.1.
    private func event(
        _ sequence: Int,
        _ type: EventType,
        _ scene: Scene,
        by actor: String,
        _ summary: String,
        _ change: (inout EventRecord) -> Void = { _ in }
    ) -> Effect {
        .write(
            .appendEvent(
                .made(sequence, type, at: scene.now.wall, by: actor, summary) { event in
                    event.missionID = "m1"
                    event.vpID = lane
                    event.runID = "m1.1"
                    event.sessionID = scene.attempts["m1.1"]?.sessionID
                    change(&event)
                }
            )
        )
    }

    /// An event of the lane whose trees do not die.
    private func laneEvent(
        _ sequence: Int,
        _ type: EventType,
        _ scene: Scene,
        _ summary: String,
        _ change: (inout EventRecord) -> Void = { _ in }
    ) -> Effect {
        .write(
            .appendEvent(
                .made(sequence, type, at: scene.now.wall, summary) { event in
                    event.vpID = lane
                    event.reason = .treeNotDead
                    change(&event)
                }
            )
        )
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneAttemptsTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    // MARK: A result

    func testResultGoesIntoTheRowsWhole() throws {
        var scene = running()
        var attempt = try XCTUnwrap(scene.attempts["m1.1"])
        var state = try XCTUnwrap(scene.missions["m1"])
        var record = try XCTUnwrap(scene.lanes[lane])
        let sequence = scene.events.count
        let startedAt = scene.now.wall
        scene.pass(.milliseconds(2_499))

        let turn = scene.end("m1.1", on: lane) { result in
            result.exit = .code(0)
            result.summary = "all green"
            result.runtimeSession = "their-session"
            result.leftoverProcessCount = 2
            result.usage.callCount = 5
            result.logBytesDropped = 7
            result.artifacts = ["a.txt", "b.txt"]
            result.resumePhase = "done"
        }

        attempt.phase = .ended
        attempt.outcome = .completed
        attempt.reason = .finished
        attempt.summary = "all green"
        attempt.endedAt = scene.now.wall
        attempt.exit = .code(0)
        attempt.runtimeSession = "their-session"
        attempt.leftoverProcessCount = 2
        attempt.usage.callCount = 5
        attempt.logBytesDropped = 7
        state.status = .completed
        state.reason = .finished
        state.phase = nil
        state.fence = nil
        state.endedAt = scene.now.wall
        state.summary = "all green"
        state.usage.callCount = 5
        state.resumePhase = "done"
        record.status = .idle
        record.health.recent = [true]
        record.rollback.recent = [.completed]
        record.dayUsage.day = 20_778
        record.dayUsage.usage.callCount = 5
        XCTAssertEqual(scene.now.wall.since(startedAt).wholeMilliseconds, 2_500)
        XCTAssertEqual(
            turn.effects,
            [
                .write(.updateAttempt(attempt)),
                .write(.updateMission("m1", state)),
                event(sequence + 1, .missionArtifact, scene, by: "runtime", "a.txt"),
                event(sequence + 2, .missionArtifact, scene, by: "runtime", "b.txt"),
                event(
                    sequence + 3,
                    .missionCompleted,
                    scene,
                    "attempt 1 of mission m1 completed (finished); it is completed"
                ) { event in
                    event.reason = .finished
                    event.payload = [
                        "attempt": .integer(1), "outcome": .string("completed"),
                        "run_ms": .integer(2_500), "leftover_processes": .integer(2),
                    ]
                },
                .send(
                    lane,
                    1,
                    .acknowledge(runID: "m1.1", fence: 1, disposition: .recorded)
                ),
                .write(.saveLane(record)),
            ]
        )
    }

    func testHoldIsToldWithTheEnd() throws {
        var scene = running()

        let turn = scene.end("m1.1", on: lane, .failed, .exitCode)

        XCTAssertEqual(
            turn.events.map(\.summary),
            ["attempt 1 of mission m1 failed (exit_code); it is queued"]
        )
        XCTAssertEqual(
            turn.events.map(\.payload),
            [
                [
                    "attempt": .integer(1), "outcome": .string("failed"), "run_ms": .integer(1),
                    "held_ms": .integer(1_000),
                ]
            ]
        )
    }

    func testNoteOfWhoStoppedItIsInTheSentence() {
        var scene = running()
        scene.ask(.missionCancel("m1", .because("not needed")))

        let turn = scene.end("m1.1", on: lane, .cancelled, .operatorRequest) {
            $0.summary = "the runtime's last words"
        }

        XCTAssertEqual(
            turn.events.map(\.summary),
            [
                "attempt 1 of mission m1 cancelled (operator_request: not needed);"
                    + " it is cancelled"
            ]
        )
        XCTAssertEqual(turn.events.map(\.actor), ["uid:1 (test)"])
        XCTAssertEqual(scene.attempts["m1.1"]?.summary, "not needed")
    }

    func testStartThatOnlyTheResultTellsIsKept() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))

        scene.end("m1.1", on: lane) { $0.startedAt = .later(-1) }
        XCTAssertEqual(scene.attempts["m1.1"]?.startedAt, .later(-1))

        scene = running()
        let startedAt = scene.now.wall
        scene.end("m1.1", on: lane) { $0.startedAt = .later(-1) }
        XCTAssertEqual(scene.attempts["m1.1"]?.startedAt, startedAt)
    }

    func testWaitThatARuntimeAsksForIsAYearAtMost() {
        var scene = running()

        scene.end("m1.1", on: lane, .deferred, .rateLimited) { $0.retryAfterMilliseconds = .max }

        XCTAssertEqual(
            scene.missions["m1"]?.heldUntil,
            scene.now.wall + .seconds(365 * 86_400)
        )
    }

    // MARK: A result weighed against the intent

    func testStopOfOursEndsWithItsIntentsOutcome() {
        let ends: [(AttemptOutcome, ReasonCode)] = [
            (.cancelled, .operatorRequest), (.timedOut, .runtimeBudget),
            (.interrupted, .supervisorStopping), (.failed, .startTimedOut),
        ]
        for intent in StopIntent.allCases {
            for (outcome, reason) in ends + [(.failed, intent.reason)] {
                let attempt = end(after: intent, outcome, reason)

                XCTAssertEqual(attempt.outcome, intent.outcome, "\(intent) \(outcome)")
                XCTAssertEqual(attempt.reason, intent.reason, "\(intent) \(outcome)")
                XCTAssertEqual(attempt.scope, intent.scope, "\(intent) \(outcome)")
            }
        }
    }

    func testResultThatWasThereBeforeTheStopStands() {
        for intent in StopIntent.allCases where intent != .cancel {
            for (outcome, reason) in [
                (AttemptOutcome.completed, ReasonCode.finished), (.failed, .exitCode),
                (.deferred, .rateLimited),
            ] {
                let attempt = end(after: intent, outcome, reason)

                XCTAssertEqual(attempt.outcome, outcome, "\(intent)")
                XCTAssertEqual(attempt.reason, reason, "\(intent)")
                XCTAssertEqual(attempt.scope, nil, "\(intent)")
            }
        }
    }

    func testCancelStandsAgainstEverythingButSuccess() {
        XCTAssertEqual(end(after: .cancel, .failed, .exitCode).outcome, .cancelled)
        XCTAssertEqual(end(after: .cancel, .deferred, .rateLimited).outcome, .cancelled)
        XCTAssertEqual(end(after: .cancel, .completed, .finished).outcome, .completed)
    }

    func testWorkersOwnStopStandsWithoutAnIntent() {
        let attempt = end(after: nil, .interrupted, .laneRecovering)

        XCTAssertEqual(attempt.outcome, .interrupted)
        XCTAssertEqual(attempt.reason, .laneRecovering)
    }

    // MARK: No result

    func testAttemptThatLeftNothingEndsAsItWasMeantTo() {
        for intent in StopIntent.allCases {
            var scene = running()
            stop(&scene, intent)

            _ = scene.bury(lane)

            let attempt = scene.attempts["m1.1"]
            XCTAssertEqual(attempt?.outcome, intent.outcome, "\(intent)")
            XCTAssertEqual(attempt?.reason, intent.reason, "\(intent)")
            XCTAssertEqual(attempt?.scope, intent.scope, "\(intent)")
            XCTAssertEqual(attempt?.phase, .ended, "\(intent)")
            XCTAssertEqual(attempt?.exit, nil, "\(intent)")
        }
    }

    func testAttemptThatNobodyMeantToEndHasCrashed() {
        var scene = running()

        _ = scene.bury(lane)

        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .crashed)
        XCTAssertEqual(scene.attempts["m1.1"]?.reason, .workerDied)
        XCTAssertEqual(scene.attempts["m1.1"]?.scope, .lane)
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
    }

    // MARK: What follows

    func testMissionWhoseDeadlinePassedBeforeItsProcessCameIsTimedOut() throws {
        var scene = Scene.ready(lane)
        scene.submit(
            .made("m1", .deadline) { envelope in
                envelope.deadlineAt = .later(5)
                envelope.expireAtDeadline = true
            }
        )
        scene.passAlive(seconds: 6, on: lane)
        XCTAssertEqual(scene.missions["m1"]?.status, .running, "its attempt is open")

        let turn = scene.end("m1.1", on: lane, .failed, .launchFailed)

        XCTAssertEqual(turn.eventTypes, [.missionRetried, .missionTimedOut])
        XCTAssertEqual(scene.missions["m1"]?.status, .timedOut)
        XCTAssertEqual(scene.missions["m1"]?.reason, .deadlineExpired)
        XCTAssertEqual(
            scene.missions["m1"]?.summary?.hasPrefix(
                "not started by its deadline; lane vp.a: attempt 1 ended (launch_failed)"
            ),
            true
        )
        XCTAssertEqual(scene.core.tally.count, 0)
    }

    func testMissionThatFailedItsSessionGetsAFreshOne() {
        var policy = LanePolicy()
        policy.backoff.failureMilliseconds = 0
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)

        let turn = scene.end("m1.1", on: lane, .failed, .reportedError) { $0.scope = .session }

        XCTAssertEqual(turn.starts.map(\.attempt.isFreshSession), [true])
        XCTAssertNotEqual(scene.attempts["m1.2"]?.sessionID, scene.attempts["m1.1"]?.sessionID)
        XCTAssertEqual(
            turn.events.last?.summary,
            "mission m1 sent to lane vp.a as attempt 2, in a fresh session because the lane's"
                + " failed it"
        )
    }

    // MARK: Stops

    func testStopIsWrittenBeforeItIsSent() throws {
        var scene = running()
        var attempt = try XCTUnwrap(scene.attempts["m1.1"])
        var state = try XCTUnwrap(scene.missions["m1"])

        let turn = scene.ask(.missionCancel("m1", .because("not needed")))

        attempt.intent = .cancel
        attempt.stoppedBy = "uid:1 (test)"
        attempt.summary = "not needed"
        attempt.phase = .stopping
        state.phase = .stopping
        XCTAssertEqual(
            Array(turn.effects.prefix(3)),
            [
                .write(.updateAttempt(attempt)),
                .write(.updateMission("m1", state)),
                .send(lane, 1, cancel(.cancel)),
            ]
        )
        XCTAssertEqual(turn.effects.count, 4, "and the answer")
    }

    func testFirstIntentStandsUntilACancel() {
        var scene = running()
        scene.ask(.missionRequeue("m1", .because("again")))
        XCTAssertFalse(stop(&scene, .drain))
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .requeue)

        let turn = scene.ask(.missionCancel("m1", .because("not at all")))

        XCTAssertEqual(turn.commands, [cancel(.cancel)])
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .cancel)
        XCTAssertEqual(scene.attempts["m1.1"]?.summary, "not at all")
        XCTAssertFalse(stop(&scene, .requeue))
        XCTAssertFalse(stop(&scene, .cancel))
    }

    func testImpatienceKeepsTheIntent() {
        var scene = running()
        scene.ask(.missionRequeue("m1", .because("again")))
        XCTAssertEqual(scene.turn(.stopRequested).commands, [])

        let turn = scene.turn(.stopRequested)

        XCTAssertEqual(turn.commands, [cancel(.requeue, isImmediate: true)])
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .requeue)
        XCTAssertEqual(scene.turn(.stopRequested).commands, [], "it is told once")
    }

    func testCancelOfARunThatIsKilledDoesNotMakeItSlower() {
        var scene = running()
        scene.ask(.missionRequeue("m1", .because("again", isForced: true)))

        let turn = scene.ask(.missionCancel("m1", OperatorOptions()))

        XCTAssertEqual(turn.commands, [cancel(.cancel, isImmediate: true)])
    }

    func testStopOfABlockedRunTakesTheQuestionBack() {
        var scene = running()
        scene.report(lane, .blocked(runID: "m1.1", fence: 1, question: "which?"))

        scene.ask(.missionCancel("m1", OperatorOptions()))

        XCTAssertEqual(scene.missions["m1"]?.status, .running)
        XCTAssertEqual(scene.missions["m1"]?.phase, .stopping)
        XCTAssertEqual(scene.missions["m1"]?.reason, nil)
        XCTAssertEqual(scene.core.lanes[lane]?.runs["m1.1"]?.blockedSince, nil)
    }

    // MARK: Time

    func testRuntimeBudgetEndsTheRun() {
        var scene = running { $0.budget.maxRuntimeSeconds = 5 }

        XCTAssertEqual(scene.passAlive(seconds: 4, on: lane).commands, [])
        XCTAssertEqual(scene.core.nextDeadline, scene.now.boot + .seconds(1))
        XCTAssertEqual(scene.passAlive(seconds: 1, on: lane).commands, [cancel(.runtimeBudget)])

        scene.end("m1.1", on: lane, .failed, .exitSignal)
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .runtimeBudget)
    }

    func testRunWithoutItsProcessIsGivenUpAtItsDeadline() {
        var policy = LanePolicy()
        policy.startDeadlineMilliseconds = 3_000
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1"))

        XCTAssertEqual(scene.passAlive(seconds: 2, on: lane).commands, [])
        XCTAssertEqual(
            scene.passAlive(seconds: 1, on: lane).commands,
            [cancel(.startDeadline, isImmediate: true)]
        )
        XCTAssertEqual(scene.passAlive(seconds: 1, on: lane).commands, [], "once")
    }

    func testAnswerThatDoesNotComeIsDenied() {
        var policy = LanePolicy()
        policy.answerTimeoutSeconds = 4
        var scene = running(policy: policy)
        scene.report(lane, .blocked(runID: "m1.1", fence: 1, question: "which?"))

        XCTAssertEqual(scene.passAlive(seconds: 3, on: lane).commands, [])
        XCTAssertEqual(scene.core.nextDeadline, scene.now.boot + .seconds(1))
        XCTAssertEqual(scene.passAlive(seconds: 1, on: lane).commands, [cancel(.answerTimeout)])
        XCTAssertEqual(scene.missions["m1"]?.status, .running)
    }

    func testDrainWaitsForTheRunAndStopsABlockedOneAtOnce() {
        var scene = running()
        let drain = scene.ask(.laneDrain(lane, .because("upgrade", deadlineSeconds: 60)))
        XCTAssertEqual(drain.commands, [])

        let turn = scene.report(lane, .blocked(runID: "m1.1", fence: 1, question: "which?"))

        XCTAssertEqual(turn.commands, [cancel(.drain)])
    }

    func testStopOfTheSupervisorInterruptsEveryRun() {
        var policy = LanePolicy()
        policy.slotCount = 3
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1"), .made("m2") { $0.session = .fresh })
        scene.start("m1.1", on: lane)

        let first = scene.turn(.stopRequested)
        XCTAssertEqual(first.commands, [cancel(.stop), cancel(.stop, "m2.1", fence: 2)])

        let second = scene.turn(.stopRequested)
        XCTAssertEqual(
            second.commands,
            [
                cancel(.stop, isImmediate: true),
                cancel(.stop, "m2.1", fence: 2, isImmediate: true),
            ]
        )
    }

    // MARK: Made

    private func running(
        policy: LanePolicy = LanePolicy(),
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> Scene {
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1", .background, on: nil, change))
        scene.start("m1.1", on: lane)
        return scene
    }

    /// Stops run m1.1 for this reason, in a turn of its own.
    @discardableResult
    private func stop(
        _ scene: inout Scene,
        _ intent: StopIntent,
        isImmediate: Bool = false
    ) -> Bool {
        scene.change { core, now, effects in
            core.stop(
                "m1.1",
                on: "vp.a",
                intent,
                isImmediate: isImmediate,
                by: nil,
                at: now,
                into: &effects
            )
        }
    }

    /// The attempt of a run that was stopped for `intent` and whose worker says how it ended.
    private func end(
        after intent: StopIntent?,
        _ outcome: AttemptOutcome,
        _ reason: ReasonCode
    ) -> AttemptRecord {
        var scene = running()
        if let intent { stop(&scene, intent) }
        scene.end("m1.1", on: lane, outcome, reason)
        guard let attempt = scene.attempts["m1.1"] else { fatalError("no attempt") }
        return attempt
    }

    private func cancel(
        _ intent: StopIntent,
        _ run: RunID = "m1.1",
        fence: Fence = 1,
        isImmediate: Bool = false
    ) -> LaneCommand {
        .cancelMission(runID: run, fence: fence, intent: intent, isImmediate: isImmediate)
    }

    /// An event of run m1.1.
    private func event(
        _ sequence: Int,
        _ type: EventType,
        _ scene: Scene,
        by actor: String = "supervisor",
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
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneLaneCommandsTests: XCTestCase {
    private let lane: LaneID = "vp.a"
    private let who = "uid:1 (test)"

    // MARK: What every command has in common

    func testCommandsToALaneThatIsNotThereAreRefused() {
        var scene = Scene.ready(lane)

        for command in commands(to: "vp.x") {
            let turn = scene.ask(command)

            XCTAssertEqual(turn.writes, [], "\(command)")
            XCTAssertEqual(
                turn.errors,
                [
                    ControlError(
                        .notFound,
                        .unknownLane,
                        "no lane \"vp.x\" (there are: vp.a)",
                        object: "vp.x",
                        hint: "lanectl lane list"
                    )
                ],
                "\(command)"
            )
        }
    }

    func testDryRunsSayWhatWouldChangeAndChangeNothing() {
        for (command, lines) in [
            (
                ControlCommand.lanePause(lane, plan),
                ["nothing new starts on it; what runs goes on"]
            ),
            (.laneResume(lane, plan), ["it is not paused"]),
            (
                .laneDrain(lane, plan),
                ["it takes no new work; 1 running, which may end within 3600 s"]
            ),
            (.laneUndrain(lane, plan), ["it is open already"]),
            (.laneRestart(lane, plan), ["its worker is replaced when what runs (1) has ended"]),
            (.laneReset(lane, plan), ["its start-up deaths are forgotten"]),
        ] {
            var scene = running()
            let before = scene.core.lanes[lane]

            let turn = scene.ask(command)

            XCTAssertEqual(turn.changes.map(\.lines), [lines])
            XCTAssertEqual(turn.changes.map(\.isDryRun), [true])
            XCTAssertEqual(turn.effects.count, 1, "\(command)")
            XCTAssertEqual(scene.core.lanes[lane], before, "\(command)")
        }
    }

    // MARK: Pause and resume

    func testPauseIsWrittenWithWhoAndWhyAndDoneOnce() throws {
        var scene = running()
        var record = try XCTUnwrap(scene.lanes[lane])
        let sequence = scene.events.count

        let turn = scene.ask(.lanePause(lane, .because("lunch")))

        record.isPaused = true
        record.status = .paused
        record.pauseChange = OperatorChange(actor: who, reason: "lunch", at: scene.now.wall)
        XCTAssertEqual(
            turn.effects,
            [
                event(sequence + 1, .sessionPaused, scene, "lane vp.a paused: lunch"),
                answer(2, ["nothing new starts on it; what runs goes on"]),
                .write(.saveLane(record)),
            ]
        )

        let again = scene.ask(.lanePause(lane, .because("supper")))
        XCTAssertEqual(
            again.effects,
            [answer(3, isChanged: false, ["it is paused already"])]
        )
    }

    func testResumeNeedsNoReasonAndStartsWorkAtOnce() throws {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("lunch")))
        scene.submit(.made("m1"))
        var record = try XCTUnwrap(scene.lanes[lane])
        let sequence = scene.events.count

        let turn = scene.ask(.laneResume(lane, OperatorOptions()))

        record.isPaused = false
        record.status = .active
        record.pauseChange = OperatorChange(actor: who, reason: "", at: scene.now.wall)
        XCTAssertEqual(
            Array(turn.effects.prefix(2)),
            [
                event(sequence + 1, .sessionResumed, scene, "lane vp.a resumed"),
                answer(3, ["it starts work again"]),
            ]
        )
        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertEqual(turn.effects.last, .write(.saveLane(record)))
        XCTAssertEqual(
            scene.ask(.laneResume(lane, OperatorOptions())).changes.map(\.lines),
            [["it is not paused"]]
        )
    }

    // MARK: Drain and undrain

    func testPauseKeepsItsOwnPersonAndReasonThroughADrain() {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("lunch")))
        scene.ask(.laneDrain(lane, .because("upgrade")))

        scene.ask(.laneUndrain(lane, OperatorOptions()))

        XCTAssertEqual(
            scene.core.explain(lane, at: scene.now)?.summary,
            "paused by \(who): lunch"
        )
        XCTAssertEqual(scene.lanes[lane]?.drainChange?.reason, "")
    }

    func testDrainOfAnIdleLaneSendsItsWorkerAway() throws {
        var scene = Scene.ready(lane)
        var record = try XCTUnwrap(scene.lanes[lane])
        let sequence = scene.events.count

        let turn = scene.ask(.laneDrain(lane, .because("upgrade", deadlineSeconds: 60)))

        record.admission = .draining
        record.isDrainOrdered = true
        record.drainDeadlineAt = scene.now.wall + .seconds(60)
        record.drainChange = OperatorChange(actor: who, reason: "upgrade", at: scene.now.wall)
        XCTAssertEqual(
            turn.effects,
            [
                event(
                    sequence + 1,
                    .laneDraining,
                    scene,
                    "lane vp.a drains, 60 s at most: upgrade"
                ),
                answer(1, ["it takes no new work; nothing runs on it"]),
                .send(lane, 1, .shutdown),
                .write(.saveLane(record)),
            ]
        )
    }

    func testUndrainBeforeTheWorkerWasToldToGoReopens() throws {
        var scene = running()
        scene.ask(.laneDrain(lane, .because("upgrade")))
        scene.submit(.made("m2", .interactive))
        let sequence = scene.events.count

        let turn = scene.ask(.laneUndrain(lane, .because("later")))

        XCTAssertEqual(
            Array(turn.effects.prefix(2)),
            [
                event(sequence + 1, .laneOpened, scene, "lane vp.a opened"),
                answer(4, ["it takes work again"]),
            ]
        )
        XCTAssertEqual(turn.startedMissions, ["m2"])
        XCTAssertEqual(scene.lanes[lane]?.admission, .open)
        XCTAssertEqual(scene.lanes[lane]?.drainDeadlineAt, nil)
    }

    func testUndrainOfADrainedLaneStartsTheNextWorker() throws {
        var scene = Scene.ready(lane)
        scene.ask(.laneDrain(lane, .because("upgrade")))
        _ = scene.bury(lane)
        XCTAssertEqual(scene.lanes[lane]?.admission, .drained)

        let turn = scene.ask(.laneUndrain(lane, OperatorOptions()))

        XCTAssertEqual(turn.deeds.last, .spawnWorker(lane, 2))
    }

    func testLaneThatIsNotInTheConfigurationIsNotOpened() {
        var scene = Scene.ready(lane)
        scene.turn(.configurationLoaded(Scene.configuration([])))

        let turn = scene.ask(.laneUndrain(lane, .because("please")))

        XCTAssertEqual(
            turn.errors,
            [
                ControlError(
                    .refused,
                    .laneRemoved,
                    "lane vp.a is not in the configuration",
                    object: "vp.a",
                    hint: "add it and lanectl config reload"
                )
            ]
        )
        XCTAssertEqual(turn.writes, [])
    }

    // MARK: Restart

    func testRestartOfAnIdleLaneReplacesItsWorkerAtOnce() {
        var scene = Scene.ready(lane)
        let sequence = scene.events.count

        let turn = scene.ask(.laneRestart(lane, OperatorOptions()))

        XCTAssertEqual(
            turn.effects,
            [
                event(
                    sequence + 1,
                    .sessionRecovering,
                    scene,
                    "lane vp.a restarts: asked for"
                ),
                answer(1, ["its worker is replaced"]),
                .send(lane, 1, .shutdown),
            ]
        )
        XCTAssertEqual(scene.bury(lane).deeds.last, .spawnWorker(lane, 2))
    }

    func testRestartOfABusyLaneWaitsForItsRuns() {
        var scene = running()

        let turn = scene.ask(.laneRestart(lane, .because("upgrade")))

        XCTAssertEqual(turn.commands, [])
        XCTAssertEqual(turn.events.map(\.summary), ["lane vp.a restarts: upgrade"])
        XCTAssertEqual(
            scene.submit(.made("m2", .interactive)).starts,
            [],
            "nothing new starts meanwhile"
        )
        XCTAssertEqual(scene.end("m1.1", on: lane).commands.last, .shutdown)
    }

    func testForcedRestartInterruptsItsRuns() {
        var scene = running()

        let turn = scene.ask(.laneRestart(lane, .because("hangs", isForced: true)))

        XCTAssertEqual(
            turn.commands,
            [.cancelMission(runID: "m1.1", fence: 1, intent: .restart, isImmediate: false)]
        )
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["what runs (1) is interrupted, then its worker is replaced"]]
        )
        let end = scene.end("m1.1", on: lane, .interrupted, .operatorRequest)
        XCTAssertEqual(end.events.map(\.actor), [who])
        XCTAssertEqual(end.commands.last, .shutdown)
    }

    func testSecondRestartChangesNothingUnlessItIsTheFirstWithForce() {
        var scene = running()
        scene.ask(.laneRestart(lane, OperatorOptions()))

        let again = scene.ask(.laneRestart(lane, OperatorOptions()))
        XCTAssertEqual(
            again.effects,
            [answer(3, isChanged: false, ["its worker is being replaced already"])]
        )

        let forced = scene.ask(.laneRestart(lane, .because("hangs", isForced: true)))
        XCTAssertEqual(forced.commands.count, 1)
        XCTAssertEqual(forced.changes.map(\.isChanged), [true])
        let twice = scene.ask(.laneRestart(lane, .because("hangs", isForced: true)))
        XCTAssertEqual(twice.changes.map(\.isChanged), [false])
        XCTAssertEqual(twice.writes, [])
    }

    func testRestartWithoutAWorkerIsAReset() {
        var scene = parked()
        var other = scene

        let turn = scene.ask(.laneRestart(lane, OperatorOptions()))

        XCTAssertEqual(turn.changes.map(\.lines), [["it is started again"]])
        XCTAssertEqual(turn.effects, other.ask(.laneReset(lane, OperatorOptions())).effects)
    }

    // MARK: Reset

    func testResetOfAParkedLaneStartsIt() throws {
        var scene = parked()
        let sequence = scene.events.count

        let turn = scene.ask(.laneReset(lane, OperatorOptions()))

        var record = try XCTUnwrap(scene.lanes[lane])
        record.status = .recovering
        XCTAssertEqual(
            turn.effects,
            [
                event(
                    sequence + 1,
                    .laneRestored,
                    scene,
                    "start-up deaths of lane vp.a are forgotten by uid:1 (test)"
                ),
                answer(1, ["it is started again"]),
                .spawnWorker(lane, 2),
                .write(.saveLane(record)),
            ]
        )
    }

    func testResetOfALaneThatBacksOffEndsTheWait() {
        var scene = Scene.ready(lane)
        _ = scene.bury(lane)
        guard case .backingOff = scene.core.lanes[lane]?.worker.state else {
            return XCTFail("it does not back off")
        }

        let turn = scene.ask(.laneReset(lane, OperatorOptions()))

        XCTAssertEqual(turn.deeds.last, .spawnWorker(lane, 2))
        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(turn.changes.map(\.lines), [["it is started again"]])
        XCTAssertEqual(turn.eventTypes, [.sessionRecovering])
        XCTAssertEqual(turn.events.map(\.actor), [who])
    }

    func testResetOfALaneThatIsNotWantedStartsNothing() {
        var scene = parked()
        scene.ask(.laneDrain(lane, .because("upgrade")))

        let turn = scene.ask(.laneReset(lane, OperatorOptions()))

        XCTAssertEqual(turn.deeds.count, 1, "the answer")
        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(turn.changes.map(\.lines), [["its start-up deaths are forgotten"]])
    }

    func testResetOfAHealthyLaneOnlyForgets() {
        var scene = Scene.ready(lane)

        let turn = scene.ask(.laneReset(lane, OperatorOptions()))

        XCTAssertEqual(
            turn.effects,
            [answer(1, isChanged: false, ["its start-up deaths are forgotten"])]
        )
    }

    // MARK: Made

    private var plan: OperatorOptions { .because("test", isDryRun: true) }

    private func commands(to lane: LaneID) -> [ControlCommand] {
        [
            .lanePause(lane, .because("test")), .laneResume(lane, .because("test")),
            .laneDrain(lane, .because("test")), .laneUndrain(lane, .because("test")),
            .laneReroute(lane, RerouteOrder(to: "vp.b"), .because("test")),
            .laneReroute(lane, RerouteOrder(to: nil), .because("test")),
            .laneFlush(lane, nil, .because("test")),
            .laneRollout(lane, .set(.off), .because("test")),
            .laneRestart(lane, .because("test")), .laneReset(lane, .because("test")),
        ]
    }

    private func running() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        return scene
    }

    private func parked() -> Scene {
        var policy = LanePolicy()
        policy.restart.startupDeathCountMax = 1
        var scene = Scene.ready(lane, policy: policy)
        _ = scene.bury(lane)
        return scene
    }

    /// An operator's event of the lane.
    private func event(
        _ sequence: Int,
        _ type: EventType,
        _ scene: Scene,
        _ summary: String
    ) -> Effect {
        .write(
            .appendEvent(
                .made(sequence, type, at: scene.now.wall, by: who, summary) { event in
                    event.vpID = lane
                    event.reason = .operatorRequest
                }
            )
        )
    }

    /// The answer to the scene's request of this number.
    private func answer(_ request: Int64, isChanged: Bool = true, _ lines: [String]) -> Effect {
        .reply(
            ClientID(1),
            .number(request),
            .changed(
                Change(object: "vp.a", isChanged: isChanged, isDryRun: false, lines: lines)
            )
        )
    }
}

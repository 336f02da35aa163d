import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneRequestsTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    // MARK: Roles

    func testRoleIsAskedBeforeAnythingElse() {
        var scene = Scene.ready(lane)

        let refused = [
            scene.ask(.missionSubmit([.made("m1")], isDryRun: false), as: .viewer),
            scene.ask(.missionCancel("m1", OperatorOptions()), as: .submitter),
            scene.ask(.lanePause(lane, .because("x")), as: .submitter),
            scene.ask(.supervisorReexec, as: .viewer),
        ]

        XCTAssertEqual(
            refused.flatMap(\.errors).map(\.code),
            Array(repeating: .notPermitted, count: 4)
        )
        XCTAssertEqual(refused.flatMap(\.writes), [])
        XCTAssertEqual(refused.flatMap(\.deeds).count, 4, "the refusals alone")
    }

    // MARK: Cancel

    func testQueuedMissionIsCancelledAtOnce() {
        var scene = paused()
        scene.submit(.made("m1"))

        let turn = scene.ask(.missionCancel("m1", .because("not needed")))

        XCTAssertEqual(turn.eventTypes, [.missionCancelled])
        XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m1"]?.reason, .operatorRequest)
        XCTAssertEqual(scene.missions["m1"]?.endedBy, "uid:1 (test)")
        XCTAssertEqual(scene.missions["m1"]?.summary, "not needed")
        XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 0)
    }

    func testHeldMissionThatIsCancelledIsNotCountedAsHeldAnyMore() {
        var scene = paused()
        scene.submit(.made("m1") { $0.notBefore = .later(50) })

        scene.ask(.missionCancel("m1", OperatorOptions()))

        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
        XCTAssertEqual(scene.passAlive(seconds: 55, on: lane).events, [])
    }

    func testRunningMissionIsStoppedAndThenCancelled() {
        var scene = running()

        let turn = scene.ask(.missionCancel("m1", OperatorOptions()))
        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(turn.commands, [stop(scene, .cancel)])
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .cancel)
        XCTAssertEqual(scene.missions["m1"]?.phase, .stopping)

        let again = scene.ask(.missionCancel("m1", OperatorOptions()))
        XCTAssertEqual(again.changes.map(\.isChanged), [false])
        XCTAssertEqual(again.commands, [])

        let forced = scene.ask(.missionCancel("m1", .because("now", isForced: true)))
        XCTAssertEqual(forced.commands, [stop(scene, .cancel, isImmediate: true)])

        scene.end("m1.1", on: lane, .cancelled, .operatorRequest)
        XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m1"]?.endedBy, "uid:1 (test)")
    }

    func testCancelOfARunThatFailsByItselfIsNotLost() {
        for (outcome, reason) in [
            (AttemptOutcome.failed, ReasonCode.exitCode), (.deferred, .rateLimited),
            (.failed, .startTimedOut),
        ] {
            var scene = running()
            scene.ask(.missionCancel("m1", OperatorOptions()))

            let turn = scene.end("m1.1", on: lane, outcome, reason)

            XCTAssertEqual(turn.eventTypes, [.missionCancelled], reason.rawValue)
            XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .cancelled)
            XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
            XCTAssertEqual(scene.missions["m1"]?.reason, .operatorRequest)
            XCTAssertEqual(turn.starts, [])
        }
    }

    func testResultThatWasThereBeforeTheCancelStands() {
        var scene = running()
        scene.ask(.missionCancel("m1", OperatorOptions()))

        scene.end("m1.1", on: lane)

        XCTAssertEqual(scene.missions["m1"]?.status, .completed)
    }

    func testBlockedMissionIsCancelled() {
        var scene = running()
        let fence = scene.fence(of: "m1.1")
        scene.report(lane, .blocked(runID: "m1.1", fence: fence, question: "which one?"))

        let turn = scene.ask(.missionCancel("m1", OperatorOptions()))

        XCTAssertEqual(turn.commands, [stop(scene, .cancel)])
        XCTAssertEqual(scene.missions["m1"]?.status, .running)
    }

    func testCancelOfWhatIsOverChangesNothing() {
        var scene = running()
        scene.end("m1.1", on: lane)

        let turn = scene.ask(.missionCancel("m1", OperatorOptions()))

        XCTAssertEqual(turn.queries, [.cancelAfterEnd("m1", isDryRun: false)])
        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(
            scene.ask(.missionCancel("m9", OperatorOptions())).errors.map(\.reason),
            [.unknownMission]
        )
    }

    func testDryRunsChangeNothing() {
        var scene = running()

        let turns = [
            scene.ask(.missionCancel("m1", .because("x", isDryRun: true))),
            scene.ask(.missionRequeue("m1", .because("x", isDryRun: true))),
        ]

        XCTAssertEqual(turns.flatMap(\.changes).map(\.isDryRun), [true, true])
        XCTAssertEqual(turns.flatMap(\.writes), [])
        XCTAssertEqual(turns.flatMap(\.commands), [])
    }

    // MARK: Requeue

    func testRunningMissionIsStoppedAndQueuedAgain() {
        var scene = running()

        XCTAssertEqual(
            scene.ask(.missionRequeue("m1", OperatorOptions())).commands,
            [stop(scene, .requeue)]
        )
        let turn = scene.end("m1.1", on: lane, .interrupted, .operatorRequest)

        XCTAssertEqual(turn.eventTypes, [.missionInterrupted, .missionDispatched])
        XCTAssertEqual(turn.starts.map(\.attempt.number), [2])
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 0)
    }

    func testHeldMissionIsStartedAtOnce() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.notBefore = .later(50) })

        let turn = scene.ask(.missionRequeue("m1", OperatorOptions()))

        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
    }

    func testQueuedMissionIsQueuedAlready() {
        var scene = paused()
        scene.submit(.made("m1"))

        let turn = scene.ask(.missionRequeue("m1", OperatorOptions()))
        XCTAssertEqual(turn.changes.map(\.isChanged), [false])
        XCTAssertEqual(turn.writes, [])
        let plan = scene.ask(.missionRequeue("m1", .because("x", isDryRun: true)))
        XCTAssertEqual(plan.changes.map(\.isChanged), [false])
    }

    func testTerminalMissionIsNeverQueuedAgain() {
        var scene = running()
        scene.end("m1.1", on: lane)

        let turn = scene.ask(.missionRequeue("m1", OperatorOptions()))

        XCTAssertEqual(turn.errors.map(\.reason), [.missionTerminal])
        XCTAssertEqual(turn.errors.first?.hint, "lanectl submit --retry-of m1")
    }

    func testRunWhoseTreeDoesNotDieIsGivenUpByForce() {
        var scene = running()
        let fence = scene.fence(of: "m1.1")
        scene.report(lane, .treeNotDead(runID: "m1.1", fence: fence, processCount: 1))

        let turn = scene.ask(.missionRequeue("m1", .because("kernel bug", isForced: true)))

        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .interrupted)
        XCTAssertEqual(scene.attempts["m1.1"]?.reason, .treeNotDead)
        XCTAssertEqual(turn.startedMissions, ["m1"])
        XCTAssertGreaterThan(scene.fence(of: "m1.2"), fence)
        let late = scene.end("m1.1", on: lane)
        XCTAssertEqual(
            late.commands,
            [.acknowledge(runID: "m1.1", fence: fence, disposition: .duplicate)]
        )
        XCTAssertEqual(scene.missions["m1"]?.status, .running)
    }

    func testHealthyRunBesideOneThatDoesNotDieIsNotGivenUp() {
        var policy = LanePolicy()
        policy.slotCount = 4
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1") { $0.session = .fresh }, .made("m2") { $0.session = .fresh })
        scene.start("m1.1", on: lane)
        scene.start("m2.1", on: lane)
        let fence = scene.fence(of: "m1.1")
        scene.report(lane, .treeNotDead(runID: "m1.1", fence: fence, processCount: 1))

        let turn = scene.ask(.missionRequeue("m2", .because("hurry", isForced: true)))

        XCTAssertEqual(scene.attempts["m2.1"]?.outcome, nil)
        XCTAssertEqual(turn.commands.count, 1)
    }

    // MARK: Wait

    func testWaiterHearsTheEnd() {
        var scene = running()

        XCTAssertEqual(scene.ask(.missionWait("m1", timeoutMilliseconds: nil)).deeds, [])
        let turn = scene.end("m1.1", on: lane)

        XCTAssertEqual(turn.queries, [.mission("m1")])
        XCTAssertEqual(scene.core.waiters, [])
    }

    func testWaitEndsAtItsTimeout() {
        var scene = paused()
        scene.submit(.made("m1"))
        scene.ask(.missionWait("m1", timeoutMilliseconds: 500))

        XCTAssertEqual(scene.pass(.milliseconds(499)).replies, [])
        XCTAssertEqual(scene.pass(.milliseconds(1)).errors.map(\.code), [.waitTimedOut])
        XCTAssertEqual(scene.core.waiters, [])
    }

    func testClientThatLeftIsOwedNothing() {
        var scene = running()
        scene.ask(.missionWait("m1", timeoutMilliseconds: nil))

        scene.turn(.clientClosed(ClientID(1)))

        XCTAssertEqual(scene.end("m1.1", on: lane).queries, [])
    }

    func testWaitForWhatIsOverIsAnsweredAtOnce() {
        var scene = Scene.ready(lane)

        XCTAssertEqual(
            scene.ask(.missionWait("m9", timeoutMilliseconds: nil)).queries,
            [.mission("m9")]
        )
    }

    // MARK: Questions

    func testQuestionsAreAnsweredFromTheLedgerAfterTheTurn() {
        var scene = Scene.ready(lane)
        let table: [(ControlCommand, Query)] = [
            (.missionGet("m1"), .mission("m1")),
            (.missionList(MissionFilter()), .missions(MissionFilter())),
            (.missionWhy("m1"), .missionWhy("m1")),
            (.missionLogs(LogRequest(missionID: "m1")), .logs(LogRequest(missionID: "m1"))),
            (.laneList, .lanes),
            (.laneGet(lane), .lane(lane)),
            (.eventsSubscribe(EventFilter()), .events(EventFilter())),
            (.supervisorStatus, .status),
            (.configValidate, .validateConfiguration),
            (.supervisorBackup, .backup),
        ]

        for (command, query) in table {
            let turn = scene.ask(command)
            XCTAssertEqual(turn.queries, [query])
            XCTAssertEqual(turn.deeds.count, 1)
        }
        XCTAssertEqual(scene.ask(.laneGet("vp.x")).errors.map(\.reason), [.unknownLane])
        XCTAssertEqual(scene.ask(.laneWhy("vp.x")).errors.map(\.reason), [.unknownLane])
    }

    func testReexecIsCarriedOutAndAnsweredByTheWorld() {
        var scene = Scene.ready(lane)

        let turn = scene.ask(.supervisorReexec)

        XCTAssertEqual(turn.replies, [])
        guard case .replaceProgram(.some, .some)? = turn.deeds.last else {
            return XCTFail("\(turn.deeds)")
        }
        XCTAssertEqual(scene.turn(.replacementRequested).deeds, [.replaceProgram(nil, nil)])
    }

    func testStopIsNotForgottenByAReexec() {
        var scene = Scene.ready(lane)
        scene.turn(.stopRequested)

        let turn = scene.ask(.supervisorReexec)

        XCTAssertEqual(turn.errors.map(\.code), [.conflict])
        XCTAssertEqual(turn.errors.map(\.reason), [.supervisorStopping])
        XCTAssertEqual(turn.deeds.count, 1, "only the answer")
        XCTAssertEqual(scene.turn(.replacementRequested).deeds, [])
    }

    // MARK: Made

    private func paused() -> Scene {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("test")))
        return scene
    }

    private func running() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        return scene
    }

    private func stop(
        _ scene: Scene,
        _ intent: StopIntent,
        isImmediate: Bool = false
    ) -> LaneCommand {
        .cancelMission(
            runID: "m1.1",
            fence: scene.fence(of: "m1.1"),
            intent: intent,
            isImmediate: isImmediate
        )
    }
}

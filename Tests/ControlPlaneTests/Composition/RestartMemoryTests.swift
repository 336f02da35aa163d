import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// What a supervisor knew of a run, its successor knows from the ledger.
final class RestartMemoryTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testWhoCancelledIsNamedThoughTheSupervisorDied() {
        var first = running()
        let cancel = first.ask(.missionCancel("m1", .because("enough")))
        XCTAssertEqual(first.attempts["m1.1"]?.stoppedBy, "uid:1 (test)")
        XCTAssertEqual(cancel.commands.count, 1)

        var next = successor(of: first)
        let adopted = adopt(&next, phase: .stopping)
        let end = next.end("m1.1", on: lane, .cancelled, .operatorRequest)

        XCTAssertEqual(adopted.commands, cancel.commands)
        XCTAssertEqual(end.events.map(\.type), [.missionCancelled])
        XCTAssertEqual(end.events.map(\.actor), ["uid:1 (test)"])
    }

    func testRuleThatStopsARunIsNobody() {
        var scene = running { $0.budget.maxRuntimeSeconds = 5 }

        scene.passAlive(seconds: 5, on: lane)

        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .runtimeBudget)
        XCTAssertEqual(scene.attempts["m1.1"]?.stoppedBy, nil)
    }

    func testTimeThatARunWasBlockedIsNotCountedAfterARestart() {
        var first = running { $0.budget.maxRuntimeSeconds = 60 }
        first.report(lane, .blocked(runID: "m1.1", fence: 1, question: "may I?"))
        first.passAlive(seconds: 40, on: lane)
        let unblocked = first.report(lane, .unblocked(runID: "m1.1", fence: 1))
        XCTAssertEqual(first.attempts["m1.1"]?.blockedMilliseconds, 40_001)
        XCTAssertEqual(unblocked.eventTypes, [.missionUnblocked])

        var next = successor(of: first)
        adopt(&next, phase: .executing)
        let quiet = next.passAlive(seconds: 59, on: lane)
        let stopped = next.passAlive(seconds: 1, on: lane)

        XCTAssertEqual(quiet.commands, [])
        XCTAssertEqual(stopped.commands, [stop(.runtimeBudget)])
    }

    func testQuestionIsAsOldAsItWasBeforeARestart() {
        var policy = LanePolicy()
        policy.answerTimeoutSeconds = 30
        var first = running(policy: policy) { _ in }
        first.report(lane, .blocked(runID: "m1.1", fence: 1, question: "may I?"))
        XCTAssertEqual(first.attempts["m1.1"]?.blockedAt, first.now.wall)
        first.passAlive(seconds: 20, on: lane)

        var next = successor(of: first, policy: policy)
        adopt(&next, phase: .executing)
        let quiet = next.passAlive(seconds: 9, on: lane)
        let stopped = next.passAlive(seconds: 1, on: lane)

        XCTAssertEqual(quiet.commands, [])
        XCTAssertEqual(stopped.commands, [stop(.answerTimeout)])
    }

    func testSurvivorsOfSIGKILLStayKnownThoughTheSupervisorDied() {
        let first = stubborn()

        var next = successor(of: first)
        let adopted = adopt(&next, phase: .stopping)
        let told = next.report(lane, .treeNotDead(runID: "m1.1", fence: 1, processCount: 2))
        let forced = next.ask(.missionRequeue("m1", .because("bug", isForced: true)))

        XCTAssertEqual(adopted.eventTypes, [.laneAdopted, .supervisorReady])
        XCTAssertEqual(told.eventTypes, [], "the incident is open already")
        XCTAssertEqual(forced.eventTypes.prefix(2), [.missionInterrupted, .incidentClosed])
    }

    func testLaneOfSurvivorsIsDegradedUntilItIsHeardOfThem() {
        let first = stubborn()

        var next = successor(of: first)
        adopt(&next, phase: .stopping)
        XCTAssertEqual(next.lanes[lane]?.degradedCause, .treeNotDead)
        let end = next.end("m1.1", on: lane)

        XCTAssertEqual(end.eventTypes, [.missionCompleted, .incidentClosed, .sessionRecovered])
        XCTAssertEqual(next.lanes[lane]?.degradedCause, nil)
    }

    func testSurvivorsOfADeadWorkerAreOneIncident() {
        let first = stubborn()

        var next = successor(of: first)
        next.boot()
        next.turn(.workerMissing(lane))
        let survived = next.turn(.treesNotDead(lane, 1, processCount: 2))
        let gone = next.turn(.treesGone(lane, 1))

        XCTAssertEqual(survived.eventTypes, [])
        XCTAssertEqual(gone.eventTypes, [.incidentClosed])
        XCTAssertEqual(next.lanes[lane]?.degradedCause, nil)
    }

    // MARK: Made

    /// The tree of a run that ended by itself survives SIGKILL.
    private func stubborn() -> Scene {
        var scene = running()
        scene.report(
            lane,
            .phaseChanged(runID: "m1.1", fence: 1, phase: .stopping),
            .treeNotDead(runID: "m1.1", fence: 1, processCount: 2)
        )
        return scene
    }

    private func running(
        policy: LanePolicy = LanePolicy(),
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> Scene {
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1", .background, on: nil, change))
        scene.start("m1.1", on: lane)
        return scene
    }

    /// A supervisor that starts where another one died, at the same time.
    private func successor(of first: Scene, policy: LanePolicy = LanePolicy()) -> Scene {
        var state = RecoveredState(epoch: Epoch(2))
        state.lastFence = 1
        state.lanes = [first.lanes[lane]].compactMap { $0 }
        if let mission = first.core.missions["m1"] {
            state.missions = [
                .init(
                    envelope: mission.envelope,
                    digest: mission.digest,
                    state: mission.state,
                    attempt: first.attempts["m1.1"]
                )
            ]
        }
        return Scene(
            Scene.configuration([lane], policy: policy),
            recovered: state,
            at: first.now
        )
    }

    @discardableResult
    private func adopt(_ scene: inout Scene, phase: RunPhase) -> Turn {
        scene.boot()
        scene.turn(.workerFound(lane, 1, Scene.identity(of: 1)), after: .zero)
        return scene.hello(lane, runs: [RunPresence(runID: "m1.1", fence: 1, phase: phase)])
    }

    private func stop(_ intent: StopIntent) -> LaneCommand {
        .cancelMission(runID: "m1.1", fence: 1, intent: intent, isImmediate: false)
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// What an operator gives up alive is not called gone, and is killed wherever it is found.
final class GivenUpRunTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testIncidentThatEndsByForceDoesNotSayThatProcessesAreGone() {
        var scene = stubborn()

        let turn = giveUp(&scene)

        XCTAssertEqual(
            turn.events.filter { $0.type == .incidentClosed }.map(\.summary),
            ["lane vp.a: the processes of m1.1 were given up alive; they are killed on"]
        )
        XCTAssertEqual(turn.savedLanes.last?.givenUpRuns, ["m1.1"])
    }

    func testTheyAreEndedBeforeTheNextWorkerStarts() {
        var scene = stubborn()
        giveUp(&scene)

        let exited = scene.turn(.workerExited(lane, 1, .signal(9)))

        XCTAssertEqual(exited.deeds, [.endTrees(lane, 1, ["m1.2", "m1.1"])])
    }

    func testProofOfTheirEndIsNoted() {
        var scene = stubborn()
        giveUp(&scene)

        _ = scene.bury(lane)

        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, [])
    }

    func testTheyDegradeTheLaneAgainWhereTheySurviveItsWorker() {
        var scene = stubborn()
        giveUp(&scene)
        scene.turn(.workerExited(lane, 1, .signal(9)))

        let turn = scene.turn(.treesNotDead(lane, 1, processCount: 1))

        XCTAssertEqual(turn.eventTypes, [.incidentOpened, .sessionDegraded])
        XCTAssertEqual(scene.lanes[lane]?.degradedCause, .treeNotDead)
        XCTAssertEqual(scene.turn(.treesGone(lane, 1)).deeds, [.takeLock(lane, 1)])
        XCTAssertEqual(scene.lanes[lane]?.degradedCause, nil)
    }

    func testSupervisorThatFindsNoWorkerEndsThemToo() {
        var state = RecoveredState(epoch: Epoch(2))
        var record = LaneRecord(vpID: lane, sessionID: "s1", createdAt: .later(-90))
        record.generation = 4
        record.givenUpRuns = ["m1.1"]
        state.lanes = [record]
        var scene = Scene(Scene.configuration([lane]), recovered: state)
        scene.boot()

        XCTAssertEqual(
            scene.turn(.workerMissing(lane)).effects,
            [.endTrees(lane, 4, ["m1.1"])]
        )
        XCTAssertEqual(scene.turn(.treesGone(lane, 4)).savedLanes.map(\.givenUpRuns), [[]])
    }

    func testLateResultProvesThem() {
        var scene = stubborn()
        giveUp(&scene)

        let turn = scene.end("m1.1", on: lane, .interrupted, .operatorRequest)

        XCTAssertEqual(
            turn.deeds,
            [.send(lane, 1, .acknowledge(runID: "m1.1", fence: 1, disposition: .duplicate))]
        )
        XCTAssertEqual(turn.savedLanes.map(\.givenUpRuns), [[]])
    }

    func testWorkerThatDoesNotKnowThemHasProvedThem() {
        var scene = stubborn()
        giveUp(&scene)
        scene.turn(.linkClosed(lane, 1))

        let other = RunPresence(runID: "m1.2", fence: 2, phase: .starting)
        scene.hello(lane, runs: [other])

        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, [])
    }

    func testWorkerThatStillHasThemIsToldToKillThem() {
        var scene = stubborn()
        giveUp(&scene)
        scene.turn(.linkClosed(lane, 1))

        let turn = scene.hello(
            lane,
            runs: [
                RunPresence(runID: "m1.1", fence: 1, phase: .stopping),
                RunPresence(runID: "m1.2", fence: 2, phase: .starting),
            ]
        )

        let kill = LaneCommand.cancelMission(
            runID: "m1.1",
            fence: 1,
            intent: .requeue,
            isImmediate: true
        )
        XCTAssertEqual(turn.commands, [kill])
        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, ["m1.1"])
    }

    func testOldNewsOfGoneTreesProvesNothing() {
        var scene = stubborn()
        giveUp(&scene)

        let turn = scene.turn(.treesGone(lane, 1))

        XCTAssertEqual(turn.effects, [])
        XCTAssertEqual(scene.core.staleEventCount, 1)
        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, ["m1.1"])
    }

    func testCancelledMissionThatIsGivenUpStaysCancelled() {
        var scene = stubborn()
        scene.ask(.missionCancel("m1", .because("enough")))

        let turn = giveUp(&scene)

        XCTAssertEqual(turn.starts, [])
        XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .cancelled)
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["its run is given up with its processes alive; it is cancelled"]]
        )
        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, ["m1.1"])
    }

    // MARK: Made

    /// A run of which a process survives SIGKILL.
    private func stubborn() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.report(lane, .treeNotDead(runID: "m1.1", fence: 1, processCount: 1))
        return scene
    }

    @discardableResult
    private func giveUp(_ scene: inout Scene) -> Turn {
        scene.ask(.missionRequeue("m1", .because("kernel bug", isForced: true)))
    }
}

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
            [
                "lane vp.a: the processes of m1.1 (session 99) were given up alive;"
                    + " they are killed on"
            ]
        )
        XCTAssertEqual(turn.savedLanes.last?.givenUpRuns, [remains(scene)])
    }

    func testTheyAreEndedBeforeTheNextWorkerStarts() {
        var scene = stubborn()
        giveUp(&scene)

        let exited = scene.turn(.workerExited(lane, 1, .signal(9)))

        XCTAssertEqual(exited.deeds, [.endTrees(lane, 1, ["m1.2", remains(scene)])])
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

    func testTheirLeaderIsLookedForUnlessTheHostWasRestartedSince() {
        let known = RunRemains(runID: "m1.1", leader: ProcessIdentity(pid: 99, startTicks: 1))
        for isHostRestarted in [false, true] {
            var state = RecoveredState(epoch: Epoch(2))
            var record = LaneRecord(vpID: lane, sessionID: "s1", createdAt: .later(-90))
            record.generation = 4
            record.givenUpRuns = [known]
            state.lanes = [record]
            state.isHostRestarted = isHostRestarted
            var scene = Scene(Scene.configuration([lane]), recovered: state)
            scene.boot()

            let turn = scene.turn(.workerMissing(lane))

            XCTAssertEqual(turn.deeds, [.endTrees(lane, 4, [isHostRestarted ? "m1.1" : known])])
        }
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
        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, [remains(scene)])
    }

    func testOldNewsOfGoneTreesProvesNothing() {
        var scene = stubborn()
        giveUp(&scene)

        let turn = scene.turn(.treesGone(lane, 1))

        XCTAssertEqual(turn.effects, [])
        XCTAssertEqual(scene.core.staleEventCount, 1)
        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, [remains(scene)])
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
        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns, [remains(scene)])
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

    /// What the given up run has left.
    private func remains(_ scene: Scene) -> RunRemains {
        RunRemains(runID: "m1.1", leader: scene.attempts["m1.1"]?.leader)
    }

    @discardableResult
    private func giveUp(_ scene: inout Scene) -> Turn {
        scene.ask(.missionRequeue("m1", .because("kernel bug", isForced: true)))
    }
}

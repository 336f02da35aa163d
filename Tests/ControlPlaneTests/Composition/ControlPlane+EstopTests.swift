import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneEstopTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"

    func testNothingStartsAndWhatRunsIsInterrupted() {
        var scene = busy()

        let turn = scene.ask(.supervisorEstop(.because("runaway")))

        XCTAssertEqual(
            turn.commands,
            ["m1.1", "m2.1"].map { stop($0, isImmediate: false, scene) }
        )
        XCTAssertEqual(turn.eventTypes, [.supervisorEstopped])
        XCTAssertEqual(turn.events.first?.payload, ["runs": .integer(2)])
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [
                [
                    "nothing starts until lanectl supervisor thaw",
                    "what runs (2) is interrupted and queued again, free of charge",
                ]
            ]
        )
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .estop)
        XCTAssertEqual(scene.attempts["m1.1"]?.stoppedBy, "uid:1 (test)")
        XCTAssertEqual(scene.estop?.reason, "runaway")

        scene.end("m1.1", on: a, .interrupted, .emergencyStop)
        let end = scene.end("m2.1", on: b, .interrupted, .emergencyStop)
        scene.submit(.made("m3"))

        XCTAssertEqual(end.startedMissions, [])
        for id in ["m1", "m2", "m3"] as [MissionID] {
            XCTAssertEqual(scene.missions[id]?.status, .queued)
            XCTAssertEqual(scene.missions[id]?.failureCount, 0)
            let why = scene.core.explain(id, at: scene.now)
            XCTAssertEqual(why?.reason, .emergencyStop)
            XCTAssertEqual(why?.summary, "all work was stopped by uid:1 (test): runaway")
            XCTAssertEqual(why?.remedy, "lanectl supervisor thaw")
        }
        XCTAssertEqual(scene.core.explain(a, at: scene.now)?.reason, .emergencyStop)
        XCTAssertEqual(scene.core.status(at: scene.now).estop, scene.estop)
    }

    func testThawStartsWhatWaits() {
        var scene = busy()
        scene.ask(.supervisorEstop(.because("runaway")))
        scene.end("m1.1", on: a, .interrupted, .emergencyStop)
        scene.end("m2.1", on: b, .interrupted, .emergencyStop)

        let turn = scene.ask(.supervisorThaw(OperatorOptions()))

        XCTAssertEqual(turn.startedMissions, ["m1", "m2"])
        XCTAssertEqual(turn.eventTypes.first, .supervisorThawed)
        XCTAssertNil(scene.estop)
    }

    func testSecondEstopChangesNothingAndKeepsTheFirstReason() {
        var scene = busy()
        scene.ask(.supervisorEstop(.because("runaway")))

        let turn = scene.ask(.supervisorEstop(.because("again")))

        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["uid:1 (test) stopped all work already: runaway"]]
        )
        XCTAssertEqual(scene.estop?.reason, "runaway")
    }

    func testForcedEstopKillsWhatIsStillBeingStopped() {
        var scene = busy()
        scene.ask(.supervisorEstop(.because("runaway")))
        var options = OperatorOptions.because("now")
        options.isForced = true

        let turn = scene.ask(.supervisorEstop(options))
        let third = scene.ask(.supervisorEstop(options))

        XCTAssertEqual(
            turn.commands,
            ["m1.1", "m2.1"].map { stop($0, isImmediate: true, scene) }
        )
        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(third.writes, [])
    }

    func testEstopAndThawAreRefusedOrEmptyWhereThereIsNothingToDo() {
        var scene = busy()

        let bare = scene.ask(.supervisorEstop(OperatorOptions()))
        let thaw = scene.ask(.supervisorThaw(OperatorOptions()))
        let plan = scene.ask(.supervisorEstop(.because("runaway", isDryRun: true)))

        XCTAssertEqual(bare.errors.map(\.reason), [.reasonRequired])
        XCTAssertEqual(thaw.changes.map(\.isChanged), [false])
        XCTAssertEqual(plan.changes.map(\.isChanged), [true])
        XCTAssertEqual(bare.writes + thaw.writes + plan.writes, [])
    }

    func testCancelStandsAgainstAnEstop() {
        var scene = busy()
        scene.ask(.supervisorEstop(.because("runaway")))
        scene.ask(.missionCancel("m1", .because("this one")))

        scene.end("m1.1", on: a, .interrupted, .emergencyStop)

        XCTAssertEqual(scene.missions["m1"]?.status, .cancelled)
    }

    func testEstopSurvivesTheSupervisor() {
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.estop = OperatorChange(actor: "uid:7", reason: "runaway", at: .later(-5))
        recovered.lanes = [LaneRecord(vpID: a, sessionID: "s1", createdAt: .later(-9))]
        var scene = Scene(Scene.configuration([a]), recovered: recovered)
        scene.boot()
        scene.makeReady(a)

        let submit = scene.submit(.made("m1"))
        let thaw = scene.ask(.supervisorThaw(OperatorOptions()))

        XCTAssertEqual(submit.startedMissions, [])
        XCTAssertEqual(thaw.startedMissions, ["m1"])
    }

    /// Two lanes, each with a run.
    private func busy() -> Scene {
        var scene = Scene.ready(a, b)
        scene.submit(.made("m1") { $0.vpID = a })
        scene.submit(.made("m2") { $0.vpID = b })
        return scene
    }

    private func stop(_ run: RunID, isImmediate: Bool, _ scene: Scene) -> LaneCommand {
        .cancelMission(
            runID: run,
            fence: scene.fence(of: run),
            intent: .estop,
            isImmediate: isImmediate
        )
    }
}

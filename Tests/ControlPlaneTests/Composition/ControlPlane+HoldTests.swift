import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneHoldTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testHeldMissionDoesNotStartUntilItIsReleased() throws {
        var scene = waiting("m1", "m2")

        let hold = scene.ask(.missionHold("m1", .because("not before the release")))
        let resume = scene.ask(.laneResume(lane, .because("go")))

        XCTAssertEqual(hold.eventTypes, [.missionHeld])
        XCTAssertEqual(hold.events.map(\.actor), ["uid:1 (test)"])
        XCTAssertEqual(resume.startedMissions, ["m2"])
        let why = try XCTUnwrap(scene.core.explain("m1" as MissionID, at: scene.now))
        XCTAssertEqual(why.reason, .missionHeld)
        XCTAssertEqual(why.summary, "held by uid:1 (test): not before the release")
        XCTAssertEqual(why.remedy, "lanectl mission release m1")

        scene.end("m2.1", on: lane)
        let release = scene.ask(.missionRelease("m1", OperatorOptions()))

        XCTAssertEqual(release.eventTypes, [.missionQueued, .missionDispatched])
        XCTAssertEqual(release.startedMissions, ["m1"])
        XCTAssertNil(scene.missions["m1"]?.hold)
    }

    func testReleasedMissionKeepsItsAge() {
        var scene = waiting("m1", "m2")
        let before = scene.missions["m1"]

        scene.ask(.missionHold("m1", .because("wait")))
        scene.pass(.seconds(9))
        scene.ask(.missionRelease("m1", OperatorOptions()))

        XCTAssertEqual(scene.missions["m1"], before)
        XCTAssertEqual(
            scene.ask(.laneResume(lane, .because("go"))).startedMissions.first,
            "m1"
        )
    }

    func testHoldOutlastsTheTimeThatTheMissionWaitsFor() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.notBefore = scene.now.wall + .seconds(5) })
        scene.ask(.missionHold("m1", .because("wait")))

        let quiet = scene.passAlive(seconds: 6, on: lane)
        let release = scene.ask(.missionRelease("m1", OperatorOptions()))

        XCTAssertEqual(quiet.startedMissions, [])
        XCTAssertEqual(release.startedMissions, ["m1"])
    }

    func testReleasedMissionWaitsForItsTime() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.notBefore = scene.now.wall + .seconds(5) })
        scene.ask(.missionHold("m1", .because("wait")))
        scene.ask(.missionRelease("m1", OperatorOptions()))

        XCTAssertEqual(scene.passAlive(seconds: 4, on: lane).startedMissions, [])
        XCTAssertEqual(scene.passAlive(seconds: 1, on: lane).startedMissions, ["m1"])
    }

    func testRequeueEndsTheWaitButNotTheHold() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.notBefore = scene.now.wall + .seconds(5) })
        scene.ask(.missionHold("m1", .because("wait")))

        let turn = scene.ask(.missionRequeue("m1", OperatorOptions()))

        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["its wait is over; it starts when an operator releases it"]]
        )
        XCTAssertEqual(turn.startedMissions, [])
        XCTAssertNotNil(scene.missions["m1"]?.hold)
    }

    func testHoldSurvivesTheSupervisor() throws {
        var first = waiting("m1")
        first.ask(.missionHold("m1", .because("wait")))
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = [LaneRecord(vpID: lane, sessionID: "s1", createdAt: .later(-9))]
        recovered.missions = [
            RecoveredState.Mission(
                envelope: .made("m1"),
                digest: "d",
                state: try XCTUnwrap(first.missions["m1"]),
                attempt: nil
            )
        ]

        var next = Scene(Scene.configuration([lane]), recovered: recovered)
        next.boot()
        next.makeReady(lane)

        XCTAssertEqual(next.pass(.seconds(1)).startedMissions, [])
        XCTAssertEqual(
            next.ask(.missionRelease("m1", OperatorOptions())).startedMissions,
            ["m1"]
        )
    }

    func testSecondHoldAndSecondReleaseChangeNothing() {
        var scene = waiting("m1")
        scene.ask(.missionHold("m1", .because("wait")))

        let again = scene.ask(.missionHold("m1", .because("another reason")))
        XCTAssertEqual(again.writes, [])
        XCTAssertEqual(again.changes.map(\.isChanged), [false])
        XCTAssertEqual(scene.missions["m1"]?.hold?.reason, "wait")

        scene.ask(.missionRelease("m1", OperatorOptions()))
        let twice = scene.ask(.missionRelease("m1", OperatorOptions()))
        XCTAssertEqual(twice.writes, [])
        XCTAssertEqual(twice.changes.map(\.lines), [["nobody holds it"]])
    }

    func testDryRunChangesNothing() {
        var scene = waiting("m1")

        let plan = scene.ask(.missionHold("m1", .because("wait", isDryRun: true)))

        XCTAssertEqual(plan.writes, [])
        XCTAssertEqual(plan.changes.map(\.isChanged), [true])
    }

    func testWhatRunsIsNotHeldAndTheHintSaysWhatToDo() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))

        let turn = scene.ask(.missionHold("m1", .because("wait")))

        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(turn.errors.map(\.code), [.conflict])
        XCTAssertEqual(turn.errors.map(\.reason), [.wrongState])
        XCTAssertEqual(
            turn.errors.first?.hint,
            "lanectl lane pause vp.a, lanectl mission requeue m1, then hold it"
        )
    }

    func testHeldMissionIsMovedCancelledAndFlushedLikeAnother() {
        var scene = Scene.ready(lane, "vp.b")
        scene.ask(.lanePause(lane, .because("test")))
        scene.ask(.lanePause("vp.b", .because("test")))
        for id in ["m1", "m2", "m3"] as [MissionID] {
            scene.submit(.made(id))
            scene.ask(.missionHold(id, .because("wait")))
        }
        scene.ask(.laneResume("vp.b", OperatorOptions()))

        for id in ["m1", "m2", "m3"] as [MissionID] {
            scene.ask(.missionMove(id, to: "vp.b", .because("there")))
            XCTAssertNotNil(scene.missions[id]?.hold)
        }
        scene.ask(.missionCancel("m1", OperatorOptions()))
        scene.ask(.laneFlush("vp.b", nil, .because("flush")))

        for id in ["m1", "m2", "m3"] as [MissionID] {
            XCTAssertEqual(scene.missions[id]?.status, .cancelled)
            XCTAssertEqual(scene.missions[id]?.assignedVPID, "vp.b")
            XCTAssertNil(scene.missions[id]?.hold)
        }
        XCTAssertEqual(scene.core.lanes["vp.b"]?.openCount, 0)
        XCTAssertEqual(scene.core.lanes[lane]?.openCount, 0)
    }

    /// Missions that wait because their lane is paused.
    private func waiting(_ missions: MissionID...) -> Scene {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0
        var scene = Scene.ready(lane, policy: policy)
        scene.ask(.lanePause(lane, .because("test")))
        for id in missions { scene.submit(.made(id)) }
        return scene
    }
}

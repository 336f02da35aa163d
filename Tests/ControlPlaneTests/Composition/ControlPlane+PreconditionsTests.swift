import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlanePreconditionsTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testCommandsThatKeepWorkFromRunningRequireAReason() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        let none = OperatorOptions()
        var forced = OperatorOptions()
        forced.isForced = true

        for (command, what) in [
            (ControlCommand.lanePause(lane, none), "pause"),
            (.laneDrain(lane, none), "drain"),
            (.laneReroute(lane, RerouteOrder(to: "vp.b"), none), "reroute"),
            (.laneFlush(lane, nil, none), "flush"),
            (.laneRollout(lane, .set(.on), none), "a change of rollout"),
            (.laneRestart(lane, forced), "a forced restart"),
            (.missionHold("m1", none), "hold"),
            (.missionMove("m1", to: "vp.b", none), "move"),
            (.missionCancel("m1", forced), "a forced cancel"),
            (.missionRequeue("m1", forced), "a forced requeue"),
            (.supervisorEstop(none), "estop"),
        ] {
            let turn = scene.ask(command)

            XCTAssertEqual(turn.effects.count, 1, "nothing but the refusal")
            XCTAssertEqual(
                turn.errors,
                [
                    ControlError(
                        .usage,
                        .reasonRequired,
                        "\(what) requires a reason",
                        hint: "--reason 'why'"
                    )
                ]
            )
        }
    }

    func testMissionThatHasEndedIsNotMovedHeldOrQueuedAgain() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.end("m1.1", on: lane)
        let options = OperatorOptions.because("late")

        for command in [
            ControlCommand.missionHold("m1", options), .missionRelease("m1", options),
            .missionRequeue("m1", options), .missionMove("m1", to: lane, options),
        ] {
            let turn = scene.ask(command)

            XCTAssertEqual(turn.effects.count, 1, "nothing but the refusal")
            XCTAssertEqual(turn.errors.map(\.reason), [.missionTerminal], "\(command)")
        }
    }
}

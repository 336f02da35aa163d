import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// An operator's second drain does what it says, and says what it does.
final class DrainDeadlineTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testRepeatedDrainChangesNothing() {
        var scene = draining(within: 60)
        let deadline = scene.now.wall + .seconds(60)
        scene.passAlive(seconds: 5, on: lane)

        let turn = scene.ask(.laneDrain(lane, .because("again")))

        XCTAssertEqual(turn.effects, [answer(turn, false, ["it is draining or drained already"])])
        XCTAssertEqual(scene.lanes[lane]?.drainDeadlineAt, deadline)
        XCTAssertEqual(scene.lanes[lane]?.drainChange?.reason, "disk")
    }

    func testGivenDeadlineMovesADrainThatIsUnderWay() {
        var scene = draining(within: 60)

        let turn = scene.ask(.laneDrain(lane, .because("hurry", deadlineSeconds: 20)))

        let line = "it takes no new work; 1 running, which may end within 20 s"
        XCTAssertEqual(turn.deeds, [answer(turn, true, [line])])
        XCTAssertEqual(
            turn.events.map(\.summary),
            ["lane vp.a drains, 20 s at most: hurry"]
        )
        XCTAssertEqual(turn.savedLanes.map(\.drainDeadlineAt), [scene.now.wall + .seconds(20)])
        XCTAssertEqual(turn.savedLanes.map(\.drainChange?.reason), ["hurry"])
    }

    func testMovedDeadlineIsTheOneThatEndsTheRun() {
        var scene = draining(within: 60)
        scene.ask(.laneDrain(lane, .because("hurry", deadlineSeconds: 20)))

        let quiet = scene.passAlive(seconds: 9, on: lane)
        let stopped = scene.passAlive(seconds: 1, on: lane)

        XCTAssertEqual(quiet.commands, [])
        let stop = LaneCommand.cancelMission(
            runID: "m1.1",
            fence: 1,
            intent: .drain,
            isImmediate: false
        )
        XCTAssertEqual(stopped.commands, [stop], "SIGTERM has the profile's 10 s")
    }

    func testDrainedLaneHasNoDeadlineToMove() {
        var scene = Scene.ready(lane)
        scene.ask(.laneDrain(lane, .because("disk")))
        _ = scene.bury(lane)
        XCTAssertEqual(scene.lanes[lane]?.admission, .drained)

        let turn = scene.ask(.laneDrain(lane, .because("hurry", deadlineSeconds: 20)))

        XCTAssertEqual(turn.effects, [answer(turn, false, ["it is draining or drained already"])])
    }

    // MARK: Made

    private func draining(within seconds: UInt64) -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.ask(.laneDrain(lane, .because("disk", deadlineSeconds: seconds)))
        return scene
    }

    /// The one answer of a turn, with this content.
    private func answer(_ turn: Turn, _ isChanged: Bool, _ lines: [String]) -> Effect {
        var id = RequestID.number(0)
        for case .reply(_, let requestID, _) in turn.effects { id = requestID }
        let change = Change(
            object: "vp.a",
            isChanged: isChanged,
            isDryRun: false,
            lines: lines
        )
        return .reply(ClientID(1), id, .changed(change))
    }
}

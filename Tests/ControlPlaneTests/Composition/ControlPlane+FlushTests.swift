import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneFlushTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testDryRunCountsByClassAndChangesNothing() {
        var scene = busy()

        let turn = scene.ask(.laneFlush(lane, nil, .because("runaway", isDryRun: true)))

        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(
            turn.changes,
            [
                Change(
                    object: "vp.a",
                    isChanged: true,
                    isDryRun: true,
                    lines: [
                        "cancels 2 background, 0 deadline, 1 interactive",
                        "what runs (2) goes on",
                    ]
                )
            ]
        )
    }

    func testWhatWaitsIsCancelledAndWhatRunsGoesOn() throws {
        var scene = busy()

        let turn = scene.ask(.laneFlush(lane, nil, .because("runaway")))

        XCTAssertEqual(turn.commands, [])
        for id in ["m1", "m2"] as [MissionID] {
            XCTAssertEqual(scene.missions[id]?.status, .running)
        }
        for id in ["m3", "m4", "m5"] as [MissionID] {
            let state = try XCTUnwrap(scene.missions[id])
            XCTAssertEqual(state.status, .cancelled)
            XCTAssertEqual(state.reason, .operatorRequest)
            XCTAssertEqual(state.endedBy, "uid:1 (test)")
            XCTAssertEqual(state.summary, "runaway")
        }
        XCTAssertEqual(scene.core.lanes[lane]?.openCount, 2)
        XCTAssertEqual(
            turn.eventTypes,
            [.laneFlushed, .missionCancelled, .missionCancelled, .missionCancelled]
        )
        XCTAssertEqual(
            turn.events[0].payload,
            [
                "background": .integer(2), "deadline": .integer(0), "interactive": .integer(1),
                "missions": .array([.string("m3"), .string("m4"), .string("m5")]),
            ]
        )
    }

    func testSecondRunIsANoOp() {
        var scene = busy()
        scene.ask(.laneFlush(lane, nil, .because("runaway")))

        let turn = scene.ask(.laneFlush(lane, nil, .because("runaway")))

        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(turn.changes.map(\.isChanged), [false])
    }

    func testOnlyTheClassThatIsNamedIsCancelled() {
        var scene = busy()

        scene.ask(.laneFlush(lane, .interactive, .because("runaway")))

        XCTAssertEqual(scene.missions["m3"]?.status, .queued)
        XCTAssertEqual(scene.missions["m4"]?.status, .cancelled)
        XCTAssertEqual(scene.missions["m5"]?.status, .queued)
    }

    func testRetiredLaneIsFlushedToo() {
        var scene = busy()
        scene.turn(.configurationLoaded(Scene.configuration([])))

        scene.ask(.laneFlush(lane, nil, .because("removed")))

        XCTAssertEqual(scene.missions["m3"]?.status, .cancelled)
    }

    /// Two run; a background and an interactive one wait, and a third for its time.
    private func busy() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.submit(.made("m2", .interactive))
        scene.submit(.made("m3"))
        scene.submit(.made("m4", .interactive))
        scene.submit(.made("m5") { $0.notBefore = scene.now.wall + .seconds(60) })
        return scene
    }
}

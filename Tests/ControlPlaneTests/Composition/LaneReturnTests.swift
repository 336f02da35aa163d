import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// A lane that leaves the configuration and returns is as an operator left it.
final class LaneReturnTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testReturnedLaneTakesWork() {
        var scene = Scene.ready(lane)
        remove(&scene)

        let turn = restore(&scene)

        XCTAssertEqual(turn.deeds, [.spawnWorker(lane, 2)])
        XCTAssertEqual(turn.eventTypes, [.laneOpened])
        XCTAssertEqual(scene.lanes[lane]?.admission, .open)
        XCTAssertEqual(scene.lanes[lane]?.drainDeadlineAt, nil)
    }

    func testDrainOfAnOperatorOutlivesRemovalAndReturn() {
        var scene = Scene.ready(lane)
        scene.ask(.laneDrain(lane, .because("disk")))
        remove(&scene)

        let turn = restore(&scene)

        XCTAssertEqual(turn.deeds, [])
        XCTAssertEqual(turn.eventTypes, [.sessionResumed])
        XCTAssertEqual(
            turn.events.map(\.summary),
            ["lane vp.a is in the configuration again and stays drained, as an operator said"]
        )
        XCTAssertEqual(scene.lanes[lane]?.admission, .drained)
        XCTAssertEqual(scene.lanes[lane]?.drainChange?.reason, "disk")
    }

    func testDrainThatIsAskedForMeanwhileStandsToo() {
        var scene = Scene.ready(lane)
        remove(&scene)
        let drain = scene.ask(.laneDrain(lane, .because("disk")))

        let turn = restore(&scene)

        XCTAssertEqual(drain.changes.map(\.isChanged), [true])
        XCTAssertEqual(turn.deeds, [])
        XCTAssertEqual(scene.lanes[lane]?.admission, .drained)
    }

    func testDrainOfAnOperatorOutlivesTheSupervisorToo() {
        var scene = Scene.ready(lane)
        scene.ask(.laneDrain(lane, .because("disk")))
        remove(&scene)
        var state = RecoveredState(epoch: Epoch(2))
        state.lanes = scene.lanes.values.map { $0 }

        var next = Scene(Scene.configuration([lane]), recovered: state)
        let boot = next.boot()

        XCTAssertEqual(
            boot.eventTypes,
            [.supervisorStarted, .sessionResumed, .supervisorAdopting]
        )
        XCTAssertNotEqual(next.lanes[lane]?.admission, .open)
    }

    func testPauseOfAnOperatorOutlivesRemovalAndReturn() {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("disk")))
        remove(&scene)

        let turn = restore(&scene)

        XCTAssertEqual(turn.deeds, [.spawnWorker(lane, 2)])
        XCTAssertEqual(scene.lanes[lane]?.isPaused, true)
    }

    func testUndrainAfterTheReturnReopens() {
        var scene = Scene.ready(lane)
        scene.ask(.laneDrain(lane, .because("disk")))
        remove(&scene)
        restore(&scene)

        let turn = scene.ask(.laneUndrain(lane, .because("done")))

        XCTAssertEqual(turn.eventTypes, [.laneOpened])
        XCTAssertEqual(turn.savedLanes.last?.isDrainOrdered, false)
    }

    // MARK: Made

    private func remove(_ scene: inout Scene) {
        scene.turn(.configurationLoaded(Scene.configuration([])))
        _ = scene.bury(lane)
        XCTAssertEqual(scene.lanes[lane]?.status, .retired)
        XCTAssertEqual(scene.lanes[lane]?.admission, .drained)
    }

    @discardableResult
    private func restore(_ scene: inout Scene) -> Turn {
        scene.turn(.configurationLoaded(Scene.configuration([lane])))
    }
}

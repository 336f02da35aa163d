import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// A run that was sent and of which nobody heard may have run: it counts as a crash, and only so.
final class UnheardAcceptanceTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testDeathOfItsWorkerIsACrashThatIsChargedOnce() {
        var scene = sent { _ in }

        _ = scene.bury(lane)

        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .crashed)
        XCTAssertEqual(scene.attempts["m1.1"]?.reason, .workerDied)
        XCTAssertEqual(scene.attempts["m1.1"]?.scope, .lane)
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 1)
        XCTAssertEqual(scene.missions["m1"]?.failureCount, 0)
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
    }

    func testWorkThatMustNotRepeatIsNotSentAgain() {
        var scene = sent { $0.retry.maxRecoveries = 0 }

        let turn = scene.bury(lane)

        XCTAssertEqual(turn.starts, [])
        XCTAssertEqual(scene.missions["m1"]?.status, .failed)
        XCTAssertEqual(scene.missions["m1"]?.reason, .poison)
    }

    func testLivingWorkerThatHasNotSeenItGetsItAgainForNothing() {
        var scene = sent { $0.retry.maxRecoveries = 0 }
        scene.turn(.linkClosed(lane, 1))

        let turn = scene.hello(lane)

        XCTAssertEqual(turn.starts.map(\.attempt.runID), ["m1.1"])
        XCTAssertEqual(turn.starts.map(\.attempt.fence), [1])
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 0)
    }

    // MARK: Made

    private func sent(_ change: (inout MissionEnvelope) -> Void) -> Scene {
        var scene = Scene.ready(lane)
        let turn = scene.submit(.made("m1", .background, on: nil, change))
        XCTAssertEqual(turn.startedMissions, ["m1"])
        return scene
    }
}

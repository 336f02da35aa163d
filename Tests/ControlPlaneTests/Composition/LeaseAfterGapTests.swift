import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// Silence proves nothing while nobody could listen.
final class LeaseAfterGapTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testGapThatEndsJustAfterTheLeaseRearmsIt() {
        for milliseconds: UInt64 in [10_000, 10_001, 10_500, 10_999, 11_001] {
            var scene = busy()

            let turn = scene.pass(.milliseconds(milliseconds))

            XCTAssertEqual(turn.effects, [], "after \(milliseconds) ms")
            XCTAssertEqual(scene.core.oversleptTurnCount, 1, "after \(milliseconds) ms")
        }
    }

    func testLeaseThatWasRearmedEndsInItsTurn() {
        var scene = busy()
        scene.pass(.milliseconds(10_300))

        let early = scene.pass(.milliseconds(9_500))
        let turn = scene.pass(.milliseconds(500))

        XCTAssertEqual(early.effects, [])
        XCTAssertEqual(turn.deeds, [.killWorker(lane, 1)])
        XCTAssertEqual(turn.events.map(\.reason), [.leaseExpired])
    }

    func testTurnIsAskedForBeforeALeaseEnds() {
        var scene = busy()

        XCTAssertEqual(scene.core.nextDeadline?.since(scene.now.boot), .milliseconds(9_500))
        scene.pass(.milliseconds(9_500))
        XCTAssertEqual(scene.core.nextDeadline?.since(scene.now.boot), .milliseconds(500))
    }

    func testGapWithinASecondEndsTheLease() {
        var scene = busy()
        scene.pass(.milliseconds(9_500))

        let turn = scene.pass(.milliseconds(900))

        XCTAssertEqual(turn.deeds, [.killWorker(lane, 1)])
        XCTAssertEqual(scene.core.oversleptTurnCount, 0)
    }

    func testStartUnderWayHasItsWholeTimeAgain() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        let patience = LanePolicy().startDeadlineMilliseconds

        let woken = scene.pass(.milliseconds(patience + 700))

        XCTAssertEqual(woken.deeds, [])
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, nil)
        XCTAssertEqual(
            scene.core.lanes[lane]?.runs["m1.1"]?.startDeadline?.since(scene.now.boot),
            .milliseconds(patience)
        )
    }

    func testSilenceOfARunInAGapIsNotItsOwn() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1", .background, on: nil) { $0.budget.maxIdleSeconds = 5 })
        scene.start("m1.1", on: lane)

        let woken = scene.pass(.seconds(7_200))
        let quiet = scene.passAlive(seconds: 4, on: lane)
        let stopped = scene.passAlive(seconds: 1, on: lane)

        XCTAssertEqual(woken.deeds, [])
        XCTAssertEqual(quiet.commands, [])
        XCTAssertEqual(stopped.commands.count, 1)
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .idleBudget)
    }

    func testIdleWorkerThatGetsWorkHasAWholeLease() {
        var scene = Scene.ready(lane)
        scene.pass(.milliseconds(10_100))

        scene.submit(.made("m1"))
        let quiet = scene.pass(.milliseconds(9_900))

        XCTAssertEqual(quiet.deeds, [])
        XCTAssertEqual(scene.pass(.milliseconds(100)).deeds, [.killWorker(lane, 1)])
    }

    // MARK: Made

    /// A run is active, and its worker was heard a moment ago.
    private func busy() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        return scene
    }
}

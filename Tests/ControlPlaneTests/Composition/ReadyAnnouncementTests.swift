import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// The supervisor is ready once every lane has been looked at, whatever one of them waits for.
final class ReadyAnnouncementTests: XCTestCase {
    private let lane: LaneID = "vp.a"
    private let stuck: LaneID = "vp.b"

    func testLaneWhoseLockIsHeldDelaysReadyNoLongerThanItsReadyDeadline() {
        var scene = oneStuck()

        let early = scene.pass(.milliseconds(remaining(of: scene) - 1))
        let turn = scene.pass(.milliseconds(1))

        XCTAssertEqual(early.effects, [])
        XCTAssertEqual(turn.deeds, [.announce(.ready)])
        XCTAssertEqual(
            turn.events.map(\.summary),
            ["1 of 2 lanes are ready; still recovering: vp.b"]
        )
        XCTAssertEqual(scene.core.phase, .ready)
    }

    func testItsTurnIsAsked() {
        let scene = oneStuck()

        XCTAssertEqual(
            scene.core.nextDeadline?.since(scene.now.boot),
            .milliseconds(remaining(of: scene))
        )
    }

    func testLaneThatRecoversLaterSaysNothingOfReadyAgain() {
        var scene = oneStuck()
        scene.pass(.milliseconds(remaining(of: scene)))

        let taken = scene.turn(.lockTaken(stuck, 0))
        let read = scene.turn(.outboxRead(stuck, 0, []))

        XCTAssertEqual(taken.deeds, [.readOutbox(stuck, 0)])
        XCTAssertEqual(read.deeds, [.spawnWorker(stuck, 1)])
    }

    func testReadyIsSaidAtOnceWhereNothingWaits() {
        var scene = oneStuck()
        scene.turn(.lockTaken(stuck, 0))
        scene.turn(.outboxRead(stuck, 0, []))
        scene.turn(.workerSpawned(stuck, 1, Scene.identity(of: 1)))

        XCTAssertEqual(scene.hello(stuck).deeds, [.announce(.ready)])
    }

    // MARK: Made

    /// One lane is ready; the lock of the other is asked for and not free.
    private func oneStuck() -> Scene {
        var scene = Scene(Scene.configuration([lane, stuck]))
        scene.boot()
        scene.makeReady(lane)
        scene.turn(.workerMissing(stuck))
        XCTAssertEqual(scene.core.phase, .starting)
        return scene
    }

    private func remaining(of scene: Scene) -> UInt64 {
        let spent = scene.now.wall.since(.later(0)).wholeMilliseconds
        return LanePolicy().readyDeadlineMilliseconds - spent
    }
}

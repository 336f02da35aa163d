import Protocol
import System
import XCTest

@testable import LoadHarness

final class FaultSceneTests: XCTestCase {
    private let lane = LaneID("vp.a")

    func testOrderIsEndedWhenTheLastOfALaneIsAndSaidOnceMore() throws {
        let lane = try XCTUnwrap(lane)
        var asked: [ControlCommand] = []
        let scene = FaultScene(try ScriptedTarget()) { asked.append($0) }
        let drain = ControlCommand.laneDrain(lane, FaultScene.options)
        let open = ControlCommand.laneUndrain(lane, FaultScene.options)

        scene.advance(to: .seconds(1))
        scene.order(lane, drain)
        scene.order(lane, drain)
        scene.endOrder(of: lane)
        XCTAssertEqual(asked, [drain, drain], "another one lasts")
        scene.endOrder(of: lane)
        XCTAssertEqual(asked, [drain, drain, open])

        XCTAssertEqual(scene.nextRepeat, .seconds(3))
        scene.advance(to: .milliseconds(2_999))
        XCTAssertEqual(asked.count, 3)
        scene.advance(to: .seconds(3))
        XCTAssertEqual(Array(asked.dropFirst(3)), [open, open])
        XCTAssertNil(scene.nextRepeat)
        XCTAssertEqual(Array(scene.orders.keys), [lane])
    }

    func testNewOrderIsNotEndedByTheRepetitionOfAnOldEnd() throws {
        let lane = try XCTUnwrap(lane)
        var asked: [ControlCommand] = []
        let scene = FaultScene(try ScriptedTarget()) { asked.append($0) }
        scene.order(lane, .laneDrain(lane, FaultScene.options))
        scene.endOrder(of: lane)
        scene.order(lane, .laneDrain(lane, FaultScene.options))

        scene.advance(to: .seconds(9))

        XCTAssertEqual(asked.count, 3)
    }

    func testWhatIsForgottenIsNotSaidAgain() throws {
        let lane = try XCTUnwrap(lane)
        var asked: [ControlCommand] = []
        let scene = FaultScene(try ScriptedTarget()) { asked.append($0) }
        scene.order(lane, .laneDrain(lane, FaultScene.options))
        scene.endOrder(of: lane)

        scene.forgetRepeats()
        scene.advance(to: .seconds(9))

        XCTAssertNil(scene.nextRepeat)
        XCTAssertEqual(asked.count, 2)
    }

    func testBusyIsWhereARunLives() throws {
        let target = try ScriptedTarget()
        let scene = FaultScene(target) { _ in }
        XCTAssertFalse(try scene.isBusy())
        let folder = target.folder(of: try XCTUnwrap(lane))
        _ = try target.spawn(environment: ["LANE_WORKSPACE=\(folder)/w", "LANE_RUN_ID=m.1"])
        defer { target.endSpawned() }

        XCTAssertTrue(try scene.isBusy())
        XCTAssertTrue(try scene.isBusy(LaneID("vp.a")))
        XCTAssertFalse(try scene.isBusy(LaneID("vp.b")))
    }
}

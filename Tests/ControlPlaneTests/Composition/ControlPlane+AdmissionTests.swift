import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneAdmissionTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testEachLimitRefusesWithItsNameAndATime() {
        let limits: [(String, (inout Configuration) -> Void)] = [
            (
                "2 missions are open, at most 2 may be (supervisor.open_missions_max)",
                { $0.supervisor.openMissionCountMax = 2 }
            ),
            (
                "2 background missions are open, at most 2 may be (classes.background_open_max)",
                { $0.classes.backgroundOpenCountMax = 2 }
            ),
            (
                "2 missions of source \"cron\" are open, at most 2 may be (open_max of the source)",
                {
                    var source = SourcePolicy()
                    source.openCountMax = 2
                    $0.classes.sources["cron"] = source
                }
            ),
            (
                "2 missions of lane vp.a are open, at most 2 may be (open_max of the lane)",
                { $0.lanes.modify("vp.a") { $0.openCountMax = 2 } }
            ),
        ]
        for (message, change) in limits {
            var scene = makeScene(change)
            scene.submit(.made("m1") { $0.source = "cron" }, .made("m2") { $0.source = "cron" })
            XCTAssertEqual(scene.missions.count, 2, message)

            let turn = scene.submit(.made("m3") { $0.source = "cron" })

            XCTAssertEqual(turn.errors.map(\.message), [message])
            XCTAssertEqual(turn.errors.map(\.code), [.temporary])
            XCTAssertEqual(turn.errors.map(\.reason), [.queueFull])
            XCTAssertEqual(turn.errors.map(\.retryAfterMilliseconds), [1000])
            XCTAssertEqual(turn.writes, [])
        }
    }

    func testMissionsOfOneRequestCountTogether() {
        var scene = makeScene { $0.classes.source.openCountMax = 2 }

        let turn = scene.submit(.made("m1"), .made("m2"), .made("m3"))

        XCTAssertEqual(
            turn.errors.map(\.message),
            [
                "missions[2]: 2 missions of source \"\" are open, at most 2 may be"
                    + " (open_max of the source)"
            ]
        )
        XCTAssertTrue(scene.missions.isEmpty)
    }

    func testLimitOfOneClassOrSourceLeavesTheOthersAlone() {
        var scene = makeScene {
            $0.classes.backgroundOpenCountMax = 1
            $0.classes.source.openCountMax = 2
        }
        scene.submit(.made("m1"))

        XCTAssertEqual(scene.submit(.made("m2", .interactive)).errors, [])
        XCTAssertEqual(scene.submit(.made("m3", .interactive) { $0.source = "x" }).errors, [])
        XCTAssertEqual(scene.submit(.made("m4", .interactive)).errors.map(\.reason), [.queueFull])
    }

    func testMissionThatEndedMakesRoom() {
        var scene = makeScene { $0.classes.backgroundOpenCountMax = 1 }
        scene.submit(.made("m1"))
        scene.end("m1.1", on: lane)

        XCTAssertEqual(scene.submit(.made("m2")).errors, [])
    }

    func testKnownMissionIsNeverRefused() {
        var scene = makeScene { $0.classes.backgroundOpenCountMax = 1 }
        scene.submit(.made("m1") { $0.idempotencyKey = "k" })

        let again = scene.submit(.made("m1") { $0.idempotencyKey = "k" })

        XCTAssertEqual(again.queries, [.submitted([.init(missionID: "m1", isNew: false)])])
    }

    private func makeScene(_ change: (inout Configuration) -> Void) -> Scene {
        var configuration = Scene.configuration([lane])
        change(&configuration)
        return Scene.ready(configuration)
    }
}

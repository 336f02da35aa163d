import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneViewsTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testViewOfABusyLaneShowsWhatRunsWaitsAndIsHeld() throws {
        var policy = LanePolicy()
        policy.slotCount = 3
        var scene = Scene.ready(lane, policy: policy)
        let readyAt = scene.now.boot
        scene.submit(.made("m1"))
        scene.submit(.made("m2", .interactive))
        scene.start("m1.1", on: lane)
        scene.submit(
            .made("m3"),
            .made("m4"),
            .made("m5", .deadline) { $0.deadlineAt = .later(99) },
            .made("m6") { $0.notBefore = .later(60) }
        )
        scene.passAlive(seconds: 3, on: lane)

        var view = LaneView(
            record: try XCTUnwrap(scene.lanes[lane]),
            profile: "shell",
            why: WhyAnswer(.ready, "worker 1 is ready, 2 of 3 slots are in use")
        )
        view.slotCount = 3
        view.reservedSlotCount = 1
        view.runs = ["m1.1", "m2.1"]
        view.queuedCounts = [0, 1, 2]
        view.heldCount = 1
        view.readySeconds = scene.now.boot.since(readyAt).wholeSeconds
        view.record.dayUsage.day = 20_778
        view.record.shadowUsage.day = 20_778
        XCTAssertEqual(scene.core.view(of: lane, at: scene.now), view)
        XCTAssertEqual(view.readySeconds, 3)
        XCTAssertEqual(view.record.status, .active)
    }

    func testViewBetweenTwoTurnsIsNotBehindTheMachines() throws {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.turn(.workerExited(lane, 1, .signal(9)))
        var effects: [Effect] = []
        var core = scene.core

        core.handle(.treesNotDead(lane, 1, processCount: 3), at: scene.now, into: &effects)

        let view = try XCTUnwrap(core.view(of: lane, at: scene.now))
        XCTAssertEqual(core.lanes[lane]?.record.degradedCause, nil, "not refreshed yet")
        XCTAssertEqual(view.record.status, .degraded)
        XCTAssertEqual(view.record.degradedCause, .treeNotDead)
        XCTAssertEqual(view.orphanCount, 3)
        XCTAssertEqual(view.restartCount, 1)
        XCTAssertEqual(view.readySeconds, nil)
    }

    func testThereIsNoViewOfALaneThatIsNotThere() {
        let scene = Scene.ready(lane)

        XCTAssertNil(scene.core.view(of: "vp.x", at: scene.now))
        XCTAssertNil(scene.core.profile(of: "vp.x"))
    }

    func testStatusIsWhatTheControlPlaneKnows() {
        var scene = Scene.ready("vp.b", lane)
        scene.turn(.diskMeasured(freeMiB: 700))
        scene.pass(.milliseconds(4_200))

        let status = scene.core.status(at: scene.now)

        var expected = SupervisorStatus()
        expected.epoch = Epoch(1)
        expected.phase = "ready"
        expected.uptimeSeconds = 4
        expected.lanes = [lane, "vp.b"].compactMap { scene.core.view(of: $0, at: scene.now) }
        expected.freeMiB = 700
        expected.minFreeMiB = 64
        expected.minAvailableMiB = 256
        expected.lastEventSequence = UInt64(scene.events.count)
        XCTAssertEqual(status, expected)
        XCTAssertEqual(status.lanes.map(\.record.vpID), [lane, "vp.b"])
    }

    func testSpaceThatWasNeverMeasuredIsNotShown() {
        let scene = Scene.ready(lane)

        XCTAssertNil(scene.core.status(at: scene.now).freeMiB)
    }

    func testProfileIsTheOneInForce() {
        var configuration = Scene.configuration([lane])
        var scene = Scene(configuration)
        scene.boot()
        XCTAssertEqual(scene.core.profile(of: lane), .shell)

        var exec = RuntimeProfile(launch: LaunchProfile(name: "x", argv: ["x"]), capabilities: [])
        exec.capabilities = [.resume]
        configuration.profiles["x"] = exec
        configuration.lanes[lane]?.profile = "x"
        scene.turn(.configurationLoaded(configuration))

        XCTAssertEqual(scene.core.profile(of: lane), exec)
        XCTAssertEqual(scene.core.view(of: lane, at: scene.now)?.profile, "x")
    }
}

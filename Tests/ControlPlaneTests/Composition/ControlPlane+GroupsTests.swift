import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneGroupsTests: XCTestCase {
    private let first: LaneID = "vp.a"
    private let second: LaneID = "vp.b"

    func testPermitsOfAPoolAreSharedByItsLanes() {
        var scene = Scene.ready(makeConfiguration(permits: 2))
        for number in 1...4 {
            scene.submit(
                .made(named("m", number), .interactive, on: number % 2 == 0 ? first : second) {
                    $0.session = .fresh
                }
            )
        }

        XCTAssertEqual(running(scene), ["m1.1", "m2.1"])
        scene.end("m1.1", on: second)
        XCTAssertEqual(running(scene), ["m2.1", "m3.1"])
    }

    func testRunThatWaitsForAPersonFreesItsPermitAndKeepsItsSlot() {
        var scene = Scene.ready(makeConfiguration(permits: 1))
        scene.submit(.made("m1", .interactive, on: first) { $0.session = .fresh })
        scene.submit(.made("m2", .interactive, on: second) { $0.session = .fresh })
        scene.start("m1.1", on: first)
        XCTAssertEqual(running(scene), ["m1.1"])

        let fence = scene.attempts["m1.1"]?.fence ?? 0
        scene.report(first, .blocked(runID: "m1.1", fence: fence, question: "may I?"))

        XCTAssertEqual(running(scene), ["m1.1", "m2.1"])
    }

    func testReloadMovesWhatWaitsIntoTheNewPool() {
        var scene = Scene.ready(makeConfiguration(permits: 1))
        for number in 1...3 {
            scene.submit(
                .made(named("m", number), .interactive, on: first) { $0.session = .fresh }
            )
        }
        XCTAssertEqual(running(scene), ["m1.1"])

        var alone = makeConfiguration(permits: 1)
        alone.lanes.modify(first) { $0.pool = nil }
        scene.turn(.configurationLoaded(alone))

        XCTAssertEqual(running(scene), ["m1.1", "m2.1"])
        scene.end("m1.1", on: first)
        XCTAssertEqual(running(scene), ["m2.1", "m3.1"])
    }

    func testWhatOneLaneCannotStartHoldsNobodyElseUp() {
        var scene = Scene.ready(makeConfiguration(permits: 1))
        scene.ask(.lanePause(first, .because("test")))
        scene.submit(.made("m1", .interactive, on: first))

        scene.submit(.made("m2", on: second))

        XCTAssertEqual(running(scene), ["m2.1"])
    }

    func testLaneThatWaitsOnlyForItsStartRateIsServedBesideOneThatWaitsForASlot() {
        var configuration = makeConfiguration(permits: 4)
        configuration.lanes[first]?.slotCount = 1
        configuration.lanes[first]?.reservedSlotCount = 0
        configuration.lanes[second]?.startRate = .made(perMinute: 60, burst: 1)
        var scene = Scene.ready(configuration)
        scene.submit(.made("m1", on: first), .made("m2", on: first))
        scene.submit(.made("m3", .interactive, on: second) { $0.session = .fresh })
        scene.submit(.made("m4", .interactive, on: second) { $0.session = .fresh })
        XCTAssertEqual(running(scene), ["m1.1", "m3.1"])

        XCTAssertEqual(scene.pass(.milliseconds(998)).startedMissions, [])
        XCTAssertEqual(scene.pass(.milliseconds(1)).startedMissions, ["m4"])
    }

    func testSharesOfSourcesFollowTheirWeights() {
        var configuration = makeConfiguration(permits: 1)
        var heavy = SourcePolicy()
        heavy.weight = 3
        configuration.classes.sources["heavy"] = heavy
        var scene = Scene.ready(configuration)
        scene.ask(.lanePause(first, .because("test")))
        for number in 0..<8 {
            scene.submit(
                .made(named("h", number), .interactive, on: first) { $0.source = "heavy" },
                .made(named("l", number), .interactive, on: first) { $0.source = "light" }
            )
        }
        scene.ask(.laneResume(first, .because("test")))

        var order = ""
        for _ in 0..<8 {
            guard let run = running(scene).first else { return XCTFail("nothing runs") }
            order += String(run.rawValue.prefix(1))
            scene.end(run, on: first)
        }

        XCTAssertEqual(order.filter { $0 == "h" }.count, 6, order)
    }

    func testRunOnALaneThatWasRemovedHoldsItsPermitOverARestart() {
        var removed = LaneRecord(vpID: "vp.x", sessionID: "s1", createdAt: .later(-9))
        removed.pool = "max"
        var state = MissionState(assignedVPID: "vp.x", assignedBy: "router", at: .later(-9))
        state.status = .running
        state.phase = .executing
        state.attemptCount = 1
        state.fence = 1
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = [removed]
        recovered.lastFence = 1
        recovered.missions = [
            RecoveredState.Mission(
                envelope: .made("m1"),
                digest: "d",
                state: state,
                attempt: AttemptRecord(
                    runID: "m1.1",
                    missionID: "m1",
                    number: 1,
                    vpID: "vp.x",
                    generation: 1,
                    fence: 1,
                    sessionID: "s1",
                    isFreshSession: false,
                    dispatchedAt: .later(-5)
                )
            )
        ]

        let scene = Scene(makeConfiguration(permits: 1), recovered: recovered)

        XCTAssertEqual(scene.core.poolOffer("max", at: scene.now)?.usage.otherCount, 1)
    }

    private func named(_ letter: String, _ number: Int) -> MissionID {
        MissionID(stringLiteral: letter + String(number))
    }

    private func running(_ scene: Scene) -> [RunID] {
        scene.attempts.filter { $0.value.outcome == nil }.map(\.key).sorted()
    }

    private func makeConfiguration(permits: Int) -> Configuration {
        var policy = LanePolicy()
        policy.pool = "max"
        var configuration = Scene.configuration([first, second], policy: policy)
        var pool = PoolPolicy()
        pool.slotCount = permits
        configuration.pools["max"] = pool
        return configuration
    }
}

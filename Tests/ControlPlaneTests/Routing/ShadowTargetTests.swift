import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ShadowTargetTests: XCTestCase {
    func testFewestOpenCopiesThenTheName() {
        let lanes = [made("vp.u", copies: 1), made("vp.t", copies: 1), made("vp.s", copies: 2)]

        XCTAssertEqual(chosen(among: lanes), "vp.t")
        XCTAssertEqual(chosen(among: lanes.reversed()), "vp.t")
    }

    func testMissionIsNotCopiedToItsOwnLane() {
        let lane = made("vp.s")

        XCTAssertNil(ShadowTarget.choose(for: .copied("m1"), from: "vp.s", among: [lane]))
    }

    func testLanesThatAreMeantForTheTypeGoBeforeThoseThatTakeEverything() {
        let coder = made("vp.x") { $0.policy.intents = ["coding"] }
        let writer = made("vp.a") { $0.policy.intents = ["writing"] }
        let any = made("vp.b")

        XCTAssertEqual(chosen(among: [coder, writer, any]) { $0.missionType = "coding" }, "vp.x")
        XCTAssertEqual(chosen(among: [coder, writer, any]) { $0.missionType = "other" }, "vp.b")
        XCTAssertNil(chosen(among: [coder, writer]) { $0.missionType = "other" })
    }

    func testLaneThatIsNotMeantToTakeACopyTakesNone() {
        let table: [(String, (inout Lane) -> Void)] = [
            ("paused", { _ = $0.gate.setPaused(true) }),
            ("not tried out", { $0.record.rollout = LaneRollout(.on) }),
            ("degraded", { $0.survivorCount = 1 }),
            ("spent", { $0.record.shadowUsage.isSpent = true }),
            ("lacks tools", { $0.profile.capabilities = [] }),
        ]
        for (name, change) in table {
            XCTAssertNil(chosen(among: [made("vp.s", change)]) { $0.requires = [.tools] }, name)
        }
        XCTAssertEqual(chosen(among: [made("vp.s")]) { $0.requires = [.tools] }, "vp.s")
    }

    func testLaneWithAsManyCopiesAsAreJudgedTakesNoMore() {
        let count = ShadowTarget.openCountMax

        XCTAssertEqual(chosen(among: [made("vp.s", copies: count - 1)]), "vp.s")
        XCTAssertNil(chosen(among: [made("vp.s", copies: count)]))
        XCTAssertEqual(chosen(among: [made("vp.s", copies: count), made("vp.t")]), "vp.t")
    }

    func testOnlyMissionsThatAllowItWithoutAPinAreCopied() {
        XCTAssertNil(chosen(among: [made("vp.s")]) { $0.isShadowOK = false })
        XCTAssertNil(chosen(among: [made("vp.s")]) { $0.vpID = "vp.a" })
    }

    private func chosen(
        among lanes: [Lane],
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> LaneID? {
        ShadowTarget.choose(for: .copied("m1", change), from: "vp.home", among: lanes)?.id
    }

    private func made(
        _ id: LaneID,
        copies: Int = 0,
        _ change: (inout Lane) -> Void = { _ in }
    ) -> Lane {
        .made(id) { lane in
            lane.record.rollout = LaneRollout(.shadow)
            lane.profile.sideEffects = .none
            for order in 0..<UInt64(copies) { lane.shadows[order] = "c" }
            change(&lane)
        }
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class LaneShadowTests: XCTestCase {
    func testLaneTakesCopiesWhileItIsTriedOutAndOpen() {
        let table: [(String, Bool, (inout Lane) -> Void)] = [
            ("tried out", true, { _ in }),
            ("on", false, { $0.record.rollout = LaneRollout(.on) }),
            ("off", false, { $0.record.rollout = LaneRollout(.off) }),
            ("local", false, { $0.profile.sideEffects = .local }),
            ("external", false, { $0.profile.sideEffects = .external }),
            ("retired", false, { $0.isRetired = true }),
            ("paused", true, { _ = $0.gate.setPaused(true) }),
            (
                "draining", false,
                { _ = $0.gate.drainRequested(deadline: .ms(1), isGiven: true) }
            ),
        ]
        for (name, expected, change) in table {
            var lane = made()
            change(&lane)
            XCTAssertEqual(lane.takesCopies, expected, name)
        }
    }

    func testOpenCopiesAreThoseThatWaitAndThoseThatRun() {
        var lane = made()
        lane.shadows[1] = "c1"
        lane.runs["c2.1"] = .made("c2.1", of: "c2") { $0.isCopy = true }
        lane.copyRunCount = 1

        XCTAssertEqual(lane.openCopyCount, 2)
        XCTAssertEqual(lane.openCount, 0)
    }

    func testUnwrittenUsageOfCopiesIsTheirsAndThatOfMissionsTheLanes() {
        var lane = made()
        lane.runs["c1.1"] = .made("c1.1", of: "c1") { run in
            run.isCopy = true
            run.record.usage.callCount = 3
        }
        lane.runs["m1.1"] = .made("m1.1") { $0.record.usage.callCount = 5 }

        XCTAssertEqual(lane.shadowUsage(at: .later(0)).usage.callCount, 3)
        XCTAssertEqual(lane.dayUsage(at: .later(0)).usage.callCount, 5)
    }

    func testBudgetOfCopiesIsSpentByCopies() {
        var lane = made { $0.shadowBudget.maxCallCount = 3 }
        lane.record.dayUsage.count(calls(9), at: .later(0))
        XCTAssertNil(lane.spentShadowBound(at: .later(0)))

        lane.record.shadowUsage.count(calls(3), at: .later(0))

        XCTAssertEqual(lane.spentShadowBound(at: .later(0))?.name, "max_llm_calls")
        XCTAssertNil(lane.spentShadowBound(at: .later(86_400)), "another day")
        lane.isRetired = true
        XCTAssertNil(lane.spentShadowBound(at: .later(0)))
    }

    private func made(_ change: (inout LanePolicy) -> Void = { _ in }) -> Lane {
        var policy = LanePolicy()
        change(&policy)
        return .made("vp.s", policy: policy) { lane in
            lane.record.rollout = LaneRollout(.shadow)
            lane.profile.sideEffects = .none
        }
    }

    private func calls(_ count: UInt64) -> Usage {
        var usage = Usage()
        usage.callCount = count
        return usage
    }
}

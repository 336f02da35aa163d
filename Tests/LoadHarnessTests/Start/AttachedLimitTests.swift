import Protocol
import XCTest

@testable import LoadHarness

final class AttachedLimitTests: XCTestCase {
    private func quotas(_ slotCounts: [Int]) -> Quotas {
        var quotas = Quotas()
        quotas.lanes = slotCounts.enumerated().compactMap { index, count in
            LaneID("vp.\(index)").map {
                Quotas.Lane(id: $0, slotCount: count, reservedSlotCount: 0, pool: nil)
            }
        }
        return quotas
    }

    func testAsManyAreOpenAsTheFourLargestLanesHaveSlots() {
        XCTAssertEqual(AttachedLimit.openCountMax(quotas([1, 8, 2, 3, 4, 1])), 17)
        XCTAssertEqual(AttachedLimit.openCountMax(quotas([2])), 2)
    }

    func testALoadIsCutToTheLimit() {
        var scenario = Scenario()
        scenario.laneCount = 64
        scenario.arrival = .closed(openCount: 500)
        scenario.faults = [FaultRule(kind: .killBoth, every: .seconds(1))]

        let limited = AttachedLimit.apply(to: scenario, quotas([2, 2]))

        XCTAssertEqual(limited.laneCount, 2)
        XCTAssertEqual(limited.missionCountMax, 2_000)
        XCTAssertEqual(limited.arrival, .closed(openCount: 4))
        XCTAssertEqual(limited.faults, [])
    }

    func testASmallLoadStaysAsItIs() {
        var scenario = Scenario()
        scenario.missionCountMax = 10
        scenario.arrival = .poisson(perSecond: 3, load: 1)

        let limited = AttachedLimit.apply(to: scenario, quotas([2]))

        XCTAssertEqual(limited.missionCountMax, 10)
        XCTAssertEqual(limited.arrival, .poisson(perSecond: 3, load: 1))
    }

    func testTheWarningSaysWhatComesAndWhatIsLeftOut() {
        var scenario = Scenario()
        scenario.faults = [
            FaultRule(kind: .killBoth, every: .seconds(1)),
            FaultRule(kind: .killBoth, every: .seconds(2)),
            FaultRule(kind: .drainLane, every: .seconds(1)),
        ]

        let limited = AttachedLimit.apply(to: scenario, quotas([2]))

        XCTAssertEqual(
            AttachedLimit.warning("/s", from: scenario, to: limited),
            "warning: this submits up to 2000 missions to the supervisor of /s, as many open at once"
                + " as 4 of its lanes have slots; its faults are left out: kill_both, drain_lane"
        )
    }
}

import Protocol
import XCTest

@testable import LoadHarness

final class UsageFiguresTests: XCTestCase {
    private func values(_ evidence: Evidence) -> [String: Double] {
        let figures = UsageFigures.all(evidence)
        return Dictionary(uniqueKeysWithValues: figures.map { ($0.key, $0.value) })
    }

    func testUtilizationIsTheTimeThatSlotsWereHeldWhileMissionsArrived() {
        var evidence = Made.evidence
        evidence.quotas = Made.quotas(laneCount: 2, slotCount: 2)
        evidence.attempts = [
            Made.attempt(1, dispatched: 0, ended: 4000), Made.attempt(2, dispatched: 9000),
            Made.attempt(3, dispatched: -2000, ended: 1000),
            Made.attempt(4, dispatched: 11_000, ended: 12_000),
        ]

        // 4 + 1 + 1 seconds of 4 slots for 10 seconds.
        XCTAssertEqual(values(evidence)["utilization_percent"] ?? 0, 15, accuracy: 1e-9)
    }

    func testAPoolHasNoMoreSlotsThanItsLanesAndLanesNoMoreThanTheirPool() {
        var quotas = Made.quotas(laneCount: 4, slotCount: 3, poolCount: 1)
        XCTAssertEqual(UsageFigures.slotCount(of: quotas), 3)

        quotas.pools = [Quotas.Pool(name: "load.1", slotCount: 100, reservedSlotCount: 0)]
        XCTAssertEqual(UsageFigures.slotCount(of: quotas), 12)

        quotas.lanes.append(
            Quotas.Lane(id: Made.lane(9), slotCount: 5, reservedSlotCount: 0, pool: nil)
        )
        XCTAssertEqual(UsageFigures.slotCount(of: quotas), 17)
    }

    func testAPoolTellsWhatItHeldAndWhatWasUsed() {
        var evidence = Made.evidence
        evidence.quotas = Made.quotas(laneCount: 1, slotCount: 4, poolCount: 1)
        evidence.samples = [(4, 1), (2, 2), (0, 0)].enumerated().map { index, counts in
            Made.sample(
                at: index * 200,
                runs: [counts.1],
                pools: [
                    LoadSample.Pool(
                        name: "load.1",
                        status: .open,
                        grantedSlotCount: counts.0,
                        usedSlotCount: counts.1
                    )
                ]
            )
        }

        let values = values(evidence)

        XCTAssertEqual(values["pool_load.1_slots"], 4)
        XCTAssertEqual(values["pool_load.1_held_mean"], 2)
        XCTAssertEqual(values["pool_load.1_held_peak"], 4)
        XCTAssertEqual(values["pool_load.1_used_mean"], 1)
        XCTAssertEqual(values["slots_used_peak"], 2)
    }

    func testASampleWithoutThePoolIsNoSampleOfIt() {
        var evidence = Made.evidence
        evidence.quotas = Made.quotas(laneCount: 1, slotCount: 4, poolCount: 1)
        evidence.samples = [Made.sample(at: 0, runs: [1])]

        let held = UsageFigures.all(evidence).first { $0.key == "pool_load.1_held_mean" }

        XCTAssertEqual(held?.sampleCount, 0)
    }
}

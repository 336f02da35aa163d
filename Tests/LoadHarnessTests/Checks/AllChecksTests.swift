import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class AllChecksTests: XCTestCase {
    private var bounds: Bounds {
        var bounds = Bounds()
        bounds.interactiveWaitP99 = .seconds(60)
        bounds.backgroundWaitMax = .seconds(600)
        return bounds
    }

    func testThereIsOneCheckForEachInvariant() {
        XCTAssertEqual(AllChecks.all.map { $0.invariant }, Invariant.allCases)
    }

    func testCleanHistoriesPassEveryCheck() throws {
        for seed in UInt64(1)...20 {
            let scenario = seed.isMultiple(of: 2) ? Scenario() : pooled()
            let evidence = try CleanLoad.evidence(missionCount: 60, seed: seed, scenario)

            for (invariant, result) in AllChecks.examine(evidence, bounds) {
                XCTAssertEqual(result.findings, [], "\(invariant), seed \(seed)")
                XCTAssertGreaterThan(result.examinedCount, 0, "\(invariant), seed \(seed)")
            }
        }
    }

    /// Of 30,000 missions: what grows faster than n log n does not come back from this.
    func testManyMissionsAreExaminedInTime() throws {
        let count = 30_000
        let evidence = try CleanLoad.evidence(missionCount: count, seed: 1, pooled())

        for (invariant, result) in AllChecks.examine(evidence, bounds) {
            XCTAssertEqual(result.findings, [], "\(invariant)")
            XCTAssertGreaterThanOrEqual(result.examinedCount, count, "\(invariant)")
        }
    }

    // MARK: Corrupted histories

    /// One thing of a clean history is left out, told twice or changed, drawn from a seed: the check
    /// that must notice does.
    func testEveryCorruptionIsNoticed() throws {
        for seed in UInt64(1)...200 {
            let scenario = seed.isMultiple(of: 2) ? Scenario() : pooled()
            let clean = try CleanLoad.evidence(missionCount: 25, seed: seed, scenario)
            var generator = SeededGenerator(seed: seed)
            for corruption in Corruption.all {
                var evidence = clean
                guard corruption.apply(&evidence, &generator) else { continue }

                let check = AllChecks.all.first { $0.invariant == corruption.invariant }
                let findings = check?.examine(evidence, bounds).findings ?? []

                XCTAssertFalse(findings.isEmpty, "seed \(seed): \(corruption.name)")
            }
        }
    }

    func testEachCorruptionIsTried() throws {
        let evidence = try CleanLoad.evidence(missionCount: 200, seed: 1)
        for corruption in Corruption.all {
            var evidence = evidence
            var generator = SeededGenerator(seed: 1)
            XCTAssertTrue(corruption.apply(&evidence, &generator), corruption.name)
        }
    }

    private func pooled() -> Scenario {
        var scenario = Scenario()
        scenario.poolCount = 2
        scenario.poolSlotCount = 5
        scenario.poolReservedSlotCount = 1
        return scenario
    }
}

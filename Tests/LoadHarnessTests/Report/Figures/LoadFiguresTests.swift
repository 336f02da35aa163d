import Protocol
import XCTest

@testable import LoadHarness

final class LoadFiguresTests: XCTestCase {
    private func figure(_ figures: [LoadFigure], _ key: String) throws -> LoadFigure {
        try XCTUnwrap(figures.first { $0.key == key }, key)
    }

    /// Everything that an operator compares from load to load.
    func testA45EveryFigureIsThere() {
        let keys = Set(SampleLoad().report.figures.map(\.key))

        let wanted = [
            "completed_per_s", "acknowledgement_p50_ms", "acknowledgement_p95_ms",
            "acknowledgement_p99_ms", "interactive_wait_p50_ms", "deadline_wait_p95_ms",
            "background_wait_p99_ms", "background_wait_max_ms", "wait_p99_ms", "run_time_p50_ms",
            "run_time_p95_ms", "life_p50_ms", "life_p99_ms", "late_percent", "failure_percent",
            "fallback_percent", "utilization_percent", "pool_load.1_held_mean",
            "pool_load.2_held_peak", "pool_load.1_used_mean", "pool_load.1_used_peak",
            "recovery_attempts", "recovery_success_percent", "recovery_p50_ms", "recovery_p99_ms",
            "ready_max_ms", "orphans", "refused", "memory_growth_percent", "descriptor_growth",
            "ledger_growth_mib", "fault_kill_worker_done", "fault_kill_worker_busy",
            "fault_limit_descriptors_not_possible",
        ]
        XCTAssertEqual(wanted.filter { !keys.contains($0) }, [])
    }

    func testKeysAreUnique() {
        let keys = SampleLoad().report.figures.map(\.key)

        XCTAssertEqual(keys.count, Set(keys).count)
    }

    func testFiguresWithABoundComeFirst() {
        let hasBound = SampleLoad().report.figures.map { $0.bound != nil }

        XCTAssertEqual(hasBound, hasBound.filter { $0 } + hasBound.filter { !$0 })
        XCTAssertEqual(hasBound.count { $0 }, 7)
    }

    func testEveryBoundIsHeldAgainstItsFigure() throws {
        var scenario = Scenario()
        scenario.faults = [FaultRule(kind: .killBoth, every: .seconds(1))]
        scenario.bounds.interactiveWaitP99 = .milliseconds(1)
        scenario.bounds.backgroundWaitMax = .milliseconds(2)
        scenario.bounds.latePercentMax = 3
        scenario.bounds.recoveryP99 = .milliseconds(4)
        scenario.bounds.readyMax = .milliseconds(5)
        scenario.bounds.throughputMin = 6
        scenario.bounds.memoryGrowthPercentMax = 7
        scenario.bounds.descriptorGrowthMax = 8
        var evidence = Made.evidence
        evidence.starts = [SupervisorStart(at: Made.at(0), readyAt: nil)]

        let figures = LoadFigures.all(evidence, scenario)

        let bounds: KeyValuePairs = [
            "interactive_wait_p99_ms": "≤ 1 ms", "background_wait_max_ms": "≤ 2 ms",
            "late_percent": "≤ 3 %", "recovery_p99_ms": "≤ 4 ms", "ready_max_ms": "≤ 5 ms",
            "completed_per_s": "≥ 6 /s", "memory_growth_percent": "≤ 7 %",
            "descriptor_growth": "≤ 8 open", "orphans": "≤ 0 processes",
        ]
        for (key, bound) in bounds {
            let figure = try figure(figures, key)
            XCTAssertEqual(figure.bound, bound, key)
            // Nothing was measured: only of orphans is that a good sign.
            XCTAssertEqual(figure.isMet, key == "orphans", key)
        }
        XCTAssertEqual(figures.count { $0.bound != nil }, bounds.count)
    }

    func testABoundAppliesOnlyWhereTheScenarioBringsAboutWhatItBounds() {
        var scenario = Scenario()
        scenario.classes = ClassMix(interactiveWeight: 0, deadlineWeight: 0, backgroundWeight: 0)
        scenario.bounds.interactiveWaitP99 = .milliseconds(1)
        scenario.bounds.backgroundWaitMax = .milliseconds(2)
        scenario.bounds.latePercentMax = 3
        scenario.bounds.recoveryP99 = .milliseconds(4)
        scenario.bounds.readyMax = .milliseconds(5)
        scenario.bounds.memoryGrowthPercentMax = 7
        scenario.bounds.descriptorGrowthMax = 8

        let bounded = LoadFigures.all(Made.evidence, scenario).filter { $0.bound != nil }

        XCTAssertEqual(bounded.map(\.key), ["orphans"])
    }
}

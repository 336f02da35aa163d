import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class NoopScenarioTests: XCTestCase {
    func testSomeSeedsHaveRunsWithoutAProcessAndHoldEveryRule() {
        let seeds = (UInt64(1)...120).filter { hasNoop(seed: $0) }

        XCTAssertTrue((4...30).contains(seeds.count), "\(seeds.count) of 120 seeds")
        var doneCount = 0
        for seed in seeds.prefix(3) {
            var simulator = Simulator(seed: seed, eventCount: 2_000, isTraced: true)
            let report = simulator.run()
            XCTAssertNil(report.violation, report.violation?.description ?? "")
            doneCount += report.trace.count { $0.hasSuffix("without a process") }
        }
        XCTAssertGreaterThan(doneCount, 10)
    }

    private func hasNoop(seed: UInt64) -> Bool {
        var random = SeededGenerator(seed: seed)
        let scenario = Scenario(drawnFrom: &random)
        return scenario.configuration.profiles.contains { $0.value.launch.kind == .noop }
    }
}

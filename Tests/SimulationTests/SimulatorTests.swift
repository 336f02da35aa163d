import IntegrationSupport
import Simulation
import XCTest

final class SimulatorTests: XCTestCase {
    func testSeedsHoldEveryRule() {
        for seed: UInt64 in 1...24 {
            var simulator = Simulator(seed: seed, eventCount: 2_000)

            let report = simulator.run()

            XCTAssertNil(report.violation, report.violation?.description ?? "")
            XCTAssertGreaterThanOrEqual(report.eventCount, Simulator.eventCountMin)
        }
    }

    func testSameSeedHasSameHash() {
        for seed: UInt64 in [1, 2, 3] {
            var first = Simulator(seed: seed, eventCount: 2_000)
            var second = Simulator(seed: seed, eventCount: 2_000)

            XCTAssertEqual(first.run().hash, second.run().hash)
        }
    }

    func testTwoProcessesHaveTheSameHashes() throws {
        let path = try Products.path("lanesim")
        let words = ["--seeds", "3", "--first-seed", "9", "--hash"]

        let first = try ProgramOutput.run(path, words, seconds: 60)
        let second = try ProgramOutput.run(path, words, seconds: 60)

        XCTAssertEqual(first.code, 0, first.errors)
        XCTAssertEqual(hashes(first), hashes(second))
        XCTAssertEqual(hashes(first).count, 3)
    }

    private func hashes(_ output: ProgramOutput) -> [Substring] {
        output.output.split(separator: "\n").filter { $0.hasPrefix("seed ") }
    }

    func testOtherSeedHasOtherHash() {
        var first = Simulator(seed: 1, eventCount: 2_000)
        var second = Simulator(seed: 2, eventCount: 2_000)

        XCTAssertNotEqual(first.run().hash, second.run().hash)
    }

    func testTraceDoesNotChangeTheRun() {
        var silent = Simulator(seed: 4, eventCount: 2_000)
        var traced = Simulator(seed: 4, eventCount: 2_000, isTraced: true)

        let silentReport = silent.run()
        let tracedReport = traced.run()

        XCTAssertEqual(silentReport.hash, tracedReport.hash)
        XCTAssertTrue(silentReport.trace.isEmpty)
        XCTAssertGreaterThan(tracedReport.trace.count, 2_000)
    }
}

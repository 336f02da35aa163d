import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// Workers and the supervisor are killed at random moments; nothing may be lost, run twice or left.
///
/// `LANEKEEPER_CHAOS_KILLS=N` says how many kills, half of them without control groups (20 if it is
/// not set). `LANEKEEPER_CHAOS_SEED=S` repeats a schedule.
final class ChaosTests: XCTestCase {
    func testKillsWithControlGroupsLoseNothing() throws {
        guard case .available = ControlGroupSupport.probe() else {
            print("not proved: kills with control groups: none can be made here")
            throw XCTSkip("no control groups")
        }
        try run(usingControlGroups: true)
    }

    func testKillsWithoutControlGroupsLoseNothing() throws {
        try run(usingControlGroups: false)
    }

    private func run(usingControlGroups: Bool) throws {
        let environment = ProcessInfo.processInfo.environment
        let kills = environment["LANEKEEPER_CHAOS_KILLS"].flatMap { Int($0) } ?? 20
        let given = environment["LANEKEEPER_CHAOS_SEED"].flatMap { UInt64($0) }
        let seed = try given ?? Entropy.seed() % 1_000_000
        let mode = usingControlGroups ? "with control groups" : "without control groups"
        print("chaos: seed \(seed), \(kills / 2) kills \(mode)")
        let instance = try TestInstance(nil)
        addTeardownBlock { instance.remove() }
        try write(usingControlGroups, to: instance.configurationPath)
        try instance.start()
        let chaos = try ChaosRun(instance, seed: seed)

        try chaos.harm(killCount: kills / 2)
        try chaos.settle(seconds: 60)

        let findings = try ChaosFindings(chaos)
        report(chaos, findings, mode)
        let deviations = try findings.deviations()
        for line in deviations.prefix(400) { print("chaos: \(line)") }
        XCTAssertEqual(deviations.count, 0, "seed \(seed) \(mode)")
        XCTAssertEqual(findings.completedCount, chaos.acknowledged.count)
        XCTAssertGreaterThanOrEqual(chaos.busyKillCount * 2, chaos.killCount)
    }

    private func report(_ chaos: ChaosRun, _ findings: ChaosFindings, _ mode: String) {
        let half = findings.restart(percent: 50)
        let most = findings.restart(percent: 99)
        print(
            "chaos: \(chaos.killCount) kills \(mode), \(chaos.busyKillCount) with a run in flight"
        )
        print("chaos: \(findings.attemptCount) attempts of \(chaos.acknowledged.count) missions")
        print(
            "chaos: kill to the same mission running again: p50 \(half) ms, p99 \(most) ms"
                + " (\(findings.restartMilliseconds.count) samples)"
        )
        print(findings.summary)
    }

    /// Uses the configuration beside this file.
    private func write(_ usingControlGroups: Bool, to path: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("configuration.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let groups = usingControlGroups ? "auto" : "never"
        let changed = text.replacingOccurrences(
            of: "version: 1,",
            with: "version: 1, supervisor: { control_groups: \"\(groups)\" },"
        )
        XCTAssertNotEqual(changed, text)
        try changed.write(toFile: path, atomically: true, encoding: .utf8)
    }
}

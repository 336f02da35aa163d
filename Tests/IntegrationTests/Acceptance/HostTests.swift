import DataStructures
import Foundation
import IntegrationSupport
import Protocol
import SQLite
import System
import XCTest

/// Whether the machine has room for another start.
final class HostTests: XCTestCase {
    func testStartThatWouldTakeTheReserveWaitsAndInteractiveMayUseHalf() throws {
        let available = try XCTUnwrap(HostMemory().availableKiB()) / 1_024
        let instance = try TestInstance(in: self, reserve(available * 5 / 4))
        let client = try instance.client()

        let waiting = try client.submit(script("say waited"))
        let id = try XCTUnwrap(waiting.envelope.missionID)
        let urgent = try finish(script("say now") { $0.missionClass = .interactive }, client)

        XCTAssertEqual(urgent.state.status, .completed)
        let why = try XCTUnwrap(try client.mission(id).waitingFor)
        XCTAssertEqual(why.reason, .hostMemory)
        XCTAssertGreaterThan(why.figures["kept_mib"] ?? 0, why.figures["available_mib"] ?? 0)
        XCTAssertNotNil(try client.status().availableMiB)
        let doctor = try instance.lanectl("doctor")
        XCTAssertTrue(doctor.output.contains("memory"), doctor.output)

        try instance.write(reserve(1))
        XCTAssertEqual(try instance.lanectl("config", "reload").code, 0)
        XCTAssertEqual(try client.wait(id).state.status, .completed)
        try assertNothingOverlapped(instance)
    }

    func testStartsAfterAnUncleanBootAreSpacedOutAndAfterADeathOfTheSupervisorAreNot() throws {
        var configuration = TestConfiguration()
        configuration.supervisor = ["host: { unclean_start_rate: { per_minute: 60, burst: 1 } }"]
        let instance = try TestInstance(in: self, configuration)
        try instance.killAndRestart()
        try instance.waitUntilReady()
        XCTAssertLessThan(try XCTUnwrap(try startGaps(instance).min()), .milliseconds(950))

        try restartMachine(of: instance)
        try instance.waitUntilReady()

        XCTAssertGreaterThanOrEqual(
            try XCTUnwrap(try startGaps(instance).min()),
            .milliseconds(950)
        )
    }

    /// Submits three missions at once, and says how long after each other they started.
    private func startGaps(_ instance: TestInstance) throws -> [Interval] {
        let client = try instance.client()
        let missions = try client.submit((0..<3).map { _ in script("say more") })
        let views = try missions.map { mission in
            try client.wait(try XCTUnwrap(mission.envelope.missionID))
        }
        let times = views.compactMap { $0.attempts.first?.dispatchedAt }.sorted()
        XCTAssertEqual(times.count, 3)
        return zip(times, times.dropFirst()).map { earlier, later in later.since(earlier) }
    }

    /// Nothing of the instance lives on, and the ledger was last opened under another kernel.
    private func restartMachine(of instance: TestInstance) throws {
        try instance.signal(.kill)
        try instance.waitForEnd()
        for process in try instance.census.daemons() { try instance.send(.kill, to: process) }
        try Deadline.wait(until: "no worker lives") { try instance.census.daemons().isEmpty }
        let ledger = try Connection(path: instance.ledger, access: .readWrite)
        try ledger.execute("UPDATE ledger_meta SET boot_id = 'another'")
        _ = consume ledger
        try instance.start()
    }

    private func reserve(_ mebibytes: UInt64) -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.supervisor = ["host: { min_available_mib: \(mebibytes) }"]
        return configuration
    }
}

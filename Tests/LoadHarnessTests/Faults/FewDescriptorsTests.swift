import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class FewDescriptorsTests: XCTestCase {
    func testSupervisorHasFewDescriptorsForAWhileAndThenAsManyAsBefore() throws {
        let bench = try FaultBench(in: self)
        let (id, _) = try bench.stall()
        let injector = bench.injector(
            FaultBench.plan(.limitDescriptors, lastsFor: .seconds(1))
        )

        try bench.play(injector, until: "it has few") { bench.limits.count == 2 }
        let limit = try XCTUnwrap(bench.limits[1])
        XCTAssertTrue((20...64).contains(limit), "\(limit)")
        let limited = try XCTUnwrap(bench.supervisor?.identity)
        XCTAssertTrue(try limits(of: limited).contains(" \(limit) "))
        try bench.playOut(injector)

        XCTAssertEqual(bench.limits.count, 3)
        XCTAssertEqual(bench.limits.last, .some(nil))
        XCTAssertFalse(try ProcessTable.isAlive(limited))
        XCTAssertEqual(injector.injected.map(\.obstacle), [nil])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [true])
        try bench.waitUntilReady()
        let worker = try bench.connect().waitForWorker(bench.quotas.lanes[0].id)
        XCTAssertFalse(try limits(of: worker).contains(" \(limit) "), "no worker keeps the limit")
        try bench.connect().waitForRun(id)
    }

    func testItKeepsThemFewOverAKill() throws {
        let bench = try FaultBench(in: self)
        let injector = bench.injector(
            FaultBench.plan(.limitDescriptors, lastsFor: .seconds(1)),
            FaultBench.plan(.killSupervisor, after: .milliseconds(500))
        )

        try bench.playOut(injector)

        XCTAssertGreaterThanOrEqual(bench.limits.count, 4)
        XCTAssertEqual(Set(bench.limits.dropFirst().dropLast()).count, 1)
        XCTAssertNotNil(bench.limits[1])
        XCTAssertEqual(bench.limits.last, .some(nil))
        try bench.waitUntilReady()
    }

    /// The line of the limit of open files, soft and hard.
    private func limits(of process: ProcessIdentity) throws -> Substring {
        let text = try Files.readText("/proc/\(process.pid)/limits", byteCountMax: 1 << 16)
        let line = text.split(separator: "\n").first { $0.hasPrefix("Max open files") }
        return try XCTUnwrap(line)
    }
}

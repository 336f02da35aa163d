import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class SlowReaderTests: XCTestCase {
    func testOthersAreServedWhileAClientDoesNotRead() throws {
        let bench = try FaultBench(in: self)
        let client = try XCTUnwrap(bench.client)
        let supervisor = try XCTUnwrap(bench.supervisor?.identity.pid)
        let before = try Files.list("/proc/\(supervisor)/fd").count
        let injector = bench.injector(FaultBench.plan(.slowReader, lastsFor: .seconds(1)))
        try bench.play(injector, until: "it is there") {
            try Files.list("/proc/\(supervisor)/fd").count > before
        }

        // Some thousands of events, more than the kernel keeps for somebody who does not read.
        for _ in 0..<3 {
            let missions = try (0..<500).map { _ in try bench.mission("say x") }
            _ = try client.submit(missions)
        }
        try bench.playOut(injector)

        XCTAssertEqual(injector.injected.map(\.obstacle), [nil])
        try Deadline.wait(until: "it is gone") {
            try Files.list("/proc/\(supervisor)/fd").count <= before
        }
        XCTAssertEqual(try client.status().phase, "ready")
    }

    func testItIsOverWhenTheSupervisorHangsUp() throws {
        let bench = try FaultBench(in: self)
        let injector = bench.injector(
            FaultBench.plan(.slowReader, lastsFor: .seconds(3_600)),
            FaultBench.plan(.killSupervisor, after: .milliseconds(300))
        )

        try bench.playOut(injector)

        let fault = try XCTUnwrap(injector.injected.first)
        XCTAssertEqual(fault.kind, .slowReader)
        XCTAssertLessThan(fault.endedAt.since(fault.at), .seconds(20))
        XCTAssertGreaterThanOrEqual(fault.endedAt, try XCTUnwrap(injector.injected.last).at)
    }
}

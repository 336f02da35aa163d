import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class SuspensionTests: XCTestCase {
    func testProcessStandsStillForItsTimeAndThenGoesOn() throws {
        for kind in [FaultKind.stopWorker, .stopSupervisor] {
            let bench = try FaultBench(in: self)
            let worker = try bench.connect().waitForWorker(bench.quotas.lanes[0].id)
            let supervisor = try XCTUnwrap(bench.supervisor?.identity)
            let stopped = kind == .stopWorker ? worker : supervisor
            let injector = bench.injector(FaultBench.plan(kind, lastsFor: .milliseconds(200)))

            try bench.play(injector, until: "\(kind) has begun") {
                !injector.injected.isEmpty
            }
            try Deadline.wait(until: "it stands still") { try state(of: stopped) == "T" }
            try bench.playOut(injector)

            XCTAssertNotEqual(try state(of: stopped), "T")
            let fault = try XCTUnwrap(injector.injected.first)
            XCTAssertGreaterThanOrEqual(fault.endedAt.since(fault.at), .milliseconds(190))
            XCTAssertEqual(fault.object, kind == .stopWorker ? "vp.a" : "supervisor")
            XCTAssertFalse(fault.wasBusy)
            XCTAssertEqual(bench.limits.count, 1)
            XCTAssertEqual(try bench.connect().status().phase, "ready")
        }
    }

    func testWhatWasKilledMeanwhileNeedNotGoOn() throws {
        let bench = try FaultBench(in: self)
        let injector = bench.injector(
            FaultBench.plan(.stopWorker),
            FaultBench.plan(.killWorker)
        )

        try bench.playOut(injector)

        XCTAssertEqual(injector.injected.compactMap(\.obstacle), [])
        try bench.waitUntilReady()
    }

    private func state(of process: ProcessIdentity) throws -> Character? {
        try ProcessTable.entryIfPresent(process.pid)?.state
    }
}

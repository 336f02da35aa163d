import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class WorkerSignalTests: XCTestCase {
    func testKilledWorkersMissionRunsAgain() throws {
        let bench = try FaultBench(in: self)
        let (id, leader) = try bench.stall()
        let client = try bench.connect()
        let worker = try client.waitForWorker(bench.quotas.lanes[0].id)
        let other = try client.waitForWorker(bench.quotas.lanes[1].id)
        let injector = bench.injector(FaultBench.plan(.killWorker))

        try bench.playOut(injector)

        let fault = try XCTUnwrap(injector.injected.first)
        XCTAssertEqual(injector.injected.count, 1)
        XCTAssertEqual(fault.kind, .killWorker)
        XCTAssertEqual(fault.object, "vp.a")
        XCTAssertTrue(fault.wasBusy)
        XCTAssertNil(fault.obstacle)
        XCTAssertEqual(fault.at, fault.endedAt)
        try client.wait(id, until: "runs again") {
            $0.attempts.last?.leader.map { $0 != leader } == true
        }
        XCTAssertEqual(try client.mission(id).attempts.first?.outcome, .crashed)
        XCTAssertFalse(try ProcessTable.isAlive(worker))
        XCTAssertTrue(try ProcessTable.isAlive(other))
    }

    func testTerminatedWorkerEndsWhenItsRunHasAndHasASuccessor() throws {
        let bench = try FaultBench(in: self)
        let client = try bench.connect()
        let lane = bench.quotas.lanes[0].id
        let worker = try client.waitForWorker(lane)
        let go = "\(bench.folder)/go"
        let view = try client.submit(try bench.mission("wait-file \(go)"))
        let id = try XCTUnwrap(view.envelope.missionID)
        try client.waitForRun(id)
        let injector = bench.injector(FaultBench.plan(.terminateWorker))

        try bench.playOut(injector)
        try Files.writeAtomically([], to: go, mode: 0o600)

        XCTAssertEqual(injector.injected.map(\.wasBusy), [true])
        XCTAssertEqual(try client.wait(id).attempts.map(\.outcome), [.completed])
        try client.wait(lane, until: "has another worker") {
            $0.record.worker.map { $0 != worker } == true
        }
        XCTAssertFalse(try ProcessTable.isAlive(worker))
    }

    func testLaneWithoutARunIsNotBusy() throws {
        let bench = try FaultBench(in: self)
        try bench.stall(on: 1)
        let injector = bench.injector(FaultBench.plan(.killWorker))

        try bench.playOut(injector)

        XCTAssertEqual(injector.injected.map(\.wasBusy), [false])
    }
}

import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class SupervisorSignalTests: XCTestCase {
    func testKilledSupervisorHasASuccessorThatTakesOverWhatRuns() throws {
        let bench = try FaultBench(in: self)
        let (id, leader) = try bench.stall()
        let first = try XCTUnwrap(bench.supervisor?.identity)
        let injector = bench.injector(FaultBench.plan(.killSupervisor))

        try bench.playOut(injector)

        XCTAssertFalse(injector.isSupervisorAway)
        XCTAssertEqual(injector.injected.map(\.object), ["supervisor"])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [true])
        XCTAssertFalse(try ProcessTable.isAlive(first))
        XCTAssertEqual(bench.limits.count, 2)
        XCTAssertEqual(try bench.connect().waitForRun(id), leader)
    }

    func testTerminatedSupervisorIsStartedAgainOnlyWhenItHasEnded() throws {
        let bench = try FaultBench(in: self)
        try bench.stall()
        let first = try XCTUnwrap(bench.supervisor?.identity)
        let injector = bench.injector(
            FaultBench.plan(.terminateSupervisor),
            FaultBench.plan(.killSupervisor)
        )

        try bench.play(injector, until: "the next was started") {
            guard bench.limits.count == 1 else { return true }
            XCTAssertLessThanOrEqual(injector.injected.count, 1, "there is none to kill")
            return false
        }

        XCTAssertFalse(try ProcessTable.isAlive(first))
        try bench.playOut(injector)
        XCTAssertEqual(injector.injected.compactMap(\.obstacle), [])
        XCTAssertEqual(bench.limits.count, 3)
        try bench.waitUntilReady()
    }
}

import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class DoubleKillTests: XCTestCase {
    func testNobodyIsLeftWhoSawEitherDieAndTheMissionRunsAgain() throws {
        let bench = try FaultBench(in: self)
        let (id, leader) = try bench.stall()
        let lane = bench.quotas.lanes[0].id
        let worker = try bench.connect().waitForWorker(lane)
        let first = try XCTUnwrap(bench.supervisor?.identity)
        let injector = bench.injector(FaultBench.plan(.killBoth))

        try bench.playOut(injector)

        XCTAssertEqual(injector.injected.map(\.object), ["vp.a"])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [true])
        XCTAssertFalse(try ProcessTable.isAlive(first))
        XCTAssertFalse(try ProcessTable.isAlive(worker))
        try bench.connect().wait(id, until: "runs again") {
            $0.attempts.last?.leader.map { $0 != leader } == true
        }
        XCTAssertFalse(try ProcessTable.isAlive(leader))
    }

    func testSupervisorGoesOnWhereThereIsNoWorker() throws {
        let target = try ScriptedTarget()
        try target.start(descriptorLimit: nil)
        let scene = FaultScene(target) { _ in }
        let lane = target.quotas.lanes[0].id

        let begin = try DoubleKill(lane).begin(scene)

        XCTAssertEqual(begin, .notYet(object: "vp.a", because: "it has no worker"))
        XCTAssertEqual(scene.keeper.state, .running)
        let supervisor = try XCTUnwrap(target.supervisor)
        XCTAssertNotEqual(try ProcessTable.entry(of: supervisor.identity.pid).state, "T")
        XCTAssertNil(try supervisor.reap())
    }
}

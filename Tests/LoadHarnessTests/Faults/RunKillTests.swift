import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class RunKillTests: XCTestCase {
    func testLeaderIsKilledAndNotWhatItHasLeftBehind() throws {
        let bench = try FaultBench(in: self)
        let client = try bench.connect()
        let mission = try bench.mission(
            "attempt 1 grandchild 60 setsid double-fork",
            "attempt 1 mark \(bench.instance.marksPath)",
            "attempt 1 stall"
        )
        let id = try XCTUnwrap(try client.submit(mission).envelope.missionID)
        let leader = try client.waitForRun(id)
        try Deadline.wait(until: "the grandchild is there") {
            try !Mark.read(bench.instance.marksPath).isEmpty
        }
        let injector = bench.injector(FaultBench.plan(.killRun))

        try bench.playOut(injector)

        XCTAssertEqual(injector.injected.map(\.object), ["\(id).1"])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [true])
        let view = try client.wait(id)
        XCTAssertEqual(view.attempts.map(\.outcome), [.failed, .completed])
        XCTAssertEqual(view.attempts.first?.leader, leader)
        XCTAssertEqual(view.attempts.first?.exit, .signal(9))
    }
}

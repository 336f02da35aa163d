import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class SocketRemovalTests: XCTestCase {
    func testSupervisorListensAgainAndOldConnectionsGoOn() throws {
        let bench = try FaultBench(in: self)
        let old = try bench.connect()
        let injector = bench.injector(FaultBench.plan(.removeSocket))
        let before = try XCTUnwrap(try Files.information(bench.controlSocket))

        try bench.playOut(injector)

        XCTAssertEqual(injector.injected.map(\.object), [bench.controlSocket])
        XCTAssertEqual(injector.injected.map(\.obstacle), [nil])
        try Deadline.wait(until: "somebody listens again") {
            // Each turn of the supervisor may find out; it has one for each request.
            _ = try old.status()
            return (try? TestClient(bench.controlSocket)) != nil
        }
        XCTAssertNotEqual(try Files.information(bench.controlSocket)?.inode, before.inode)
        XCTAssertEqual(bench.limits.count, 1)
    }
}

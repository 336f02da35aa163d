import Protocol
import System
import XCTest

@testable import LoadHarness

final class StormFileTests: XCTestCase {
    func testEachLaneOfAPoolHearsItAndThenNothing() throws {
        let target = try ScriptedTarget()
        let lanes = target.quotas.lanes.map(\.id)

        try StormFile.write("exit 1\n", in: target.folder, lanes)
        try StormFile.write(StormFile.throttled, in: target.folder, lanes)

        for lane in lanes {
            let path = StormFile.path(in: target.folder, lane)
            XCTAssertEqual(try Files.readText(path, byteCountMax: 999), StormFile.throttled)
        }
        try StormFile.remove(in: target.folder, lanes)
        try StormFile.remove(in: target.folder, lanes)
        XCTAssertEqual(try Files.list(target.folder), ["s"])
    }

    func testScriptNamesTheFileOfItsLane() throws {
        let lane = try XCTUnwrap(LaneID("vp.a"))
        let named = StormFile.included(in: "/x").replacing("$LANE_ID", with: "vp.a")

        XCTAssertEqual(named, StormFile.path(in: "/x", lane))
    }

    func testExhaustionNamesItsReset() {
        let reset = WallTime(nanoseconds: 1_500_000_000)

        XCTAssertEqual(
            StormFile.exhausted(until: reset),
            "limit usage_window rejected window=five_hour reset_at=1970-01-01T00:00:01.500Z\n"
                + "exit 75\n"
        )
    }
}

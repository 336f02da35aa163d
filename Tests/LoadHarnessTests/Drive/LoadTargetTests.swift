import Protocol
import XCTest

@testable import LoadHarness

final class LoadTargetTests: XCTestCase {
    func testLanesAreFoundByTheirNumbersInThePlan() throws {
        let target = try ScriptedTarget(lanes: ["vp.a", "vp.b"])

        XCTAssertEqual(target.lane(1)?.id, LaneID("vp.b"))
        XCTAssertNil(target.lane(2))
        XCTAssertNil(target.lane(-1))
        let lane = try XCTUnwrap(LaneID("vp.a"))
        XCTAssertEqual(target.folder(of: lane), "\(target.folder)/s/lanes/vp.a")
    }
}

import LedgerConformance
import Protocol
import XCTest

@testable import Supervisor

final class StoredRouteTests: XCTestCase {
    func testRouteReadsBack() throws {
        let route = Sample.fullState().route

        let text = try XCTUnwrap(StoredRoute.text(route))

        XCTAssertEqual(StoredRoute.route(text), route)
        XCTAssertNil(StoredRoute.text([RouteStep]()))
    }

    func testNothingElseIsARoute() {
        for text in [
            "", "1\tvp.a\trouter\t", "x\tvp.a\trouter\t\twhy", "1\tA B\trouter\t\twhy",
            "1\tvp.a\trouter\tno_such_reason\twhy", "1\tvp.a\trouter\t\twhy\n",
        ] {
            XCTAssertNil(StoredRoute.route(text), text)
        }
    }

    func testLanesReadBack() throws {
        let lanes = [Sample.lane("vp.a"), Sample.lane("code-writer")]

        XCTAssertEqual(StoredRoute.text(lanes), "vp.a code-writer")
        XCTAssertEqual(StoredRoute.lanes("vp.a code-writer"), lanes)
        XCTAssertNil(StoredRoute.text([LaneID]()))
        for text in ["", "vp.a  b", "A"] { XCTAssertNil(StoredRoute.lanes(text), text) }
    }
}

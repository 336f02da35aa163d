import LedgerConformance
import Protocol
import XCTest

@testable import Supervisor

final class MissionPageTests: XCTestCase {
    func testCursorIsTheLastNumberLookedAt() {
        let view = MissionView(envelope: Sample.envelope("m"), state: Sample.state())
        let found = [4, 7, 9].map { MissionPage.Entry(number: $0, view: view) }

        XCTAssertEqual(MissionPage(found, limit: 2, scannedThrough: nil).nextCursor, "7")
        XCTAssertEqual(MissionPage(found, limit: 3, scannedThrough: nil).nextCursor, nil)
        XCTAssertEqual(MissionPage(found, limit: 3, scannedThrough: 90).nextCursor, "90")
        XCTAssertEqual(MissionPage(found, limit: 2, scannedThrough: 90).missions.count, 2)
    }

    func testOnlyOurCursorsAreTaken() {
        XCTAssertEqual(MissionPage.number(ofCursor: nil), 0)
        XCTAssertEqual(MissionPage.number(ofCursor: "17"), 17)
        for cursor in ["", "0", "-1", "+1", "01", "x", "99999999999999999999"] {
            XCTAssertNil(MissionPage.number(ofCursor: cursor), cursor)
        }
    }
}

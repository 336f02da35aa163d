import Protocol
import XCTest

@testable import LaneControl

final class AgeTextTests: XCTestCase {
    func testAgesHaveAtMostTwoUnits() {
        let cases: [(UInt64, String)] = [
            (0, "0s"), (119, "119s"), (120, "2m"), (192, "3m12s"), (3_599, "59m59s"), (3_600, "1h"),
            (11_520, "3h12m"), (172_799, "47h59m"), (172_800, "2d"), (190_800, "2d5h"),
        ]

        for (seconds, text) in cases {
            XCTAssertEqual(AgeText.text(seconds: seconds), text)
        }
        XCTAssertEqual(AgeText.text(.milliseconds(999)), "999ms")
        XCTAssertEqual(AgeText.text(.milliseconds(1_999)), "1s")
    }

    func testNoTimeHasNoAge() {
        XCTAssertEqual(AgeText.since(nil, at: Samples.now), "-")
        XCTAssertEqual(AgeText.since(Samples.now, at: Samples.time("2026-11-21T11:59:00Z")), "0s")
    }
}

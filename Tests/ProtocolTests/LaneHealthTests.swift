import XCTest

@testable import Protocol

final class LaneHealthTests: XCTestCase {
    func testMemoryReadsBack() throws {
        for health in [LaneHealth(), try Samples.laneRecord().health] {
            let text = health.encodedObject[...]

            XCTAssertEqual(
                try JSONLine.decode(Wire<LaneHealth>.self, from: text, .strict).value,
                health
            )
        }
    }

    func testEvidenceIsATextOfTwoCharacters() {
        XCTAssertEqual(LaneHealth.recent("+-+"), [true, false, true])
        XCTAssertEqual(LaneHealth.recent(""), [])
        XCTAssertNil(LaneHealth.recent("+x"))
        let line = Array(#"{"state":"healthy","recent":"?"}"#.utf8)[...]
        XCTAssertThrowsError(try JSONLine.decode(Wire<LaneHealth>.self, from: line, .strict))
    }
}

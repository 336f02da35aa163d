import XCTest

@testable import Protocol

final class IdentifierTextTests: XCTestCase {
    func testLaneNames() {
        let good = [
            "a", "vp.coder.primary", "code-writer", "a1.b-2", String(repeating: "a", count: 48),
        ]
        let bad = [
            "", ".", "-a", "a-", "a.", "a..b", "a.-b", "A", "a_b", "a/b", "../x", "ä", "a b",
            "a\u{0}",
            String(repeating: "a", count: 49),
        ]
        for text in good { XCTAssertEqual(LaneID(text)?.rawValue, text) }
        for text in bad { XCTAssertNil(LaneID(text), text) }
    }

    func testMissionRunAndSessionNames() {
        let good = ["a", "A-1_2.3", "0", "_"]
        let bad = ["", ".a", "-a", "a/b", "a b", "a\n", "é", "..", "a\u{0}"]
        for text in good {
            XCTAssertEqual(MissionID(text)?.rawValue, text)
            XCTAssertEqual(RunID(text)?.rawValue, text)
            XCTAssertEqual(SessionID(text)?.rawValue, text)
        }
        for text in bad {
            XCTAssertNil(MissionID(text), text)
            XCTAssertNil(RunID(text), text)
            XCTAssertNil(SessionID(text), text)
        }
    }

    func testLengths() {
        for (make, limit) in [
            ({ MissionID($0) != nil }, 64), ({ RunID($0) != nil }, 72),
            ({ SessionID($0) != nil }, 64),
        ] as [((String) -> Bool, Int)] {
            XCTAssertTrue(make(String(repeating: "x", count: limit)))
            XCTAssertFalse(make(String(repeating: "x", count: limit + 1)))
        }
    }

    func testRunIDHoldsTheLongestMissionIDAndAnAttemptNumber() {
        let mission = String(repeating: "m", count: MissionID.byteCountMax)

        XCTAssertNotNil(RunID("\(mission).1000000"))
    }
}

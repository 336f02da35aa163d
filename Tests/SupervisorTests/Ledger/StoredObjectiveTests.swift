import XCTest

@testable import Supervisor

final class StoredObjectiveTests: XCTestCase {
    func testDividesBetweenCharacters() {
        let family = "\u{1F469}\u{200D}\u{1F467}"
        let cases: [(objective: String, startByteCount: Int)] = [
            ("", 0), ("short", 5), (String(repeating: "a", count: 200), 200),
            (String(repeating: "a", count: 201), 200),
            ("a" + String(repeating: "ä", count: 150), 199),
            (String(repeating: "a", count: 195) + family, 195),
            (String(repeating: "a", count: 200) + "\u{301}", 199),
        ]

        for (objective, byteCount) in cases {
            let stored = StoredObjective(objective)
            XCTAssertEqual(stored.start.utf8.count, byteCount)
            XCTAssertEqual(Array(stored.text.utf8), Array(objective.utf8))
            XCTAssertEqual(stored.rest == nil, byteCount == objective.utf8.count)
        }
    }
}

import XCTest

@testable import Protocol

final class NearestNameTests: XCTestCase {
    private let known = ["max_runtime_seconds", "max_idle_seconds", "owner", "class", "labels"]

    func testNearNames() {
        let table: [(String, String?)] = [
            ("max_runtime_secs", "max_runtime_seconds"),
            ("maxRuntimeSeconds", "max_runtime_seconds"),
            ("max_idel_seconds", "max_idle_seconds"),
            ("clas", "class"),
            ("calss", "class"),
            ("lab", "labels"),
            ("Owner", "owner"),
            ("colour", nil),
            ("", nil),
            ("o", nil),
            (String(repeating: "owner", count: 100), nil),
        ]
        for (name, expected) in table {
            XCTAssertEqual(NearestName.suggestion(for: name, among: known), expected, name)
        }
    }

    func testFirstOfEquallyNearNamesWins() {
        XCTAssertEqual(NearestName.suggestion(for: "abx", among: ["abc", "abd"]), "abc")
        XCTAssertNil(NearestName.suggestion(for: "abc", among: []))
    }
}

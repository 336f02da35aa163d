import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class JSONValueMergingTests: XCTestCase {
    func testMergingGoesMemberByMember() {
        let base: JSONValue = .object([
            "a": .object(["b": .integer(1), "c": .integer(2)]), "d": .array([.integer(1)]),
        ])
        let other: JSONValue = .object([
            "a": .object(["b": .integer(3)]), "d": .array([]), "e": .null,
        ])

        XCTAssertEqual(
            base.merging(other),
            .object([
                "a": .object(["b": .integer(3), "c": .integer(2)]), "d": .array([]),
                "e": .null,
            ])
        )
        XCTAssertEqual(base.merging(.null), base)
        XCTAssertEqual(base.merging(.integer(1)), .integer(1))
        XCTAssertEqual(base.member("d"), .array([.integer(1)]))
        XCTAssertNil(JSONValue.integer(1).member("d"))
    }
}

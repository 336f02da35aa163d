import XCTest

@testable import FakeRuntime

final class WordsTests: XCTestCase {
    func testWordsThenText() throws {
        var words = Words("  first   the rest  is text ", of: "x first the rest is text")

        XCTAssertEqual(try words.word("A"), "first")
        XCTAssertEqual(words.text(), "the rest  is text")
        XCTAssertNoThrow(try words.end())
        XCTAssertThrowsError(try words.someText("B"))
    }
}

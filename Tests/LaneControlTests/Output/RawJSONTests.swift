import XCTest

@testable import LaneControl

final class RawJSONTests: XCTestCase {
    func testMembersAreCutOutAsTheyAre() {
        let text = #" { "a" : [1, {"result":2}] , "result" : {"x":"},\"]"} , "c":null}"#

        XCTAssertEqual(RawJSON.member("a", of: text), #"[1, {"result":2}]"#)
        XCTAssertEqual(RawJSON.member("result", of: text), #"{"x":"},\"]"}"#)
        XCTAssertEqual(RawJSON.member("c", of: text), "null")
        XCTAssertNil(RawJSON.member("x", of: text))
        XCTAssertNil(RawJSON.member("a", of: "[1]"))
    }

    func testElementsAreCutOutAsTheyAre() {
        XCTAssertEqual(
            RawJSON.elements(of: #"[{"a":[1,2]} , "b,c",3]"#),
            [#"{"a":[1,2]}"#, #""b,c""#, "3"]
        )
        XCTAssertEqual(RawJSON.elements(of: "[ ]"), [])
        XCTAssertEqual(RawJSON.elements(of: "{}"), [])
    }

    func testStringsAreEscaped() {
        XCTAssertEqual(RawJSON.string("a\"b\\c\n\u{1}é"), #""a\"b\\c\n\u0001é""#)
    }
}

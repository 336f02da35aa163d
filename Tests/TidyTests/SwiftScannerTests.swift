import XCTest

final class SwiftScannerTests: XCTestCase {
    func testCommentsAreNotCode() {
        assert("a // b\nc", code: "a     \nc", comments: "  // b\n ")
        assert(
            "a /* b /* c */ d */ e",
            code: "a                   e",
            comments: "  /* b /* c */ d */  "
        )
    }

    func testInsideOfStringsIsNeitherCodeNorComment() {
        assert("f(\"// a\") // b", code: "f(\"    \")     ", comments: "          // b")
        assert("\"a\\\"b\" c", code: "\"    \" c")
        assert("#\"a\"b\"# c", code: "#\"   \"# c")
        assert("\"\"\"\n\"a\"\n\"\"\" b", code: "\"\"\"\n   \n\"\"\" b")
    }

    func testInterpolationsAreCode() {
        assert("\"a \\(b(c)) d\" e", code: "\"   (b(c))  \" e")
        assert("\"\\(a ?? \"b\")\"", code: "\" (a ?? \" \")\"")
        assert("#\"\\(a) \\#(b)\"#", code: "#\"       (b)\"#")
    }

    func testUnclosedStringEndsWithItsLine() {
        assert("\"a\nb", code: "\" \nb")
    }

    private func assert(_ text: String, code: String, comments: String? = nil, line: UInt = #line) {
        let scanner = SwiftScanner(text)

        XCTAssertEqual(scanner.code, code, line: line)
        XCTAssertEqual(scanner.comments, comments ?? scanner.comments, line: line)
    }
}

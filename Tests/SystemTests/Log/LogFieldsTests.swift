import XCTest

@testable import System

final class LogFieldsTests: XCTestCase {
    func testValuesAreQuotedWhereNeeded() {
        let values: [(String, String)] = [
            ("plain", "plain"), ("vp.coder-1", "vp.coder-1"), ("", "\"\""), ("a b", "\"a b\""),
            ("a=b", "\"a=b\""), ("say \"x\"", "\"say \\\"x\\\"\""), ("a\\b", "\"a\\\\b\""),
            ("a\nb\tc\r", "\"a\\nb\\tc\\r\""), ("\u{1}\u{1B}\u{7F}", "\"\\x01\\x1b\\x7f\""),
            ("größe", "größe"),
        ]

        for (value, written) in values {
            XCTAssertEqual(text { $0.add("key", value) }, "key=\(written)")
        }
    }

    func testFieldsAreSeparatedByOneBlank() {
        let line = text {
            $0.add("lane", "review")
            $0.add("pid", 4_121)
            $0.add("none", String?.none)
            $0.add("is_idle", false)
        }

        XCTAssertEqual(line, "lane=review pid=4121 is_idle=false")
    }

    func testLongValueIsCutBetweenCharacters() {
        for width in 0..<4 {
            let prefix = String(repeating: "a", count: 1_020 + width)

            let line = text { $0.add("key", prefix + "€€€") }

            let kept = prefix + (width <= 1 ? "€" : "")
            XCTAssertEqual(line, "key=\"\(kept)...\"")
        }
    }

    private func text(_ add: (inout LogFields) -> Void) -> String {
        var fields = LogFields(reusing: [])
        add(&fields)
        return String(decoding: fields.bytes, as: UTF8.self)
    }
}

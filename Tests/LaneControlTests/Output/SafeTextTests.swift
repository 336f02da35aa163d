import XCTest

@testable import LaneControl

final class SafeTextTests: XCTestCase {
    func testLinesCannotSteerTheTerminal() {
        XCTAssertEqual(
            SafeText.line("a\n\t b\u{1B}[2J\u{9B}c\u{202E}d"),
            "a b\u{FFFD}[2J\u{FFFD}c\u{FFFD}d"
        )
        XCTAssertEqual(SafeText.block("a\n\tb\r\u{7}"), "a\n\tb\u{FFFD}\u{FFFD}")
    }

    func testLogsKeepTheirColoursAndNothingElse() {
        XCTAssertEqual(SafeText.log("\u{1B}[1;31mred\u{1B}[0m\n"), "\u{1B}[1;31mred\u{1B}[0m\n")
        XCTAssertEqual(
            SafeText.log("\u{1B}[2Jx\u{1B}]0;title\u{7}"),
            "\u{FFFD}[2Jx\u{FFFD}]0;title\u{FFFD}"
        )
    }

    func testTextIsCutToColumns() {
        XCTAssertEqual(SafeText.cut("abcdef", to: 6), "abcdef")
        XCTAssertEqual(SafeText.cut("abcdefg", to: 6), "abcde…")
        XCTAssertEqual(SafeText.cut("日本語", to: 5), "日本…")
        XCTAssertEqual(SafeText.width("日本語a"), 7)
    }
}

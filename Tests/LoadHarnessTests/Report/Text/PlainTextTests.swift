import XCTest

@testable import LoadHarness

final class PlainTextTests: XCTestCase {
    func testWhatCouldMoveTheCursorOrTurnTheWritingIsReplaced() {
        XCTAssertEqual(
            PlainText.harmless("a\u{1B}[31mb\u{7F}\u{9B}"),
            "a\u{FFFD}[31mb\u{FFFD}\u{FFFD}"
        )
        XCTAssertEqual(PlainText.harmless("\u{202E}abc\u{2066}"), "\u{FFFD}abc\u{FFFD}")
        XCTAssertEqual(PlainText.harmless("a\r\nb\tc"), "a  b c")
    }

    func testOrdinaryTextOfAnyLanguageStays() {
        let text = "≤ 5 — größer, 漢字, 🙂"

        XCTAssertEqual(PlainText.harmless(text), text)
    }

    func testALongTextIsCutAndSaysSo() {
        XCTAssertEqual(PlainText.fitted("abcdef", 6), "abcdef")
        XCTAssertEqual(PlainText.fitted("abcdefg", 6), "abcde…")
        XCTAssertEqual(PlainText.fitted("", 6), "")
        XCTAssertEqual(PlainText.fitted("ab", 1), "…")
    }

    func testMarksOnACharacterAreBoundedToo() {
        let text = "a" + String(repeating: "\u{301}", count: 10_000)

        XCTAssertLessThan(PlainText.fitted(text, 10).utf8.count, 100)
    }
}

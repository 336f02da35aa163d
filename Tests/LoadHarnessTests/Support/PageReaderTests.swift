import XCTest

@testable import LoadHarness

final class PageReaderTests: XCTestCase {
    private func problems(_ text: String) -> Int { PageReader(Array(text.utf8)).problems.count }

    func testWhatIsWellFormedHasNoProblems() {
        XCTAssertEqual(
            problems("<!DOCTYPE html>\n<p class=\"a\">b &amp; c</p><path d=\"M1 2\"/>"),
            0
        )
    }

    func testWhatIsNotIsReported() {
        let wrong = [
            "<p>", "</p>", "<p><code></p></code>", "<p a=1></p>", "<p a=\"1\" a=\"2\"></p>",
            "<p>a & b</p>", "<p>&nbsp;</p>", "<p>a > b</p>", "<p/>", "<p><!-- a --></p>", "<p",
            "<p a=\"<b>\"></p>",
        ]
        for text in wrong { XCTAssertGreaterThan(problems(text), 0, text) }
    }
}

import XCTest

@testable import LoadHarness

final class ProgressLineTests: XCTestCase {
    func testEachTextReplacesTheOneBeforeAndFitsTheTerminal() {
        var drawn = ""
        let line = ProgressLine(isShown: true, columnCount: 10) { drawn += $0 }

        line.show("one")
        line.show("0123456789abc")
        line.clear()
        line.clear()

        XCTAssertEqual(drawn, "\r\u{1B}[Kone\r\u{1B}[K012345678\r\u{1B}[K")
    }

    func testNothingIsDrawnWithoutATerminal() {
        var drawn = ""
        let line = ProgressLine(isShown: false, columnCount: 80) { drawn += $0 }

        line.show("one")
        line.clear()

        XCTAssertEqual(drawn, "")
    }
}

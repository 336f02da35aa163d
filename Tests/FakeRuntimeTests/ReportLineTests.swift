import XCTest

@testable import FakeRuntime

final class ReportLineTests: XCTestCase {
    func testTextIsEscaped() {
        let line = ReportLine("a").adding("b", "\"\\\n\u{1}é")

        XCTAssertEqual(line.text, #"{"lane":"a","b":"\"\\\u000a\u0001é"}"#)
    }

    func testOnlyWhatJSONCallsANumberIsOne() {
        for number in ["0", "-1", "0.5", "1e3"] {
            XCTAssertTrue(ReportLine.isNumber(number), number)
        }
        for text in ["", "nan", "inf", "0x1", ".5", "1.", "+1", "2026-01-01", "e"] {
            XCTAssertFalse(ReportLine.isNumber(text), text)
        }
    }
}

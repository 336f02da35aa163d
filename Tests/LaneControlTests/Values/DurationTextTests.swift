import XCTest

@testable import LaneControl

final class DurationTextTests: XCTestCase {
    func testLengthsOfTime() {
        let cases: [(String, UInt64?)] = [
            ("0", 0), ("90", 90), ("90s", 90), ("10m", 600), ("1h30m", 5_400), ("2d", 172_800),
            ("1d2h3m4s", 93_784), ("366d", 366 * 86_400), ("367d", nil), ("", nil), ("m", nil),
            ("10x", nil), ("-1", nil), ("1.5h", nil), ("30m1h", nil), ("1m1m", nil), ("1h30", nil),
            ("99999999999999999999", nil), ("10 m", nil),
        ]

        for (text, seconds) in cases {
            XCTAssertEqual(DurationText.seconds(text), seconds, text)
        }
    }
}

import Protocol
import XCTest

@testable import LaneControl

final class TimeTextTests: XCTestCase {
    func testTimesAhead() {
        let cases = [
            ("+30m", "2026-11-21T12:30:00.000Z"), ("+0", "2026-11-21T12:00:00.000Z"),
            ("14:30", "2026-11-21T14:30:00.000Z"), ("12:00", "2026-11-22T12:00:00.000Z"),
            ("08:05", "2026-11-22T08:05:00.000Z"),
            ("2026-12-01T10:00:00+02:00", "2026-12-01T08:00:00.000Z"),
        ]

        for (text, time) in cases {
            XCTAssertEqual(TimeText.time(text, at: Samples.now)?.description, time, text)
        }
        for text in ["", "+", "24:00", "12:60", "1:30", "tomorrow", "30m", "2026-12-01"] {
            XCTAssertNil(TimeText.time(text, at: Samples.now), text)
        }
    }

    func testTimesBehind() {
        let now = Samples.now

        XCTAssertEqual(TimeText.past("15m", at: now)?.description, "2026-11-21T11:45:00.000Z")
        XCTAssertEqual(
            TimeText.past("2026-11-01T00:00:00Z", at: now)?.description,
            "2026-11-01T00:00:00.000Z"
        )
        XCTAssertNil(TimeText.past("yesterday", at: now))
    }
}

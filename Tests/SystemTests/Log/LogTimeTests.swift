import Protocol
import XCTest

@testable import System

final class LogTimeTests: XCTestCase {
    func testKnownTimes() {
        let times: [(Int64, String)] = [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
            (1_795_257_720_123_999_999, "2026-11-21T10:42:00.123Z"),
            (4_107_542_399_999_000_000, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ]

        for (nanoseconds, text) in times {
            XCTAssertEqual(LogTime.text(WallTime(nanoseconds: nanoseconds)), text)
        }
    }
}

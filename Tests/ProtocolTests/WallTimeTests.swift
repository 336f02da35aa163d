import XCTest

@testable import Protocol

final class WallTimeTests: XCTestCase {
    func testTimesThatAreRead() {
        let table: [(text: String, nanoseconds: Int64)] = [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.000Z", 0),
            ("1969-12-31T23:59:59.999Z", -1_000_000),
            ("1970-01-01t00:00:00z", 0),
            ("2026-11-21T10:42:00.000Z", 1_795_257_720_000_000_000),
            ("2026-11-21T10:42:00.5Z", 1_795_257_720_500_000_000),
            ("2026-11-21T10:42:00.123456789Z", 1_795_257_720_123_456_789),
            ("2026-11-21T12:42:00+02:00", 1_795_257_720_000_000_000),
            ("2026-11-21T05:12:00-05:30", 1_795_257_720_000_000_000),
            ("2026-11-21T10:42:00+00:00", 1_795_257_720_000_000_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000_000),
            ("2000-02-29T23:59:59Z", 951_868_799_000_000_000),
            ("1677-09-22T00:00:00Z", -9_223_286_400_000_000_000),
            ("2262-04-11T00:00:00Z", 9_223_286_400_000_000_000),
        ]
        for (text, nanoseconds) in table {
            XCTAssertEqual(WallTime(text)?.nanoseconds, nanoseconds, text)
        }
    }

    func testTextsThatAreNoTimes() {
        let texts = [
            "", "Z", "2026-11-21", "2026-11-21T10:42:00", "2026-11-21 10:42:00Z",
            "2026-11-21T10:42Z", "2026-11-21T10:42:00.Z", "2026-11-21T10:42:00.1234567890Z",
            "2026-11-21T24:00:00Z", "2026-11-21T10:60:00Z", "2026-11-21T10:42:60Z",
            "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z",
            "2026-11-21T10:42:00+2:00", "2026-11-21T10:42:00+0200", "2026-11-21T10:42:00+24:00",
            "2026-11-21T10:42:00ZZ", " 2026-11-21T10:42:00Z", "-026-11-21T10:42:00Z",
            "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "２０２６-11-21T10:42:00Z",
        ]
        for text in texts { XCTAssertNil(WallTime(text), text) }
    }

    func testTextIsUTCWithMillisecondsRoundedDown() {
        let table: [(nanoseconds: Int64, text: String)] = [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (999_999, "1970-01-01T00:00:00.000Z"),
            (1_795_257_720_123_999_999, "2026-11-21T10:42:00.123Z"),
            (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
            (.max, "2262-04-11T23:47:16.854Z"),
            (.min, "1677-09-21T00:12:43.145Z"),
        ]
        for (nanoseconds, text) in table {
            XCTAssertEqual(WallTime(nanoseconds: nanoseconds).description, text)
        }
    }

    func testEveryDayOfEightHundredYearsIsReadAsItWasWritten() {
        var expected = CivilDate(daysSinceEpoch: -146_097)
        for day in -146_096...Int64(146_097) {
            let date = CivilDate(daysSinceEpoch: day)
            let isNextDay = date.month == expected.month && date.day == expected.day + 1
            let isNewMonth = date.day == 1 && (date.month == expected.month % 12 + 1)
            guard date.daysSinceEpoch == day, date.isValid, isNextDay || isNewMonth else {
                return XCTFail("\(date) follows \(expected)")
            }
            expected = date
        }
    }
}

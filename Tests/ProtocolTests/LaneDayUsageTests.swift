import XCTest

@testable import Protocol

final class LaneDayUsageTests: XCTestCase {
    private let day: Int64 = 86_400_000_000_000

    func testFiguresReadBack() throws {
        for figures in [LaneDayUsage(), try Samples.laneRecord().dayUsage] {
            let text = figures.encodedObject[...]

            XCTAssertEqual(
                try JSONLine.decode(Wire<LaneDayUsage>.self, from: text, .strict).value,
                figures
            )
        }
    }

    func testDayBeginsAtMidnight() {
        XCTAssertEqual(LaneDayUsage.day(of: WallTime(nanoseconds: 3 * day - 1)), 2)
        XCTAssertEqual(LaneDayUsage.day(of: WallTime(nanoseconds: 3 * day)), 3)
        XCTAssertEqual(LaneDayUsage.day(of: WallTime(nanoseconds: -1)), 0)
        XCTAssertEqual(LaneDayUsage.start(of: 3), WallTime(nanoseconds: 3 * day))
        XCTAssertEqual(
            made(day: 3).end(at: WallTime(nanoseconds: 3 * day)),
            WallTime(nanoseconds: 4 * day)
        )
    }

    func testLaterDayBeginsWithNothing() {
        var figures = made(day: 3)

        figures.count(calls(1), at: WallTime(nanoseconds: 4 * day))

        XCTAssertEqual(figures.day, 4)
        XCTAssertEqual(figures.usage, calls(1))
    }

    func testClockThatIsADayBehindGoesOnWithTheFigures() {
        var figures = made(day: 3)

        figures.count(calls(1), at: WallTime(nanoseconds: 3 * day - 1))

        XCTAssertEqual(figures.day, 3)
        XCTAssertEqual(figures.usage, calls(8))
        let early = WallTime(nanoseconds: 2 * day)
        XCTAssertEqual(figures.end(at: early), WallTime(nanoseconds: 4 * day))
    }

    func testClockThatIsFarBehindTakesTheFiguresForToday() {
        var figures = made(day: 30)

        figures.count(calls(1), at: WallTime(nanoseconds: 3 * day))

        XCTAssertEqual(figures.day, 3)
        XCTAssertEqual(figures.usage, calls(8))
    }

    /// Seven calls on that day.
    private func made(day: UInt64) -> LaneDayUsage {
        var figures = LaneDayUsage()
        figures.day = day
        figures.usage = calls(7)
        return figures
    }

    private func calls(_ count: UInt64) -> Usage {
        var usage = Usage()
        usage.callCount = count
        return usage
    }
}

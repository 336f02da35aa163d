import XCTest

@testable import LoadHarness

final class TimeSeriesTests: XCTestCase {
    func testThePeakSurvivesThinning() {
        var series = TimeSeries(
            name: "a",
            points: (0..<100_000).map { TimeSeries.Point(seconds: Double($0), value: 1) }
        )
        series.points[54_321] = TimeSeries.Point(seconds: 54_321, value: 99)

        let thinned = series.thinned(to: 1000)

        XCTAssertLessThanOrEqual(thinned.points.count, 1000)
        XCTAssertEqual(thinned.peak, 99)
        XCTAssertEqual(TimeSeries(name: "b", points: []).peak, 0)
    }
}

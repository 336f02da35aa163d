import XCTest

@testable import LoadHarness

final class TimePlotTests: XCTestCase {
    private func page(_ points: [TimeSeries.Point], limit: Double? = nil) -> PageReader {
        var plot = TimePlot(
            text: PlotText(id: "a", title: "b", description: "c"),
            unit: "slots",
            lines: [TimePlot.Line(series: TimeSeries(name: "d", points: points), style: "s0")]
        )
        plot.limit = limit.map { ("all", $0) }
        var page = Markup()
        plot.write(into: &page, TimeScene(Made.evidence))
        return PageReader(page.bytes)
    }

    private func paths(_ reader: PageReader, _ style: String) -> [String] {
        zip(reader.attributes["path.class"] ?? [], reader.attributes["path.d"] ?? [])
            .filter { $0.0 == style }.map(\.1)
    }

    private func point(_ seconds: Double, _ value: Double, gap: Bool = false) -> TimeSeries.Point {
        TimeSeries.Point(seconds: seconds, value: value, isAfterGap: gap)
    }

    func testAValueStaysUntilTheNextOne() {
        // Twelve seconds are 606 units from 136; four slots are 150 units up from 190.
        let reader = page([point(0, 0), point(3, 4), point(6, 2)])

        XCTAssertEqual(paths(reader, "line s0"), ["M136 190H287.5V40H439V115"])
        XCTAssertEqual(reader.problems, [])
    }

    func testALineIsNotDrawnOverAGap() {
        let reader = page([
            point(0, 4), point(3, 4), point(6, 4, gap: true), point(9, 4, gap: true),
            point(12, 4),
        ])

        XCTAssertEqual(paths(reader, "line s0"), ["M136 40H287.5M439 40H440.5M590.5 40H742"])
    }

    func testTheLimitIsInsideOfTheAxis() {
        let reader = page([point(0, 1), point(1, 1)], limit: 16)

        XCTAssertTrue(paths(reader, "limit").contains("M136 70H742"))
        XCTAssertTrue(reader.text.contains("20"))
    }

    func testALongLineIsThinned() throws {
        let reader = page((0..<50_000).map { point(Double($0) / 5000, Double($0 % 7)) })

        let line = try XCTUnwrap(paths(reader, "line s0 fine").first)
        XCTAssertLessThanOrEqual(line.filter { $0 == "H" }.count, TimePlot.pointCountMax)
    }

    func testWithoutPointsThePlotSaysSo() {
        XCTAssertTrue(page([]).text.contains("nothing was measured"))
    }
}

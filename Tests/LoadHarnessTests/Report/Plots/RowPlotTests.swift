import XCTest

@testable import LoadHarness

final class RowPlotTests: XCTestCase {
    private func page(_ rows: [RowPlot.Row]) -> PageReader {
        var page = Markup()
        RowPlot(text: PlotText(id: "a", title: "b", description: "c"), rows: rows, legend: [])
            .write(into: &page, TimeScene(Made.evidence))
        let reader = PageReader(page.bytes)
        XCTAssertEqual(reader.problems, [])
        return reader
    }

    private func marks(_ count: Int, _ shape: MarkShape) -> [RowPlot.Mark] {
        (0..<count).map { RowPlot.Mark(at: Double($0) / 50, shape: shape, title: "t\($0)") }
    }

    func testBandsAreAsHighAsTheyMean() {
        let bands = [(0.0, 3.0, 0.25), (3, 6, 1)].map { from, until, share in
            RowPlot.Band(from: from, until: until, style: "band", heightShare: share, title: "t")
        }

        let reader = page([RowPlot.Row(name: "load.1", bands: bands)])

        XCTAssertEqual(reader.attributes["rect.height"], ["4", "16"])
        XCTAssertEqual(reader.attributes["rect.x"], ["136", "287.5"])
        XCTAssertEqual(reader.attributes["rect.width"], ["151.5", "151.5"])
        XCTAssertTrue(reader.text.contains("load.1"))
    }

    func testFewMarksTellWhatTheyAreAndManyAreOnePath() {
        let few = page([RowPlot.Row(name: "a", marks: marks(3, .busy) + marks(2, .idle))])
        XCTAssertEqual(few.attributes["path.class"]?.count { $0 == "mark busy" }, 3)
        XCTAssertTrue(few.text.contains("t2"))

        let many = page([RowPlot.Row(name: "a", marks: marks(600, .busy))])

        XCTAssertEqual(many.attributes["path.class"]?.count { $0 == "mark busy" }, 1)
        XCTAssertFalse(many.text.contains("t2"))
    }

    func testBandsThatNobodyWouldSeeAreLeftOutAndTheHighestStay() {
        var bands = (0..<10_000).map { number in
            RowPlot.Band(
                from: Double(number) / 1000,
                until: Double(number + 1) / 1000,
                style: "low",
                heightShare: 0.25,
                title: "t"
            )
        }
        bands[4321] = RowPlot.Band(
            from: 4.321,
            until: 4.322,
            style: "high",
            heightShare: 1,
            title: "t"
        )

        let styles = page([RowPlot.Row(name: "a", bands: bands)]).attributes["rect.class"] ?? []

        XCTAssertLessThanOrEqual(styles.count, RowPlot.bandCountMax)
        XCTAssertGreaterThan(styles.count, RowPlot.bandCountMax / 2)
        XCTAssertEqual(styles.count { $0 == "high" }, 1)
    }

    func testRowsThatAreNotDrawnAreCounted() {
        let reader = page((0..<40).map { RowPlot.Row(name: "pool \($0)") })

        XCTAssertTrue(reader.text.contains("and 8 more"))
        XCTAssertTrue(page([]).text.contains("nothing was measured"))
    }
}

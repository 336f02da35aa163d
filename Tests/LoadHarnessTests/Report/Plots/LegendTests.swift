import XCTest

@testable import LoadHarness

final class LegendTests: XCTestCase {
    private func places(_ legend: Legend) -> (x: [Double], y: [Double]) {
        var drawing = Markup()
        legend.draw(into: &drawing)
        let reader = PageReader(drawing.bytes)
        XCTAssertEqual(reader.problems, [])
        return (
            (reader.attributes["text.x"] ?? []).compactMap(Double.init),
            (reader.attributes["text.y"] ?? []).compactMap(Double.init)
        )
    }

    func testEntriesThatFitAreInOneRow() {
        let legend = Legend(
            ["interactive", "deadline", "background"].map { Legend.Entry(name: $0, style: "s0") },
            left: 136
        )

        let places = places(legend)

        XCTAssertEqual(Set(places.y).count, 1)
        XCTAssertEqual(places.x, places.x.sorted())
        XCTAssertEqual(places.x.count, 3)
    }

    func testOtherEntriesBeginANewRow() {
        let names = (1...12).map { "a name of some length \($0)" }
        let one = Legend([Legend.Entry(name: "a", style: "s0")], left: 136)
        let many = Legend(names.map { Legend.Entry(name: $0, style: "s0") }, left: 136)

        let places = places(many)

        XCTAssertEqual(places.y, places.y.sorted())
        XCTAssertGreaterThan(Set(places.y).count, 2)
        XCTAssertGreaterThan(many.height, one.height + 30)
        XCTAssertGreaterThan(many.height, places.y.max() ?? .infinity)
        for x in places.x { XCTAssertLessThan(x + 24 * 6.6, PlotFrame.width) }
    }

    func testWithoutEntriesThereIsRoomForTheTitleOnly() {
        XCTAssertEqual(Legend([], left: 136).height, 22)
    }
}

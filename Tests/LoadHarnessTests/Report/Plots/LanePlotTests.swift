import Foundation
import XCTest

@testable import LoadHarness

final class LanePlotTests: XCTestCase {
    private func page(_ lanes: [[Double]]) -> PageReader {
        let series = lanes.enumerated().map { index, values in
            TimeSeries(
                name: "lane \(index)",
                points: values.enumerated().map { number, value in
                    TimeSeries.Point(
                        seconds: (Double(number) + 0.5) * 12 / Double(values.count),
                        value: value
                    )
                }
            )
        }
        var page = Markup()
        LanePlot(
            text: PlotText(id: "a", title: "b", description: "c"),
            quotas: Made.quotas(laneCount: lanes.count, slotCount: 4),
            lanes: series
        ).write(into: &page, TimeScene(Made.evidence))
        let reader = PageReader(page.bytes)
        XCTAssertEqual(reader.problems, [])
        return reader
    }

    private func cells(_ reader: PageReader) -> [String: String] {
        let paths = zip(reader.attributes["path.class"] ?? [], reader.attributes["path.d"] ?? [])
        return Dictionary(uniqueKeysWithValues: paths.filter { $0.0.hasPrefix("cells ") })
    }

    func testALaneIsDarkerWhereMoreOfItsSlotsAreInUse() {
        // Three hundred columns of 2.02 units: a third empty, a third with one slot, a third full.
        let third = Array(repeating: 0.0, count: 100)
        let reader = page([third + third.map { _ in 1 } + third.map { _ in 4 }])

        XCTAssertEqual(
            cells(reader),
            ["cells cells1": "M338 32h202v15.5H338z", "cells cells4": "M540 32h202v15.5H540z"]
        )
    }

    func testAnEmptyLaneHasNoCells() {
        XCTAssertEqual(cells(page([Array(repeating: 0, count: 300)])), [:])
        XCTAssertTrue(page([[]]).text.contains("nothing was measured"))
        XCTAssertTrue(page([]).text.contains("nothing was measured"))
    }

    func testManyLanesAreThinRowsOfWhichSomeHaveLabels() {
        let reader = page((0..<256).map { lane in (0..<400).map { Double(($0 + lane) % 5) } })

        let labels = reader.text.components(separatedBy: "vp.load.").count - 1
        XCTAssertGreaterThan(labels, 20)
        XCTAssertLessThan(labels, 64)
        let size = cells(reader).values.reduce(0) { $0 + $1.utf8.count }
        XCTAssertLessThan(size, LanePlot.cellCountMax * 40)
    }
}

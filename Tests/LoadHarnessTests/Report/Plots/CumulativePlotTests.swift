import XCTest

@testable import LoadHarness

final class CumulativePlotTests: XCTestCase {
    private func page(_ values: [[Double]]) -> PageReader {
        var page = Markup()
        CumulativePlot(
            text: PlotText(id: "a", title: "b", description: "c"),
            axisTitle: "time",
            lines: values.enumerated().map { index, values in
                CumulativePlot.Line(
                    name: "line \(index)",
                    style: "s\(index)",
                    values: Distribution(values)
                )
            }
        ).write(into: &page)
        return PageReader(page.bytes)
    }

    private func lines(_ reader: PageReader) -> [String] {
        zip(reader.attributes["path.class"] ?? [], reader.attributes["path.d"] ?? [])
            .filter { $0.0.hasPrefix("line ") }.map(\.1)
    }

    func testALineRisesFromTheBaseToTheTop() {
        // The axis goes from 1 to 100 ms over 690 units from 52, the height is 200 from 40.
        let lines = lines(page([[1, 10, 10, 100]]))

        XCTAssertEqual(lines, ["M52 240V190H397V140V90H742V40"])
    }

    func testTheLastLabelIsNotCutOff() {
        // "0.02 ms" would end 5 units beyond the drawing.
        let places = page([[0.01]]).attributes["text.x"] ?? []

        XCTAssertTrue(places.contains("736.9"), "\(places)")
        XCTAssertFalse(places.contains("742"))
    }

    func testRanksAreBoundedAndKeepBothEnds() {
        XCTAssertEqual(CumulativePlot.ranks(of: 3), [0, 1, 2])
        XCTAssertEqual(CumulativePlot.ranks(of: 0), [])
        for count in [401, 1000, 100_000] {
            let ranks = CumulativePlot.ranks(of: count)
            XCTAssertEqual(ranks.count, CumulativePlot.pointCountMax)
            XCTAssertEqual(ranks, Array(Set(ranks)).sorted())
            XCTAssertEqual(Array(ranks.prefix(40)), Array(0..<40))
            XCTAssertEqual(Array(ranks.suffix(40)), Array((count - 40)..<count))
        }
    }

    func testOnlyWhatWasMeasuredHasALineAndALegend() {
        let reader = page([[1, 2], [], [3]])

        XCTAssertEqual(lines(reader).count, 2)
        XCTAssertTrue(reader.text.contains("line 2 (1)"))
        XCTAssertFalse(reader.text.contains("line 1"))
        XCTAssertTrue(page([[], []]).text.contains("nothing was measured"))
    }
}

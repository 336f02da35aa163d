import XCTest

@testable import LoadHarness

final class FaultMarksTests: XCTestCase {
    private let frame = PlotFrame(left: 136, top: 0, plotHeight: 100)

    private func drawing(_ faults: [InjectedFault]) -> PageReader {
        var evidence = Made.evidence
        evidence.faults = faults
        var drawing = Markup()
        FaultMarks.draw(TimeScene(evidence), frame, into: &drawing)
        return PageReader(drawing.bytes)
    }

    private func marks(_ reader: PageReader) -> String? {
        zip(reader.attributes["path.class"] ?? [], reader.attributes["path.d"] ?? [])
            .first { $0.0 == "fault" }?.1
    }

    func testEachFaultThatWasDoneHasALineAtItsTime() {
        // Twelve seconds are 606 units: six seconds end in the middle.
        let reader = drawing([
            Made.fault(.killWorker, "vp.load.1", at: 6000),
            Made.fault(.killWorker, "vp.load.2", at: 6001),
            Made.fault(.fillDisk, "supervisor", at: 3000, obstacle: "no tmpfs"),
        ])

        XCTAssertEqual(marks(reader), "M439 0V100")
    }

    func testManyFaultsAreShortMarksThatDoNotHideTheData() {
        let reader = drawing((0..<100).map { Made.fault(.killRun, "m-1.1", at: $0 * 100) })

        XCTAssertTrue(marks(reader)?.hasPrefix("M136 0V7M") ?? false)
        XCTAssertFalse(marks(reader)?.contains("V100") ?? true)
    }

    func testWhatLastsIsShadedOnceWhereItOverlaps() {
        let reader = drawing([
            Made.fault(.drainLane, "vp.load.1", at: 0, until: 2000),
            Made.fault(.drainLane, "vp.load.2", at: 1000, until: 4000),
            Made.fault(.stopWorker, "vp.load.2", at: 8000, until: 10_000),
        ])

        XCTAssertEqual(reader.attributes["rect.class"], ["lasting", "lasting"])
        XCTAssertEqual(reader.attributes["rect.width"], ["202", "101"])
    }

    func testTheEndOfArrivalsIsMarkedUnlessItIsTheEndOfAll() {
        XCTAssertTrue(drawing([]).text.contains("arrivals end"))

        var evidence = Made.evidence
        evidence.endedAt = evidence.ceasedAt
        var drawing = Markup()
        FaultMarks.draw(TimeScene(evidence), frame, into: &drawing)

        XCTAssertEqual(drawing.bytes, [])
    }
}

import DataStructures
import XCTest

@testable import LoadHarness

final class ThinningTests: XCTestCase {
    private func points(_ values: [Double]) -> [TimeSeries.Point] {
        values.enumerated().map { TimeSeries.Point(seconds: Double($0), value: $1) }
    }

    func testShortLinesStayAsTheyAre() {
        let line = points([3, 1, 2])

        XCTAssertEqual(Thinning.points(line, countMax: 4), line)
        XCTAssertEqual(Thinning.points([], countMax: 4), [])
    }

    func testEachPartKeepsItsLowestAndItsHighestInOrder() {
        // Between the ends two parts: 5, 0, 9 and 2, 8, 1.
        let thinned = Thinning.points(points([4, 5, 0, 9, 2, 8, 1, 4]), countMax: 6)

        XCTAssertEqual(thinned.map(\.value), [4, 0, 9, 8, 1, 4])
        XCTAssertEqual(thinned.map(\.seconds), [0, 2, 3, 5, 6, 7])
    }

    func testNoPeakIsLostHoweverLongTheLine() {
        var generator = SeededGenerator(seed: 3)
        for length in [1001, 1002, 5003, 20_000] {
            var values = (0..<length).map { _ in Double(generator.next(below: 100)) }
            let peak = Int(generator.next(below: UInt64(length)))
            let trough = (peak + length / 2) % length
            values[peak] = 1000
            values[trough] = -1000

            let thinned = Thinning.points(points(values), countMax: 1000)

            XCTAssertLessThanOrEqual(thinned.count, 1000)
            XCTAssertGreaterThan(thinned.count, 900)
            XCTAssertTrue(thinned.contains { $0.seconds == Double(peak) && $0.value == 1000 })
            XCTAssertTrue(thinned.contains { $0.seconds == Double(trough) && $0.value == -1000 })
            XCTAssertEqual(thinned.first?.seconds, 0)
            XCTAssertEqual(thinned.last?.seconds, Double(length - 1))
            XCTAssertEqual(thinned.map(\.seconds), thinned.map(\.seconds).sorted())
        }
    }

    func testAGapIsNotClosed() {
        var line = points(Array(repeating: 1, count: 5000))
        line[2500].isAfterGap = true

        let thinned = Thinning.points(line, countMax: 100)

        XCTAssertEqual(thinned.count { $0.isAfterGap }, 1)
        let gap = thinned.first { $0.isAfterGap }?.seconds ?? 0
        XCTAssertEqual(gap, 2500, accuracy: 110)
    }
}

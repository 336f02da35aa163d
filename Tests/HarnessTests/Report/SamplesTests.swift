import Protocol
import XCTest

@testable import Harness

final class SamplesTests: XCTestCase {
    private func samples(_ values: some Sequence<Int>) -> Samples {
        var samples = Samples()
        for value in values { samples.add(Double(value)) }
        return samples
    }

    func testQuantilesAreValuesThatWereMeasured() {
        let hundred = samples((1...100).reversed())

        XCTAssertEqual(hundred.median, 50)
        XCTAssertEqual(hundred.p99, 99)
        XCTAssertEqual(hundred.quantile(1), 100)
        XCTAssertEqual(hundred.quantile(0), 1)
        XCTAssertEqual(samples([4, 1, 3]).median, 3)
    }

    func testWithoutValuesEverythingIsZero() {
        XCTAssertEqual(Samples().median, 0)
        XCTAssertEqual(Samples().sum, 0)
        XCTAssertEqual(Samples().most, 0)
    }

    func testSpansCountInMilliseconds() {
        var samples = Samples()

        samples.add(Interval(nanoseconds: 1_500_000))

        XCTAssertEqual(samples.values, [1.5])
    }
}

import XCTest

@testable import LoadHarness

final class GrowthFiguresTests: XCTestCase {
    func testSamplesThatCouldNotBeReadAreNotZeros() {
        var evidence = Made.evidence
        let sizes: [UInt64?] = [2048, nil, 2048, 3072, 3072, nil]
        evidence.samples = sizes.enumerated().map { index, kib in
            Made.sample(at: index * 200, residentKiB: kib, descriptors: 40 + index)
        }

        let figures = GrowthFigures.all(evidence, Bounds(memoryGrowthPercentMax: 49))
        let byKey = Dictionary(uniqueKeysWithValues: figures.map { ($0.key, $0) })

        XCTAssertEqual(byKey["memory_growth_percent"]?.value, 50)
        XCTAssertEqual(byKey["memory_growth_percent"]?.sampleCount, 4)
        XCTAssertEqual(byKey["memory_growth_percent"]?.isMet, false)
        XCTAssertEqual(byKey["memory_peak_mib"]?.value, 3)
        XCTAssertEqual(byKey["descriptor_growth"]?.value, 5)
        XCTAssertEqual(byKey["ledger_growth_mib"]?.sampleCount, 0)
    }
}

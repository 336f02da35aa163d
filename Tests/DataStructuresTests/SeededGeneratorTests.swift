import DataStructures
import XCTest

final class SeededGeneratorTests: XCTestCase {
    func testKnownSequenceForSeedZero() {
        var generator = SeededGenerator(seed: 0)

        // The first outputs of the reference implementation of SplitMix64 for seed 0.
        XCTAssertEqual(generator.next(), 0xE220_A839_7B1D_CDAF)
        XCTAssertEqual(generator.next(), 0x6E78_9E6A_A1B9_65F4)
    }
}

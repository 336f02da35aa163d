import System
import XCTest

final class EntropyTests: XCTestCase {
    func testSeedsDiffer() throws {
        let seeds = try (0..<64).map { _ in try Entropy.seed() }

        XCTAssertEqual(Set(seeds).count, seeds.count)
    }
}

import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class ExponentialGapTests: XCTestCase {
    func testSameSeedGivesTheSameGaps() {
        XCTAssertEqual(gaps(5, seed: 3), gaps(5, seed: 3))
        XCTAssertNotEqual(gaps(5, seed: 3), gaps(5, seed: 4))
    }

    /// The mean and the variance of an exponential distribution of mean 1 are 1; of 200,000 draws the
    /// mean has a standard error of 0.0022.
    func testMeanAndVarianceAreThoseOfAPoissonProcess() {
        let gaps = gaps(200_000, seed: 1).map { Double($0) / 1_000_000_000 }

        let mean = gaps.reduce(0, +) / Double(gaps.count)
        let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)

        XCTAssertEqual(mean, 1, accuracy: 0.011)
        XCTAssertEqual(variance, 1, accuracy: 0.03)
    }

    /// The share of gaps above x is e^-x.
    func testSharesOfLongGapsFallExponentially() {
        let gaps = gaps(200_000, seed: 2).map { Double($0) / 1_000_000_000 }

        for (limit, share) in [(0.1, 0.904837), (0.5, 0.606531), (1, 0.367879), (3, 0.049787)] {
            let count = gaps.count { $0 > limit }
            XCTAssertEqual(Double(count) / Double(gaps.count), share, accuracy: 0.006, "\(limit)")
        }
    }

    /// What came before says nothing about what comes.
    func testGapsDoNotFollowEachOther() {
        let gaps = gaps(100_000, seed: 5).map { Double($0) / 1_000_000_000 - 1 }

        let products = zip(gaps, gaps.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }

        XCTAssertEqual(products / Double(gaps.count), 0, accuracy: 0.02)
    }

    private func gaps(_ count: Int, seed: UInt64) -> [UInt64] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            ExponentialGap.next(mean: .seconds(1), &generator).nanoseconds
        }
    }
}

import DataStructures
import XCTest

final class SeededGeneratorTests: XCTestCase {
    func testKnownSequenceForSeedZero() {
        var generator = SeededGenerator(seed: 0)

        // The first outputs of the reference implementation of SplitMix64 for seed 0.
        XCTAssertEqual(generator.next(), 0xE220_A839_7B1D_CDAF)
        XCTAssertEqual(generator.next(), 0x6E78_9E6A_A1B9_65F4)
    }

    func testNumbersBelowBoundAreEvenlySpread() {
        var generator = SeededGenerator(seed: 1)
        var hits = [Int](repeating: 0, count: 7)

        for _ in 0..<70_000 { hits[Int(generator.next(below: 7))] += 1 }

        // Five standard deviations around 10,000.
        XCTAssertTrue(hits.allSatisfy { (9_537...10_463).contains($0) }, "\(hits)")
    }

    /// With a bound of 3/4 of the range, taking the remainder would give the lower third twice as
    /// often.
    func testLargeBoundIsNotBiased() {
        var generator = SeededGenerator(seed: 1)
        let bound: UInt64 = 3 << 62
        var lowerThirdCount = 0

        for _ in 0..<30_000 {
            let number = generator.next(below: bound)
            XCTAssertLessThan(number, bound)
            if number < 1 << 62 { lowerThirdCount += 1 }
        }

        XCTAssertTrue((9_592...10_408).contains(lowerThirdCount), "\(lowerThirdCount)")
    }

    func testBoundOfOneGivesZero() {
        var generator = SeededGenerator(seed: 1)

        XCTAssertEqual((0..<100).map { _ in generator.next(below: 1) }.max(), 0)
    }

    func testRangeIncludesBothEnds() {
        var generator = SeededGenerator(seed: 1)

        let numbers = (0..<1_000).map { _ in generator.next(in: 5...8) }

        XCTAssertEqual(Set(numbers), [5, 6, 7, 8])
        XCTAssertEqual(generator.next(in: UInt64.max...UInt64.max), .max)
    }

    func testFullRangeIsOneDraw() {
        var generator = SeededGenerator(seed: 0)

        XCTAssertEqual(generator.next(in: 0...UInt64.max), 0xE220_A839_7B1D_CDAF)
    }

    func testPickReachesEveryElement() {
        var generator = SeededGenerator(seed: 1)

        let picked = (0..<200).map { _ in generator.pick(from: ["a", "b", "c"]) }

        XCTAssertEqual(Set(picked), ["a", "b", "c"])
    }

    func testShuffleReachesEveryOrderEvenly() {
        var generator = SeededGenerator(seed: 1)
        var hits: [[Int]: Int] = [:]

        for _ in 0..<6_000 {
            var elements = [1, 2, 3]
            generator.shuffle(&elements)
            hits[elements, default: 0] += 1
        }

        XCTAssertEqual(hits.count, 6)
        XCTAssertTrue(hits.values.allSatisfy { (856...1_144).contains($0) }, "\(hits)")
    }

    func testChanceIsPercent() {
        var generator = SeededGenerator(seed: 1)

        let hitCount = (0..<10_000).count { _ in generator.chance(percent: 25) }

        XCTAssertTrue((2_284...2_716).contains(hitCount), "\(hitCount)")
        XCTAssertFalse((0..<1_000).contains { _ in generator.chance(percent: 0) })
        XCTAssertTrue((0..<1_000).allSatisfy { _ in generator.chance(percent: 100) })
    }
}

import DataStructures
import XCTest

final class TraceHashTests: XCTestCase {
    private func hash(_ words: [UInt64]) -> TraceHash {
        var hash = TraceHash()
        for word in words { hash.fold(word) }
        return hash
    }

    /// Pinned, because traces are compared between processes and recorded with seeds.
    func testKnownValues() {
        XCTAssertEqual(TraceHash().description, "cbf29ce484222325")
        XCTAssertEqual(hash([1, 2, 3]).description, "0c07b167c3203d34")
    }

    func testDescriptionHasSixteenDigits() {
        // The word that leads to the value 0: the step is a bijection, so there is one.
        XCTAssertEqual(hash([0xCBF2_9CE4_8422_2325]).description, "0000000000000000")
    }

    func testOneChangedWordAlwaysChangesHash() {
        var generator = SeededGenerator(seed: 1)

        for _ in 0..<2_000 {
            var words = (0..<20).map { _ in generator.next(below: 4) }
            let before = hash(words)
            words[Int(generator.next(below: 20))] ^= 1 << generator.next(below: 64)
            XCTAssertNotEqual(hash(words), before)
        }
    }

    func testOrderMatters() {
        XCTAssertNotEqual(hash([1, 2]), hash([2, 1]))
        XCTAssertNotEqual(hash([0]), hash([]))
        XCTAssertNotEqual(hash([0, 0]), hash([0]))
    }

    func testIntegersAreExtendedWithTheirSign() {
        var narrow = TraceHash()
        var wide = TraceHash()

        narrow.fold(Int8(-1))
        wide.fold(UInt64.max)

        XCTAssertEqual(narrow, wide)
    }

    func testShortTracesDoNotCollide() {
        var seen = Set<UInt64>()

        for first in 0..<100 as Range<UInt64> {
            for second in 0..<100 as Range<UInt64> { seen.insert(hash([first, second]).value) }
        }

        XCTAssertEqual(seen.count, 10_000)
    }
}

import DataStructures
import XCTest

final class OrderedTableTests: XCTestCase {
    private func assertWellFormed<Value>(
        _ table: OrderedTable<Int, Value>,
        line: UInt = #line
    ) {
        let counts = table.chunkEntryCounts
        XCTAssertEqual(counts.reduce(0, +), table.count, line: line)
        XCTAssertTrue(counts.allSatisfy { (1...128).contains($0) }, "\(counts)", line: line)
        let sparsePairs = zip(counts, counts.dropFirst()).filter { $0 <= 32 && $1 <= 32 }
        XCTAssertTrue(sparsePairs.isEmpty, "\(counts)", line: line)
    }

    private func assertSame(
        _ table: OrderedTable<Int, Int>,
        _ model: [Int: Int],
        line: UInt = #line
    ) {
        let expected = model.sorted { $0.key < $1.key }
        XCTAssertEqual(table.map(\.key), expected.map(\.key), line: line)
        XCTAssertEqual(table.map(\.value), expected.map(\.value), line: line)
        XCTAssertEqual(Array(table.keys), expected.map(\.key), line: line)
        XCTAssertEqual(table.count, model.count, line: line)
        XCTAssertEqual(table.isEmpty, model.isEmpty, line: line)
        XCTAssertEqual(table.first?.key, expected.first?.key, line: line)
        XCTAssertEqual(table.last?.key, expected.last?.key, line: line)
        assertWellFormed(table, line: line)
    }

    private func assertSameAround(
        _ key: Int,
        _ table: OrderedTable<Int, Int>,
        _ model: [Int: Int],
        line: UInt = #line
    ) {
        let keys = model.keys.sorted()
        XCTAssertEqual(table[key], model[key], line: line)
        XCTAssertEqual(table.contains(key), model[key] != nil, line: line)
        XCTAssertEqual(table.elements(from: key).map(\.key), keys.filter { $0 >= key }, line: line)
        XCTAssertEqual(table.elements(after: key).map(\.key), keys.filter { $0 > key }, line: line)
    }

    /// Applies one random change to both, through each way the table can be changed.
    private func change(
        _ table: inout OrderedTable<Int, Int>,
        _ model: inout [Int: Int],
        with generator: inout SeededGenerator,
        keyLimit: UInt64,
        growth: Bool
    ) {
        let key = Int(generator.next(below: keyLimit))
        let value = Int(generator.next(below: 1_000))
        let isRemoval = generator.chance(percent: growth ? 30 : 70)
        switch (isRemoval, generator.next(below: 3)) {
        case (false, 0):
            table[key] = value
            model[key] = value
        case (false, 1):
            table[key, default: 7] += value
            model[key, default: 7] += value
        case (false, _):
            XCTAssertEqual(table.modify(key) { $0 &*= 3 } != nil, model[key] != nil)
            model[key]? &*= 3
            table[key]? += 1
            model[key]? += 1
        case (true, 0):
            let smallest = model.keys.min()
            let popped = table.popFirst()
            XCTAssertEqual(popped?.key, smallest)
            XCTAssertEqual(popped?.value, smallest.flatMap { model.removeValue(forKey: $0) })
        case (true, 1):
            table[key] = nil
            model[key] = nil
        case (true, _):
            XCTAssertEqual(table.remove(key), model.removeValue(forKey: key))
        }
    }

    func testLiteralInAnyOrderIsTheSameTable() {
        let ascending: OrderedTable<String, Int> = ["a": 1, "b": 2, "c": 3]
        let mixed: OrderedTable<String, Int> = ["c": 3, "a": 1, "b": 2]
        let twice: OrderedTable<String, Int> = ["a": 7, "b": 2, "a": 1, "c": 3]
        let twiceInARow: OrderedTable<String, Int> = ["a": 7, "a": 1, "b": 2, "c": 3]

        XCTAssertEqual(ascending.map(\.key), ["a", "b", "c"])
        XCTAssertEqual(ascending.count, 3)
        XCTAssertEqual(mixed, ascending)
        XCTAssertEqual(twice, ascending)
        XCTAssertEqual(twiceInARow, ascending)
        XCTAssertTrue(([:] as OrderedTable<String, Int>).isEmpty)
    }

    func testRandomChangesMatchDictionary() {
        for (seed, keyLimit) in [(1, 40), (2, 600), (3, 5_000), (4, 5_000)] as [(UInt64, UInt64)] {
            var generator = SeededGenerator(seed: seed)
            var table: OrderedTable<Int, Int> = [:]
            var model: [Int: Int] = [:]

            for step in 0..<12_000 {
                let growth = (step / 3_000).isMultiple(of: 2)
                change(&table, &model, with: &generator, keyLimit: keyLimit, growth: growth)

                guard step.isMultiple(of: 199) else { continue }
                assertSame(table, model)
                assertSameAround(Int(generator.next(below: keyLimit)), table, model)
            }
        }
    }

    func testEmptyTableHasNothing() {
        var table = OrderedTable<Int, String>()

        XCTAssertNil(table.first)
        XCTAssertNil(table.last)
        XCTAssertNil(table.popFirst())
        XCTAssertNil(table.remove(1))
        XCTAssertNil(table[1])
        XCTAssertNil(table.modify(1) { $0 += "!" })
        XCTAssertTrue(table.isEmpty)
        XCTAssertEqual(Array(table.elements(after: 0)).count, 0)
        XCTAssertEqual(table.description, "[:]")
    }

    func testAssigningNilToAbsentKeyChangesNothing() {
        var table: OrderedTable = [1: "one"]

        table[2] = nil

        XCTAssertEqual(table, [1: "one"])
    }

    func testNilThroughModifyingAccessRemovesEntry() {
        var table: OrderedTable = [1: "one", 2: "two"]

        func clear(_ slot: inout String?) { slot = nil }
        clear(&table[1])
        clear(&table[3])

        XCTAssertEqual(table, [2: "two"])
    }

    func testValueIsChangedInPlace() {
        final class Storage {}
        struct Owner {
            var storage = Storage()
            mutating func isUnique() -> Bool { isKnownUniquelyReferenced(&storage) }
        }
        var table: OrderedTable<Int, Owner> = [1: Owner()]

        XCTAssertEqual(table.modify(1) { $0.isUnique() }, true)
        XCTAssertEqual(table[1]?.isUnique(), true)
        XCTAssertTrue(table[1, default: Owner()].isUnique())
        XCTAssertTrue(table[2, default: Owner()].isUnique())
        XCTAssertEqual(table.count, 2)
    }

    func testModifyKeepsChangeWhenBodyThrows() {
        struct Refusal: Error {}
        var table: OrderedTable = [1: 10]

        XCTAssertThrowsError(
            try table.modify(1) { (value: inout Int) throws(Refusal) in
                value = 11
                throw Refusal()
            }
        )

        XCTAssertEqual(table, [1: 11])
    }

    func testOptionalValuesAreDistinctFromAbsence() {
        var table = OrderedTable<Int, Int?>()

        table[1] = .some(nil)

        XCTAssertEqual(table.count, 1)
        XCTAssertTrue(table.contains(1))
        XCTAssertEqual(table.popFirst()?.value, .some(nil))
    }

    func testCopyIsIndependent() {
        var table: OrderedTable<Int, Int> = [:]
        for key in 0..<1_000 { table[key] = key }
        let copy = table

        table[500] = -1
        table.remove(0)

        XCTAssertEqual(copy[500], 500)
        XCTAssertEqual(copy.first?.key, 0)
        XCTAssertNotEqual(copy, table)
    }

    func testIterationSeesTableAsItWasAtItsBeginning() {
        var table: OrderedTable<Int, Int> = [:]
        for key in 0..<300 { table[key] = key }

        var seen: [Int] = []
        for (key, _) in table {
            table.remove(key)
            seen.append(key)
        }

        XCTAssertEqual(seen, Array(0..<300))
        XCTAssertTrue(table.isEmpty)
    }

    func testEveryValueIsLookedAtInOrderOfItsKey() {
        var table = OrderedTable<Int, String>()
        for key in (0..<300).reversed() { table[key] = "\(key)" }
        table[7] = nil

        var seen: [String] = []
        table.forEachValue { seen.append($0) }

        XCTAssertEqual(seen, table.map(\.value))
        OrderedTable<Int, String>().forEachValue { _ in XCTFail("there is no value") }
    }

    func testEqualityIgnoresChunks() {
        var ascending: OrderedTable<Int, Int> = [:]
        var descending: OrderedTable<Int, Int> = [:]
        for key in 0..<1_000 { ascending[key] = key }
        for key in (0..<1_000).reversed() { descending[key] = key }

        XCTAssertNotEqual(ascending.chunkEntryCounts, descending.chunkEntryCounts)
        XCTAssertEqual(ascending, descending)
        descending[3] = 4
        XCTAssertNotEqual(ascending, descending)
    }

    func testDescriptionIsAscending() {
        let table: OrderedTable = [3: "c", 1: "a", 2: "b"]

        XCTAssertEqual(table.description, "[1: a, 2: b, 3: c]")
        XCTAssertEqual(Mirror(reflecting: table).children.map { $0.label }, ["1", "2", "3"])
    }

    func testRemoveAllEmpties() {
        var table: OrderedTable = [1: 1, 2: 2]

        table.removeAll()

        XCTAssertEqual(table, [:])
        XCTAssertEqual(table.count, 0)
    }

    func testAscendingInsertionFillsChunks() {
        var table: OrderedTable<Int, Int> = [:]

        for key in 0..<100_000 { table[key] = key }

        XCTAssertEqual(table.chunkEntryCounts.count, (100_000 + 127) / 128)
    }

    /// What an operation moves is bounded by the length of one chunk plus the number of chunks.
    func testMovesPerOperationStaySmallAtHundredThousandEntries() {
        for order in InsertionOrder.allCases {
            var table: OrderedTable<Int, Int> = [:]

            for key in order.keys(count: 100_000) { table[key] = key }

            assertWellFormed(table)
            XCTAssertLessThanOrEqual(table.chunkEntryCounts.count, 100_000 / 32)
            var previous = -1
            while let (key, _) = table.popFirst() {
                XCTAssertEqual(key, previous + 1)
                previous = key
                if key.isMultiple(of: 9_973) { assertWellFormed(table) }
            }
            XCTAssertEqual(previous, 99_999)
        }
    }

    func testThinnedTableJoinsItsChunks() {
        for order in InsertionOrder.allCases {
            var table: OrderedTable<Int, Int> = [:]
            for key in 0..<10_000 { table[key] = key }

            for key in order.keys(count: 10_000) where !key.isMultiple(of: 50) {
                table.remove(key)
            }

            assertWellFormed(table)
            XCTAssertEqual(Array(table.keys), Array(stride(from: 0, to: 10_000, by: 50)))
            XCTAssertLessThanOrEqual(table.chunkEntryCounts.count, 200 / 16)
        }
    }

    func testLookupComparesLogarithmically() {
        var table: OrderedTable<CountedKey, Int> = [:]
        for number in 0..<100_000 { table[CountedKey(number)] = number }

        CountedKey.comparisonCount = 0
        for number in stride(from: 0, to: 100_000, by: 1_000) {
            XCTAssertEqual(table[CountedKey(number)], number)
        }

        // log2(782 chunks) + log2(128 entries) + 1 is below 19.
        XCTAssertLessThanOrEqual(CountedKey.comparisonCount, 100 * 19)
    }

    private enum InsertionOrder: CaseIterable {
        case ascending
        case descending
        case shuffled

        func keys(count: Int) -> [Int] {
            var keys = Array(0..<count)
            var generator = SeededGenerator(seed: 5)
            switch self {
            case .ascending: break
            case .descending: keys.reverse()
            case .shuffled: generator.shuffle(&keys)
            }
            return keys
        }
    }

    private struct CountedKey: Comparable {
        nonisolated(unsafe) static var comparisonCount = 0
        let number: Int

        init(_ number: Int) {
            self.number = number
        }

        static func == (lhs: CountedKey, rhs: CountedKey) -> Bool {
            comparisonCount += 1
            return lhs.number == rhs.number
        }

        static func < (lhs: CountedKey, rhs: CountedKey) -> Bool {
            comparisonCount += 1
            return lhs.number < rhs.number
        }
    }
}

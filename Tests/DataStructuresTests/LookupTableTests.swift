import DataStructures
import XCTest

final class LookupTableTests: XCTestCase {
    func testRandomChangesMatchDictionary() {
        var generator = SeededGenerator(seed: 1)
        var table = LookupTable<UInt64, Int>()
        var model: [UInt64: Int] = [:]

        for step in 0..<10_000 {
            let key = generator.next(below: 200)
            switch generator.next(below: 5) {
            case 0:
                table[key] = step
                model[key] = step
            case 1:
                table[key, default: 3] += step
                model[key, default: 3] += step
            case 2:
                XCTAssertEqual(table.modify(key) { $0 += 1 } != nil, model[key] != nil)
                model[key]? += 1
            case 3:
                table[key] = nil
                model[key] = nil
            default:
                XCTAssertEqual(table.removeValue(forKey: key), model.removeValue(forKey: key))
            }
            XCTAssertEqual(table[key], model[key])
            XCTAssertEqual(table.contains(key), model[key] != nil)
            XCTAssertEqual(table.count, model.count)
            XCTAssertEqual(table.isEmpty, model.isEmpty)
        }
    }

    func testValueIsChangedInPlace() {
        final class Storage {}
        struct Owner {
            var storage = Storage()
            mutating func isUnique() -> Bool { isKnownUniquelyReferenced(&storage) }
        }
        var table = LookupTable<Int, Owner>()

        XCTAssertTrue(table[1, default: Owner()].isUnique())
        XCTAssertEqual(table.modify(1) { $0.isUnique() }, true)
        XCTAssertEqual(table[1]?.isUnique(), true)
    }

    func testHashOrderIsNotVisible() {
        var table = LookupTable<Int, Int>()
        for key in 0..<10 { table[key] = key }

        XCTAssertFalse(table as Any is any Sequence)
        XCTAssertEqual(table.description, "LookupTable(count: 10)")
        XCTAssertEqual(Mirror(reflecting: table).children.map { $0.label }, ["count"])
    }

    func testEqualityComparesEntries() {
        var first = LookupTable<Int, Int>()
        var second = LookupTable<Int, Int>()
        for key in 0..<100 { first[key] = key }
        for key in (0..<100).reversed() { second[key] = key }

        XCTAssertEqual(first, second)
        second.removeAll()
        XCTAssertNotEqual(first, second)
        XCTAssertTrue(second.isEmpty)
    }
}

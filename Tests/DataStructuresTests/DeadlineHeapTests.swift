import DataStructures
import XCTest

final class DeadlineHeapTests: XCTestCase {
    private func drain(_ heap: inout DeadlineHeap<UInt64, Int>) -> [Int] {
        var payloads: [Int] = []
        while let (_, payload) = heap.popFirst() { payloads.append(payload) }
        return payloads
    }

    func testEqualKeysComeOutInOrderOfInsertion() {
        var heap = DeadlineHeap<UInt64, Int>()

        for payload in 0..<1_000 { heap.push(payload, at: UInt64(payload % 3)) }

        let expected = [0, 1, 2].flatMap { key in (0..<1_000).filter { $0 % 3 == key } }
        XCTAssertEqual(drain(&heap), expected)
    }

    func testRandomOperationsMatchSortedArray() {
        for seed in 1...5 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var heap = DeadlineHeap<UInt64, Int>()
            var model: [(key: UInt64, payload: Int)] = []

            for step in 0..<5_000 {
                let key = generator.next(below: 50)
                if generator.chance(percent: 55) {
                    heap.push(step, at: key)
                    let place = model.firstIndex { $0.key > key } ?? model.endIndex
                    model.insert((key, step), at: place)
                } else {
                    let isDue = model.first.map { $0.key <= key } ?? false
                    let expected = isDue ? model.removeFirst() : nil
                    let popped = heap.popFirst(ifAtMost: key)
                    XCTAssertEqual(popped?.key, expected?.key)
                    XCTAssertEqual(popped?.payload, expected?.payload)
                }
                XCTAssertEqual(heap.first?.payload, model.first?.payload)
                XCTAssertEqual(heap.count, model.count)
                XCTAssertEqual(heap.isEmpty, model.isEmpty)
            }
            XCTAssertEqual(drain(&heap), model.map(\.payload))
        }
    }

    func testPopAtMostIncludesLimit() {
        var heap = DeadlineHeap<UInt64, Int>()
        heap.push(1, at: 10)

        XCTAssertNil(heap.popFirst(ifAtMost: 9))
        XCTAssertEqual(heap.popFirst(ifAtMost: 10)?.payload, 1)
        XCTAssertNil(heap.popFirst(ifAtMost: 10))
    }

    func testRemoveAllEmpties() {
        var heap = DeadlineHeap<UInt64, Int>()
        heap.push(1, at: 10)

        heap.removeAll()

        XCTAssertTrue(heap.isEmpty)
        XCTAssertNil(heap.first)
        XCTAssertNil(heap.popFirst())
    }
}

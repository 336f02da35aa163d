import XCTest

@testable import DataStructures

final class BoxedTests: XCTestCase {
    private struct Holder: Equatable {
        @Boxed var list: [Int] = [1, 2]
    }

    func testChangeOfACopyLeavesTheOriginal() {
        let original = Holder()
        var copy = original

        copy.list.append(3)

        XCTAssertEqual(original.list, [1, 2])
        XCTAssertEqual(copy.list, [1, 2, 3])
        XCTAssertNotEqual(original, copy)
        copy.list.removeLast()
        XCTAssertEqual(original, copy)
    }

    func testChangeOfTheOnlyOneIsMadeInItsPlace() {
        var holder = Holder(list: Array(repeating: 0, count: 100))
        let address = holder.list.withUnsafeBufferPointer { $0.baseAddress }

        holder.list[0] = 1

        XCTAssertEqual(holder.list.withUnsafeBufferPointer { $0.baseAddress }, address)
    }
}

import System
import XCTest

final class MemoryUsageTests: XCTestCase {
    func testWrittenMemoryCounts() throws {
        let before = try MemoryUsage.privateDirtyByteCount(of: CurrentProcess.pid)

        // More than the allocator ever keeps to use again.
        let block = [UInt8](repeating: 7, count: 64 << 20)

        let after = try MemoryUsage.privateDirtyByteCount(of: CurrentProcess.pid)
        XCTAssertGreaterThan(after, before + (32 << 20))
        XCTAssertEqual(block.last, 7)
    }

    func testShareIsPartOfWhatIsResident() throws {
        let share = try MemoryUsage.shareByteCount(of: CurrentProcess.pid)

        let resident = try ProcessTable.entry(of: CurrentProcess.pid).residentBytes
        XCTAssertGreaterThan(share, 1 << 20)
        XCTAssertLessThan(share, resident + (8 << 20))
    }

    func testHeapGrowsAndShrinksByWhatIsAllocated() {
        let before = MemoryUsage.heapByteCount

        var block: [UInt8]? = [UInt8](repeating: 7, count: 8 << 20)
        let during = MemoryUsage.heapByteCount - before
        XCTAssertEqual(block?.last, 7)
        block = nil
        let after = MemoryUsage.heapByteCount - before

        XCTAssertTrue((8 << 20...9 << 20).contains(during), "\(during)")
        XCTAssertLessThan(after, 1 << 20)
    }

    func testMissingProcessIsNotFound() {
        XCTAssertThrowsError(try MemoryUsage.privateDirtyByteCount(of: 1 << 24)) { error in
            XCTAssertEqual((error as? SystemError)?.isNotFound, true)
        }
    }
}

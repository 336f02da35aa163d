import Glibc
import System
import XCTest

final class MemoryUsageTests: XCTestCase {
    func testWrittenMemoryCounts() throws {
        let before = try MemoryUsage.privateDirtyByteCount(of: CurrentProcess.pid)

        // Not the allocator's, which may have that much to use again.
        let byteCount = 64 << 20
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        let block = mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0)
        defer { munmap(block, byteCount) }
        memset(try XCTUnwrap(block), 7, byteCount)

        let after = try MemoryUsage.privateDirtyByteCount(of: CurrentProcess.pid)
        XCTAssertGreaterThan(after, before + (32 << 20))
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

        // Others of this process allocate and free a little meanwhile.
        XCTAssertTrue((7 << 20...9 << 20).contains(during), "\(during)")
        XCTAssertLessThan(after, 1 << 20)
    }

    func testMissingProcessIsNotFound() {
        XCTAssertThrowsError(try MemoryUsage.privateDirtyByteCount(of: 1 << 24)) { error in
            XCTAssertEqual((error as? SystemError)?.isNotFound, true)
        }
    }
}

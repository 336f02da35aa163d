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

    func testMissingProcessIsNotFound() {
        XCTAssertThrowsError(try MemoryUsage.privateDirtyByteCount(of: 1 << 24)) { error in
            XCTAssertEqual((error as? SystemError)?.isNotFound, true)
        }
    }
}

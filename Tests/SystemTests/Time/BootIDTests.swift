import System
import XCTest

final class BootIDTests: XCTestCase {
    func testIsOneLineAndStaysTheSame() throws {
        let first = try BootID.current()

        XCTAssertEqual(first.utf8.count, 36)
        XCTAssertEqual(try BootID.current(), first)
    }
}

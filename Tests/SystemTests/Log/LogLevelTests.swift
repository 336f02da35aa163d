import System
import XCTest

final class LogLevelTests: XCTestCase {
    func testErrorsMatterMost() {
        XCTAssertEqual(LogLevel.allCases.sorted(), [.error, .warning, .info, .debug])
    }
}

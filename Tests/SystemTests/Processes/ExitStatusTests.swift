import System
import XCTest

final class ExitStatusTests: XCTestCase {
    func testDescriptions() {
        XCTAssertEqual(ExitStatus.exited(code: 75).description, "exit:75")
        XCTAssertEqual(ExitStatus.signalled(.kill).description, "signal:9")
        XCTAssertEqual(ExitStatus.unknown.description, "unknown")
    }
}

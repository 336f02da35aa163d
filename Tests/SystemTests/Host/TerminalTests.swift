import System
import XCTest

final class TerminalTests: XCTestCase {
    func testPipeIsNoTerminal() throws {
        let pipe = try Pipe()

        XCTAssertFalse(Terminal.isTerminal(pipe.reader.rawValue))
        XCTAssertNil(Terminal.columnCount(of: pipe.reader.rawValue))
    }
}

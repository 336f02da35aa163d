import System
import XCTest

final class ErrnoTests: XCTestCase {
    func testDescriptionBeginsInLowerCase() {
        XCTAssertEqual(Errno.notFound.description, "no such file or directory")
        XCTAssertEqual(Errno.wouldBlock.description, "resource temporarily unavailable")
    }

    func testDescriptionKeepsAbbreviations() {
        // ESRMNT.
        XCTAssertEqual(Errno(rawValue: 69).description, "srmount error")
        // EDOTDOT.
        XCTAssertEqual(Errno(rawValue: 73).description, "RFS specific error")
    }

    func testUnknownNumberHasADescription() {
        XCTAssertEqual(Errno(rawValue: 4_000).description, "unknown error")
    }
}

import Protocol
import XCTest

@testable import Supervisor

final class StoredExitTests: XCTestCase {
    func testEveryStatusReadsBack() {
        for status in [ExitStatus.code(0), .code(255), .signal(9), .unknown] {
            XCTAssertEqual(StoredExit.status(StoredExit.text(status)), status)
        }
    }

    func testNothingElseIsAStatus() {
        for text in ["", "code", "code:", "code:x", "exit:1", "code:1:2"] {
            XCTAssertNil(StoredExit.status(text), text)
        }
    }
}

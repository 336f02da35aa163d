import System
import XCTest

final class SystemErrorTests: XCTestCase {
    func testDescriptionNamesOperationObjectAndCause() {
        let error = SystemError(
            call: "connect",
            object: "/run/x.sock",
            errno: .connectionRefused
        )

        XCTAssertEqual(error.description, "cannot connect \"/run/x.sock\": connection refused")
    }

    func testDescriptionPutsRemedyInParentheses() {
        let error = SystemError(call: "read", errno: .tooLarge, remedy: "at most 3 bytes")

        XCTAssertEqual(error.description, "cannot read: file too large (at most 3 bytes)")
    }

    func testFullDiskAndFullQuotaAreBothNoSpace() {
        XCTAssertTrue(SystemError(call: "write", errno: .noSpace).isNoSpace)
        XCTAssertTrue(SystemError(call: "write", errno: .quotaExceeded).isNoSpace)
        XCTAssertFalse(SystemError(call: "write", errno: .inputOutput).isNoSpace)
    }
}

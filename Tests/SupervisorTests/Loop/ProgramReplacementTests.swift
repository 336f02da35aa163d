import IntegrationSupport
import Protocol
import System
import XCTest

@testable import Supervisor

final class ProgramReplacementTests: XCTestCase {
    func testProgramOnDiskIsDueAndTriedOnce() throws {
        let capture = try LogCapture()
        var replacement = ProgramReplacement(path: "/bin/sh", log: capture.log)

        guard case .changed = replacement.order() else { return XCTFail("refused") }

        XCTAssertTrue(replacement.isDue)
        replacement.carryOut { () throws(SystemError) -> Never in
            throw SystemError(call: "execve", object: "/bin/sh", errno: .invalidArgument)
        }
        XCTAssertFalse(replacement.isDue)
        XCTAssertTrue(capture.text().contains("level=error event=program.notReplaced"))
    }

    func testWhatCannotBeExecutedIsRefusedByName() throws {
        let capture = try LogCapture()
        for path in ["/nowhere/at/all", "/etc/passwd", "/etc"] {
            var replacement = ProgramReplacement(path: path, log: capture.log)

            guard case .error(let error) = replacement.order() else {
                XCTFail("\(path) is due")
                continue
            }

            XCTAssertEqual(error.code, .conflict)
            XCTAssertEqual(error.object, path)
            XCTAssertFalse(replacement.isDue)
        }
    }
}

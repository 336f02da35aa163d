import System
import XCTest

final class SignalSourceTests: XCTestCase {
    func testNothingToReadIsEmpty() throws {
        let source = try SignalSource([.windowChange])

        XCTAssertEqual(try source.read(), [])
    }

    func testSignalIsReadInsteadOfDelivered() throws {
        let source = try SignalSource([.user2])
        let child = try Shell.request("kill -USR2 $PPID").start()

        XCTAssertTrue(try Poll.waitReadable(source.descriptor, until: Deadline.soon))

        XCTAssertEqual(try source.read(), [.user2])
        XCTAssertEqual(try child.wait(until: Deadline.soon), .exited(code: 0))
    }
}

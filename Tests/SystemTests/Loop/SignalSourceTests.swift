import Foundation
import System
import XCTest

final class SignalSourceTests: XCTestCase {
    func testNothingToReadIsEmpty() throws {
        let source = try SignalSource([Signal(rawValue: 28)])

        XCTAssertEqual(try source.read(), [])
    }

    /// Sent to this thread: others, which other tests have started, do not block the signal.
    func testSignalIsReadInsteadOfDelivered() throws {
        let source = try SignalSource([.user2])

        XCTAssertEqual(pthread_kill(pthread_self(), Signal.user2.rawValue), 0)

        XCTAssertTrue(try Poll.waitReadable(source.descriptor, until: Deadline.soon))
        XCTAssertEqual(try source.read(), [.user2])
    }
}

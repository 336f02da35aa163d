import Protocol
import System
import XCTest

final class PollTests: XCTestCase {
    func testDeadlineEndsWait() throws {
        let pipe = try Pipe()
        let deadline = Clock.bootTime() + .milliseconds(10)

        let isReadable = try Poll.waitReadable(pipe.reader.rawValue, until: deadline)

        XCTAssertFalse(isReadable)
        XCTAssertGreaterThanOrEqual(Clock.bootTime(), deadline)
    }

    func testReadyDescriptorsComeInTheOrderGiven() throws {
        let first = try Pipe()
        let second = try Pipe()

        let ready = try Poll.wait(
            [
                (second.writer.rawValue, .write), (first.reader.rawValue, .read),
                (first.writer.rawValue, .write),
            ],
            until: Deadline.soon
        )

        XCTAssertEqual(ready, [second.writer.rawValue, first.writer.rawValue])
    }
}

import System
import XCTest

final class SignalTests: XCTestCase {
    func testKillCannotBeIgnored() {
        XCTAssertThrowsError(try Signal.kill.ignore()) { error in
            XCTAssertEqual((error as? SystemError)?.errno, .invalidArgument)
        }
    }

    func testWriteToClosedPipeIsAnErrorOnceIgnored() throws {
        try Signal.brokenPipe.ignore()
        let pipe = try Pipe()
        let writer = try ByteStream(pipe.writer.duplicate())
        Shell.closeBoth(pipe)

        XCTAssertTrue(writer.enqueue([1]))
        writer.flush()

        guard case .failed(let error) = writer.state else {
            return XCTFail("\(writer.state)")
        }
        XCTAssertEqual(error.errno, .brokenPipe)
        XCTAssertTrue(error.isDisconnected)
    }
}

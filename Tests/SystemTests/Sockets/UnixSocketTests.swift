import XCTest

@testable import System

final class UnixSocketTests: XCTestCase {
    func testNobodyListeningIsUnreachable() throws {
        let folder = try TemporaryFolder()
        do {
            let listener = try UnixListener(path: folder.file("s"), mode: 0o600)
            XCTAssertTrue(listener.isAtPath)
        }

        for (name, errno) in [("s", System.Errno.connectionRefused), ("none", .notFound)] {
            XCTAssertThrowsError(try UnixSocket.connect(folder.file(name)).rawValue) { error in
                XCTAssertEqual((error as? SystemError)?.errno, errno)
                XCTAssertEqual((error as? SystemError)?.isUnreachable, true)
            }
        }
    }
}

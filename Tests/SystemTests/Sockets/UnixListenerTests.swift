import Glibc
import System
import XCTest

final class UnixListenerTests: XCTestCase {
    func testAcceptedConnectionCarriesThePeer() throws {
        let folder = try TemporaryFolder()
        let listener = try UnixListener(path: folder.file("s"), mode: 0o600)

        let client = try UnixSocket.connect(folder.file("s"))
        let peer = try listener.accept()?.peer

        let expected = PeerCredentials(
            pid: CurrentProcess.pid,
            uid: CurrentProcess.uid,
            gid: getegid()
        )
        XCTAssertEqual(peer, expected)
        XCTAssertEqual(try UnixSocket.peerCredentials(of: client.rawValue), expected)
        XCTAssertNil(try listener.accept()?.peer)
    }

    func testFileHasTheModeAndNothingElseIsLeft() throws {
        let folder = try TemporaryFolder()
        let listener = try UnixListener(path: folder.file("s"), mode: 0o660)

        XCTAssertEqual(try Files.information(folder.file("s"))?.mode, 0o660)
        XCTAssertEqual(try Files.information(folder.file("s"))?.kind, .socket)
        XCTAssertEqual(try Files.list(folder.path), ["s"])
        XCTAssertTrue(listener.isAtPath)
    }

    func testPathOverTheLimitIsNamed() throws {
        let path = "/tmp/" + String(repeating: "x", count: 103)
        let remedy = "(a socket path has at most 107 bytes, this one 108)"

        XCTAssertThrowsError(try UnixListener(path: path, mode: 0o600)) { error in
            XCTAssertEqual("\(error)", "cannot bind \"\(path)\": file name too long \(remedy)")
        }
        XCTAssertThrowsError(try UnixSocket.connect(path).rawValue) { error in
            XCTAssertEqual("\(error)", "cannot connect \"\(path)\": file name too long \(remedy)")
        }
    }

    func testPathAtTheLimitWorks() throws {
        let folder = try TemporaryFolder()
        let room = 107 - folder.path.utf8.count - 1
        let path = folder.file(String(repeating: "x", count: room))

        let listener = try UnixListener(path: path, mode: 0o600)

        XCTAssertNoThrow(try UnixSocket.connect(path).rawValue)
        XCTAssertTrue(listener.isAtPath)
    }

    func testSuccessorTakesThePathInOneStepAndKeepsIt() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("s")
        let first = try UnixListener(path: path, mode: 0o600)

        let second = try UnixListener(path: path, mode: 0o600)
        first.unlinkPath()
        let client = try UnixSocket.connect(path)

        XCTAssertFalse(first.isAtPath)
        XCTAssertTrue(second.isAtPath)
        XCTAssertNil(try first.accept()?.peer)
        XCTAssertNotNil(try second.accept()?.peer)
        XCTAssertGreaterThan(client.rawValue, 2)
        second.unlinkPath()
        XCTAssertFalse(Files.exists(path))
    }

    func testVanishedFileIsNoticed() throws {
        let folder = try TemporaryFolder()
        let listener = try UnixListener(path: folder.file("s"), mode: 0o600)

        try Files.remove(folder.file("s"))

        XCTAssertFalse(listener.isAtPath)
    }

    func testFileThatIsNoSocketIsNotReplaced() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically([1], to: folder.file("s"), mode: 0o600)
        let before = try Leftovers.now()

        XCTAssertThrowsError(try UnixListener(path: folder.file("s"), mode: 0o600)) { error in
            XCTAssertEqual((error as? SystemError)?.isExists, true)
        }

        XCTAssertEqual(try Files.read(folder.file("s"), byteCountMax: 10), [1])
        XCTAssertEqual(try Leftovers.now(), before)
    }

    func testMissingFolderLeavesNothing() throws {
        let before = try Leftovers.now()

        XCTAssertThrowsError(try UnixListener(path: "/tmp/none/s", mode: 0o600)) { error in
            XCTAssertEqual((error as? SystemError)?.isNotFound, true)
        }

        XCTAssertEqual(try Leftovers.now(), before)
    }
}

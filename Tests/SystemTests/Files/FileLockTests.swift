import Glibc
import System
import XCTest

final class FileLockTests: XCTestCase {
    func testSecondAttemptLearnsTheHolder() throws {
        let folder = try TemporaryFolder()
        let lock = try acquire(folder.file("lock"))
        try lock.setHolder("a longer text that is replaced")
        try lock.setHolder("pid=1 start=2")

        guard case .held(let holder) = try FileLock.acquire(folder.file("lock")) else {
            return XCTFail("two hold the lock")
        }

        XCTAssertEqual(holder, "pid=1 start=2")
        XCTAssertEqual(try FileLock.holder(of: folder.file("lock")), "pid=1 start=2")
        XCTAssertEqual(try Files.information(folder.file("lock"))?.mode, 0o600)
    }

    func testFreeLockHasNoHolder() throws {
        let folder = try TemporaryFolder()
        XCTAssertNil(try FileLock.holder(of: folder.file("lock")))
        do {
            let lock = try acquire(folder.file("lock"))
            try lock.setHolder("gone")
        }

        XCTAssertNil(try FileLock.holder(of: folder.file("lock")))
        XCTAssertTrue(Files.exists(folder.file("lock")))
    }

    func testInheritedLockSurvivesTheParentsCloseAndEndsWithTheChild() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("lock")
        let child = try startHolding(path)

        XCTAssertNotNil(try FileLock.holder(of: path))
        guard case .held = try FileLock.acquire(path) else { return XCTFail("not inherited") }

        try child.send(.kill)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
        XCTAssertNil(try FileLock.holder(of: path))
    }

    func testAdoptedLockIsNotInheritedFurther() throws {
        let folder = try TemporaryFolder()
        let lock = try acquire(folder.file("lock"))
        let inherited = dup(lock.descriptor)
        XCTAssertEqual(fcntl(inherited, F_GETFD), 0)

        let adopted = try FileLock.adopt(inherited, path: folder.file("lock"))

        XCTAssertEqual(fcntl(adopted.descriptor, F_GETFD), FD_CLOEXEC)
    }

    func testDescriptorThatDoesNotHoldTheLockIsNotAdopted() throws {
        let folder = try TemporaryFolder()
        let lock = try acquire(folder.file("lock"))
        let before = try Leftovers.now()
        let stranger = open(folder.file("lock"), O_RDWR)

        XCTAssertThrowsError(try FileLock.adopt(stranger, path: folder.file("lock"))) { error in
            XCTAssertEqual((error as? SystemError)?.isWouldBlock, true)
        }
        XCTAssertThrowsError(try FileLock.adopt(900, path: folder.file("lock"))) { error in
            XCTAssertEqual((error as? SystemError)?.errno, .badDescriptor)
        }

        XCTAssertEqual(try Leftovers.now(), before)
        XCTAssertNotEqual(lock.descriptor, stranger)
    }

    private func acquire(_ path: String) throws -> FileLock {
        guard case .acquired(let lock) = try FileLock.acquire(path) else {
            throw SystemError(call: "lock", object: path, errno: .busy)
        }
        return lock
    }

    /// Starts a child with the lock and lets go of our own descriptor.
    private func startHolding(_ path: String) throws -> ProcessHandle {
        let lock = try acquire(path)
        var request = Shell.sleeper()
        request.descriptors = [DescriptorMapping(lock.descriptor, as: 9)]
        return try request.start()
    }
}

import System
import XCTest

final class FilesTests: XCTestCase {
    func testAtomicWriteReplacesContentAndMode() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a")
        try Files.writeAtomically([1], to: path, mode: 0o644)
        // A crash between creation and rename leaves this.
        try Files.append([9, 9, 9], to: "\(path).new", mode: 0o600)

        try Files.writeAtomically([2, 3], to: path, mode: 0o600)

        XCTAssertEqual(try Files.read(path, byteCountMax: 10), [2, 3])
        XCTAssertEqual(try Files.information(path)?.mode, 0o600)
        XCTAssertEqual(try Files.list(folder.path), ["a"])
    }

    func testWatchTellsThatAFileWasExecuted() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("true")
        try Files.writeAtomically(
            Files.read("/bin/true", byteCountMax: 10_000_000),
            to: path,
            mode: 0o700
        )
        let watch = try Files.watchOpens(of: path)
        try watch.setNonBlocking(true)
        let stream = try ByteStream(watch)
        XCTAssertEqual(stream.readAvailable(), 0)

        let process = try SpawnRequest(executable: path, arguments: [], environment: []).start()
        _ = try process.wait(until: nil)

        XCTAssertEqual(stream.readAvailable(), 16)
        XCTAssertThrowsError(try { _ = try Files.watchOpens(of: folder.file("none")) }()) {
            XCTAssertEqual(($0 as? SystemError)?.isNotFound, true)
        }
    }

    func testFailedAtomicWriteKeepsTheOldContent() throws {
        let folder = try TemporaryFolder()
        try Files.createFolders(folder.file("a/inside"), mode: 0o700)
        let before = try Leftovers.now()

        XCTAssertThrowsError(try Files.writeAtomically([1], to: folder.file("a"), mode: 0o600))
        XCTAssertThrowsError(try Files.writeAtomically([1], to: folder.file("b/c"), mode: 0o600)) {
            XCTAssertEqual(($0 as? SystemError)?.isNotFound, true)
        }

        XCTAssertEqual(try Files.list(folder.path), ["a"])
        XCTAssertEqual(try Leftovers.now(), before)
    }

    func testFileOverTheLimitIsRefused() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically(Array("12345".utf8), to: folder.file("a"), mode: 0o600)

        XCTAssertEqual(try Files.readText(folder.file("a"), byteCountMax: 5), "12345")
        XCTAssertThrowsError(try Files.readText(folder.file("a"), byteCountMax: 4)) { error in
            XCTAssertEqual((error as? SystemError)?.errno, .tooLarge)
        }
    }

    func testLargeFileIsReadWhole() throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 >> 4) }
        try Files.writeAtomically(bytes, to: folder.file("a"), mode: 0o600)

        XCTAssertTrue(try Files.read(folder.file("a"), byteCountMax: 300_000) == bytes)
    }

    func testTextThatIsNotUnicodeIsRefused() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically([0xFF], to: folder.file("a"), mode: 0o600)

        XCTAssertThrowsError(try Files.readText(folder.file("a"), byteCountMax: 5)) { error in
            XCTAssertEqual((error as? SystemError)?.errno, .invalidText)
        }
    }

    func testRangeEndsAtTheEndOfTheFile() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically(Array("12345".utf8), to: folder.file("a"), mode: 0o600)
        let file = try Files.openForReading(folder.file("a"))

        XCTAssertEqual(
            try Files.read(file.rawValue, at: 3, byteCountMax: 9),
            Array("45".utf8)
        )
        XCTAssertEqual(try Files.read(file.rawValue, at: 5, byteCountMax: 9), [])
    }

    func testFolderIsSyncedAndWhatIsNoneIsNot() throws {
        let folder = try TemporaryFolder()

        XCTAssertNoThrow(try Files.syncFolder(folder.file("")))
        XCTAssertThrowsError(try Files.syncFolder(folder.file("absent"))) { error in
            XCTAssertEqual((error as? SystemError)?.isNotFound, true)
        }
    }

    func testFoldersAreCreatedOnce() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a/b/c/")

        try Files.createFolders(path, mode: 0o750)
        try Files.createFolders(path, mode: 0o700)

        XCTAssertEqual(try Files.information(folder.file("a/b"))?.mode, 0o750)
        XCTAssertEqual(try Files.information(folder.file("a/b/c"))?.mode, 0o750)
    }

    func testFileInTheWayOfAFolderIsNamed() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically([], to: folder.file("a"), mode: 0o600)

        for path in ["a", "a/b"] {
            XCTAssertThrowsError(try Files.createFolders(folder.file(path), mode: 0o700)) {
                XCTAssertEqual(($0 as? SystemError)?.errno, .notFolder)
            }
        }
    }

    func testTreeIsRemovedWithoutFollowingLinks() throws {
        let folder = try TemporaryFolder()
        try Files.createFolders(folder.file("tree/a/b"), mode: 0o700)
        try Files.createFolders(folder.file("kept"), mode: 0o700)
        try Files.writeAtomically([1], to: folder.file("kept/file"), mode: 0o600)
        try Files.writeAtomically([1], to: folder.file("tree/a/file"), mode: 0o600)
        let script = "ln -s ../../kept \(folder.file("tree/a/link"))"
        let link = try Shell.request(script).start()
        XCTAssertEqual(try link.wait(until: Deadline.soon), .exited(code: 0))
        XCTAssertEqual(try Files.information(folder.file("tree/a/link"))?.kind, .link)

        try Files.removeTree(folder.file("tree"))
        try Files.removeTree(folder.file("tree"))

        XCTAssertEqual(try Files.list(folder.path), ["kept"])
        XCTAssertEqual(try Files.list(folder.file("kept")), ["file"])
    }

    func testMissingThings() throws {
        let folder = try TemporaryFolder()

        XCTAssertFalse(try Files.remove(folder.file("none")))
        XCTAssertNil(try Files.information(folder.file("none")))
        XCTAssertFalse(Files.exists(folder.file("none")))
        XCTAssertThrowsError(try Files.list(folder.file("none")))
        XCTAssertThrowsError(try Files.list(""))
    }

    func testResolvedPathHasNoLinksAndDots() throws {
        XCTAssertEqual(try Files.resolve("/usr/../tmp/./"), "/tmp")
        XCTAssertGreaterThan(try Files.freeByteCount(at: "/tmp"), 0)
    }
}

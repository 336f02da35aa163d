import System
import XCTest

final class TreeRemovalTests: XCTestCase {
    func testPartsAreBoundedAndAddUpToTheWhole() throws {
        let folder = try TemporaryFolder()
        for index in 0..<5 {
            try Files.createFolders(folder.file("tree/a\(index)/b"), mode: 0o700)
            try Files.writeAtomically([1], to: folder.file("tree/a\(index)/c"), mode: 0o600)
        }
        let removal = TreeRemoval(folder.file("tree"))
        var remaining = 16

        while try !removal.advance(entryCountMax: 3) {
            let now = try count(folder.path)
            XCTAssertEqual(now, remaining - 3)
            remaining = now
        }

        XCTAssertEqual(remaining, 1)
        XCTAssertEqual(try Files.list(folder.path), [])
        XCTAssertTrue(try removal.advance(entryCountMax: 1))
    }

    func testOneEntryIsRemovedWithTheSmallestPart() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically([1], to: folder.file("a"), mode: 0o600)

        XCTAssertTrue(try TreeRemoval(folder.file("a")).advance(entryCountMax: 1))
        XCTAssertTrue(try TreeRemoval(folder.file("none/a")).advance(entryCountMax: 1))

        XCTAssertEqual(try Files.list(folder.path), [])
    }

    func testWhatCannotBeRemovedIsAnError() throws {
        XCTAssertThrowsError(try TreeRemoval("/proc/self/stat").advance(entryCountMax: 1)) {
            XCTAssertEqual(($0 as? SystemError)?.call, "remove")
        }
    }

    /// How many entries are below a folder.
    private func count(_ path: String) throws -> Int {
        var count = 0
        for name in try Files.list(path) {
            count += 1
            let entry = "\(path)/\(name)"
            if try Files.information(entry)?.kind == .folder { count += try self.count(entry) }
        }
        return count
    }
}

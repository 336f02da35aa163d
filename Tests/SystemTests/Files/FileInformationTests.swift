import System
import XCTest

final class FileInformationTests: XCTestCase {
    func testKinds() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically([1, 2, 3], to: folder.file("file"), mode: 0o640)

        let file = try XCTUnwrap(try Files.information(folder.file("file")))

        XCTAssertEqual(file.kind, .file)
        XCTAssertEqual(file.byteCount, 3)
        XCTAssertEqual(file.mode, 0o640)
        XCTAssertEqual(file.uid, CurrentProcess.uid)
        XCTAssertEqual(try Files.information(folder.path)?.kind, .folder)
        XCTAssertEqual(try Files.information("/proc/self/exe")?.kind, .link)
        XCTAssertEqual(try Files.information("/dev/null")?.kind, .other)
    }
}

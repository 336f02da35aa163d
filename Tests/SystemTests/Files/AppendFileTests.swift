import System
import XCTest

final class AppendFileTests: XCTestCase {
    func testCutIsMarkedOnceAndCounted() throws {
        let folder = try TemporaryFolder()
        let file = try AppendFile(path: folder.file("log"), mode: 0o600, byteCountMax: 10)

        for part in ["12345", "678901234", "more"] { try file.append(Array(part.utf8)[...]) }

        let expected = "1234567890\n[cut: the limit is 10 bytes]\n"
        XCTAssertEqual(try Files.readText(folder.file("log"), byteCountMax: 100), expected)
        XCTAssertEqual(file.droppedByteCount, 8)
        XCTAssertEqual(file.byteCount, expected.utf8.count)
    }

    func testReopenedFileGoesOnWhereItWas() throws {
        let folder = try TemporaryFolder()
        let content = { try Files.readText(folder.file("log"), byteCountMax: 100) }
        do {
            let file = try AppendFile(path: folder.file("log"), mode: 0o600, byteCountMax: 10)
            try file.append(Array("1234567890".utf8)[...])
        }

        let second = try AppendFile(path: folder.file("log"), mode: 0o600, byteCountMax: 10)
        try second.append([1])
        let third = try AppendFile(path: folder.file("log"), mode: 0o600, byteCountMax: 10)
        try third.append([1])

        XCTAssertEqual(try content(), "1234567890\n[cut: the limit is 10 bytes]\n")
        XCTAssertEqual(third.droppedByteCount, 1)
    }
}

import Foundation
import System
import XCTest

final class FilesAppendTests: XCTestCase {
    func testAppendCreatesThenExtends() throws {
        let path = FileManager.default.temporaryDirectory.path + "/lk-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }

        try Files.append(Array("one\n".utf8), to: path, mode: 0o600)
        try Files.append(Array("two\n".utf8), to: path, mode: 0o644)

        XCTAssertEqual(try Files.readText(path, byteCountMax: 100), "one\ntwo\n")
        XCTAssertEqual(try Files.information(path)?.mode, 0o600)
    }

    func testWritesToAnOpenedFileGoToItsEnd() throws {
        let path = FileManager.default.temporaryDirectory.path + "/lk-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try Files.openForAppending(path, mode: 0o600)
        let second = try Files.openForAppending(path, mode: 0o600)

        try Files.write(Array("one\n".utf8)[...], to: first.rawValue)
        try Files.write(Array("two\n".utf8)[...], to: second.rawValue)
        try Files.write(Array("three\n".utf8)[...], to: first.rawValue)

        XCTAssertEqual(try Files.readText(path, byteCountMax: 100), "one\ntwo\nthree\n")
    }

    func testAppendToAFolderNamesThePath() {
        XCTAssertThrowsError(try Files.append([1], to: "/tmp", mode: 0o600)) { error in
            let expected = SystemError(call: "open", object: "/tmp", errno: .isFolder)
            XCTAssertEqual(error as? SystemError, expected)
        }
    }

    func testWriteToAPipeWithoutReaderIsAnError() throws {
        try Signal.brokenPipe.ignore()
        let pipe = try SocketPair()
        let writer = try pipe.first.duplicate()
        _ = consume pipe

        XCTAssertThrowsError(try Files.write([1], to: writer.rawValue)) { error in
            XCTAssertEqual((error as? SystemError)?.errno, .brokenPipe)
        }
    }
}

import Foundation
import Glibc
import SQLite
import XCTest

/// A folder of one test, deleted with its contents when released.
final class TemporaryFolder {
    let path: String
    private var isMounted = false

    init() throws {
        var template = Array("/tmp/lksql.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
    }

    deinit {
        if isMounted { umount2(path, Int32(MNT_DETACH)) }
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    /// Mounts a small file system on the folder; skips the test where that is not allowed.
    func mountSmallFileSystem(byteCount: Int) throws {
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(byteCount)") == 0 else {
            let reason = String(cString: strerror(errno))
            print("not proved: cannot mount a small file system: \(reason)")
            throw XCTSkip("cannot mount a small file system: \(reason)")
        }
        isMounted = true
    }

    /// Makes the mounted file system read-only.
    func makeReadOnly() throws {
        let flags = UInt(MS_REMOUNT) | UInt(MS_RDONLY)
        XCTAssertEqual(mount("tmpfs", path, "tmpfs", flags, nil), 0)
    }
}

/// Asserts that `body` throws an error of SQLite, and returns it.
func assertSQLiteError<Result>(
    _ body: () throws(SQLiteError) -> Result,
    line: UInt = #line
) -> SQLiteError? {
    do throws(SQLiteError) {
        _ = try body()
        XCTFail("no error was thrown", line: line)
        return nil
    } catch {
        return error
    }
}

extension Connection {
    /// Fills a table `items(id, body)` with `count` rows of `byteCount` bytes.
    func makeItems(count: Int, byteCount: Int = 100) throws(SQLiteError) {
        try execute("CREATE TABLE IF NOT EXISTS items(id INTEGER PRIMARY KEY, body BLOB) STRICT")
        let insert = try prepare("INSERT INTO items(body) VALUES(?)")
        try transaction { () throws(SQLiteError) in
            for number in 0..<count {
                try insert.run([UInt8](repeating: UInt8(number % 251), count: byteCount))
            }
        }
    }

    func itemCount() throws(SQLiteError) -> Int64 {
        try integer("SELECT count(*) FROM items")
    }
}

import Foundation
import Glibc
import XCTest

/// A folder of one test, deleted with its contents when released.
final class TemporaryFolder {
    let path: String
    private var isMounted = false

    init() throws {
        var template = Array("/tmp/lkled.XXXXXX".utf8CString)
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

    /// Gives the mounted file system another size.
    func remountSmallFileSystem(byteCount: Int) throws {
        let isDone = mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(byteCount)") == 0
        XCTAssertTrue(isDone)
    }

    /// Makes the mounted file system read-only.
    func makeReadOnly() throws {
        let flags = UInt(MS_REMOUNT) | UInt(MS_RDONLY)
        XCTAssertEqual(mount("tmpfs", path, "tmpfs", flags, nil), 0)
    }
}

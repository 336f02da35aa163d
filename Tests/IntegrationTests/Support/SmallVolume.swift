import Foundation
import Glibc
import XCTest

/// A small file system on a folder, unmounted when released.
final class SmallVolume {
    private let path: String

    /// Mounts it; skips the test where that is not allowed.
    init(on path: String, byteCount: Int) throws {
        self.path = path
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(byteCount),mode=0700") == 0 else {
            let reason = String(cString: strerror(errno))
            print("not proved: a small file system cannot be mounted: \(reason)")
            throw XCTSkip("cannot mount a small file system: \(reason)")
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Makes it read-only.
    func makeReadOnly() throws {
        let flags = UInt(MS_REMOUNT) | UInt(MS_RDONLY)
        XCTAssertEqual(mount("tmpfs", path, "tmpfs", flags, nil), 0)
    }

    /// Fills it with a file, up to so many free bytes.
    func fill(leaving free: Int = 0) throws {
        let file = open("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw POSIXError(.EIO) }
        defer { close(file) }
        let block = [UInt8](repeating: 1, count: 4_096)
        var figures = statvfs()
        while statvfs(path, &figures) == 0,
            Int(figures.f_bavail) * Int(figures.f_frsize) > free
        {
            guard write(file, block, block.count) > 0 else { return }
        }
    }

    /// Deletes what `fill` has written.
    func clear() throws {
        guard unlink("\(path)/filler") == 0 else { throw POSIXError(.EIO) }
    }
}

import Foundation

/// A folder for the time of one test.
final class TemporaryFolder {
    /// Its absolute path.
    let path = FileManager.default.temporaryDirectory.path + "/lk-\(UUID().uuidString.prefix(8))"

    /// Creates it.
    init() throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

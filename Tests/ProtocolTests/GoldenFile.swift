import Foundation
import XCTest

/// A message as it was written when its format was fixed.
///
/// `LANEKEEPER_WRITE_GOLDEN=1 swift test --filter ProtocolTests` writes the files again; a change in
/// one that is released is a new protocol version.
struct GoldenFile {
    static var directory: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")
    }

    static var isWriting: Bool {
        ProcessInfo.processInfo.environment["LANEKEEPER_WRITE_GOLDEN"] == "1"
    }

    let name: String

    private var url: URL {
        Self.directory.appendingPathComponent(name + ".json")
    }

    /// The bytes of the file; those given, which are written, if files are being made.
    func bytes(orWrite given: [UInt8]? = nil) throws -> [UInt8] {
        if Self.isWriting, let given { try Data(given).write(to: url) }
        return [UInt8](try Data(contentsOf: url))
    }

    /// Every golden file's name without its extension.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { $0.hasSuffix(".json") }
            .map { String($0.dropLast(".json".count)) }
            .sorted()
    }
}

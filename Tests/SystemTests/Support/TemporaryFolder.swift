import System

/// A folder with a short name for one test, removed with everything in it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = "/tmp/lk\(CurrentProcess.pid).\(try Entropy.seed() % 1_000_000)"
        try Files.createFolders(path, mode: 0o700)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit {
        // What cannot be removed is left to the machine's own cleaning of /tmp.
        try? Files.removeTree(path)
    }
}

import Harness
import System

/// Redis as a durable broker: an append-only file that is synced before each answer.
final class RedisServer {
    /// Its socket.
    let socket: String
    private let process: PeerProcess

    /// Starts it; nil where there are no peers, or not this one.
    ///
    /// - Parameters:
    ///   - peers: Where it may be.
    ///   - folder: An empty folder, on the disk that is measured.
    /// - Throws: `HarnessError` when it does not listen.
    init?(_ peers: PeerSet?, folder: String) throws(HarnessError) {
        guard let peers, let program = peers.program("redis-server") else { return nil }
        let socket = "\(folder)/r.sock"
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders(folder, mode: 0o700)
        }
        process = try PeerProcess(
            [
                program, "--port", "0", "--unixsocket", socket, "--dir", folder,
                "--appendonly", "yes", "--appendfsync", "always", "--save", "",
            ],
            environment: peers.environment(home: folder),
            folder: folder
        )
        self.socket = socket
        try process.waitUntil("redis listens") { Files.exists(socket) }
    }
}

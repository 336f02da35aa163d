import Harness
import System

/// The work queue beanstalkd with a log that is synced at each write, as `-b DIR -f 0` says.
final class Beanstalkd {
    /// Its socket, of the same kind as ours.
    let socket: String
    private let process: PeerProcess

    /// Starts it; nil where there are no peers, or not this one.
    ///
    /// - Parameters:
    ///   - peers: Where it may be.
    ///   - folder: An empty folder, on the disk that is measured.
    /// - Throws: `HarnessError` when it does not listen.
    init?(_ peers: PeerSet?, folder: String) throws(HarnessError) {
        guard let peers, let program = peers.program("beanstalkd") else { return nil }
        let socket = "\(folder)/b.sock"
        let log = "\(folder)/binlog"
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders(log, mode: 0o700)
        }
        process = try PeerProcess(
            [program, "-b", log, "-f", "0", "-l", "unix:\(socket)"],
            environment: peers.environment(home: folder),
            folder: folder
        )
        self.socket = socket
        try process.waitUntil("beanstalkd listens") { Files.exists(socket) }
    }
}

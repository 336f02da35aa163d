import Protocol
import System

/// Where one instance keeps its files: two folders, so that several can run beside each other.
struct InstancePaths: Equatable {
    /// Everything that must survive: ledger, lanes, backups.
    let state: String
    /// Sockets only.
    let runtime: String

    var lock: String { "\(state)/supervisor.lock" }
    var ledger: String { "\(state)/ledger.sqlite" }
    var backups: String { "\(state)/backups" }
    var incidents: String { "\(state)/incidents" }
    var lanes: String { "\(state)/lanes" }
    var controlSocket: String { "\(runtime)/control.sock" }
    var laneSockets: String { "\(runtime)/lanes" }

    func lane(_ id: LaneID) -> String { "\(lanes)/\(id)" }
    func workerLock(of id: LaneID) -> String { "\(lane(id))/worker.lock" }
    func outbox(of id: LaneID) -> String { "\(lane(id))/outbox" }
    func outboxEntry(_ runID: RunID, of id: LaneID) -> String { "\(outbox(of: id))/\(runID).json" }
    func log(of runID: RunID, on id: LaneID) -> String { "\(lane(id))/logs/\(runID).log" }
    /// Names the control group that the lane's runs are in, so that a later supervisor finds them.
    func controlGroupNote(of id: LaneID) -> String { "\(lane(id))/cgroup" }
    func socket(of id: LaneID) -> String { "\(laneSockets)/\(id).sock" }

    /// Creates the folders, whatever the file mode mask; those that exist keep their modes.
    ///
    /// - Throws: `SystemError` with the folder that cannot be made.
    func create() throws(SystemError) {
        try Files.createFolders(state, mode: 0o700)
        try Files.createFolders(lanes, mode: 0o700)
        // Clients of other users must reach the control socket; it asks each who it is.
        let mask = CurrentProcess.setFileModeMask(0o022)
        defer { CurrentProcess.setFileModeMask(mask) }
        try Files.createFolders(runtime, mode: 0o755)
        try Files.createFolders(laneSockets, mode: 0o700)
    }

    /// Returns what is wrong with the paths of these lanes' sockets, a line each.
    func problems(of lanes: some Sequence<LaneID>) -> [String] {
        var paths = [controlSocket]
        for lane in lanes { paths.append(socket(of: lane)) }
        let limit = UnixSocket.pathByteCountMax
        return paths.filter { $0.utf8.count > limit }.map { path in
            "socket path \"\(path)\" has \(path.utf8.count) bytes, at most \(limit) are possible"
                + " (give a shorter --runtime)"
        }
    }
}

public import Protocol
import System

/// The processes of one instance, found in the process table by what they were started with.
public struct ProcessCensus {
    /// A living process of a run.
    public struct Member: Hashable {
        /// The process.
        public let process: ProcessIdentity
        /// The run that it names in its environment.
        public let run: String
    }

    private let state: String

    /// Looks for the instance whose state is in this folder.
    public init(state: String) {
        self.state = state
    }

    /// Living processes of runs: their environment names a workspace below the instance's state.
    ///
    /// - Parameter folder: Only those whose workspace is below this part of the state folder.
    /// - Returns: In no order.
    /// - Throws: `SystemError`, without `/proc`.
    public func members(below folder: String = "/") throws -> [Member] {
        var members: [Member] = []
        for process in try living() {
            let pid = process.pid
            guard
                let workspace = ProcessTable.environmentValue(of: "LANE_WORKSPACE", in: pid),
                workspace.hasPrefix(state + folder),
                let run = ProcessTable.environmentValue(of: RunTree.environmentKey, in: pid)
            else { continue }
            members.append(Member(process: process, run: run))
        }
        return members
    }

    /// Living workers and supervisors: their command line has `--state` and the folder, or a lane's.
    public func daemons() throws -> [ProcessIdentity] {
        try living().filter { process in
            let words = Self.commandLine(of: process.pid)
            guard let index = words.firstIndex(of: "--state"), index + 1 < words.count else {
                return false
            }
            return words[index + 1] == state || words[index + 1].hasPrefix(state + "/")
        }
    }

    private func living() throws -> [ProcessIdentity] {
        try ProcessTable.processIDs().compactMap { pid in
            guard let entry = try ProcessTable.entryIfPresent(pid), !entry.isZombie else {
                return nil
            }
            return entry.identity
        }
    }

    /// The words a process was started with; empty when it is gone.
    public static func commandLine(of pid: Int32) -> [String] {
        // A process that is gone meanwhile has no file.
        let bytes = (try? Files.read("/proc/\(pid)/cmdline", byteCountMax: 1 << 20)) ?? []
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

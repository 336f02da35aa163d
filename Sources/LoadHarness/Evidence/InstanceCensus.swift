import Protocol
import System

/// The processes of one instance, found in the process table by what they were started with.
struct InstanceCensus {
    /// A living process of a run.
    struct Member: Hashable {
        let entry: ProcessEntry
        /// The run that it names in its environment.
        let run: String
        /// The workspace that it names there, below the state folder.
        let workspace: String

        /// The process.
        var process: ProcessIdentity { entry.identity }
    }

    /// A living supervisor or worker.
    struct Daemon: Hashable {
        let process: ProcessIdentity
        /// What it was told to keep its state in: the instance's folder, or that of a lane.
        let folder: String
    }

    /// The most bytes of a command line that are read.
    private static let commandByteCountMax = 1 << 16

    private let state: String

    /// Looks for the instance whose state is in a folder.
    init(state: String) {
        self.state = state
    }

    /// Finds the living processes of runs: their environment names a workspace below the state
    /// folder.
    ///
    /// - Parameter lane: Only those on this lane; nil for all.
    /// - Returns: In ascending order of pids.
    /// - Throws: `SystemError`, without `/proc`.
    /// - Complexity: O(processes of the machine), some 10 µs each.
    func members(on lane: LaneID? = nil) throws(SystemError) -> [Member] {
        let folder = lane.map { "\(state)/lanes/\($0)/" } ?? "\(state)/"
        var members: [Member] = []
        for pid in try ProcessTable.processIDs() {
            guard
                let workspace = ProcessTable.environmentValue(of: "LANE_WORKSPACE", in: pid),
                workspace.hasPrefix(folder),
                let run = ProcessTable.environmentValue(of: RunTree.environmentKey, in: pid),
                let entry = try ProcessTable.entryIfPresent(pid), !entry.isZombie
            else { continue }
            members.append(Member(entry: entry, run: run, workspace: workspace))
        }
        return members
    }

    /// Finds the process that leads a run on a lane: the oldest that leads a session.
    ///
    /// - Returns: Of the run that is named first; nil if none runs.
    /// - Throws: `SystemError`, without `/proc`.
    func leader(on lane: LaneID) throws(SystemError) -> Member? {
        let leading = try members(on: lane).filter { $0.entry.session == $0.process.pid }
        return leading.min {
            ($0.run, $0.process.startTicks, $0.process.pid)
                < ($1.run, $1.process.startTicks, $1.process.pid)
        }
    }

    /// Finds living supervisors and workers: their command line has `--state` and the folder, or
    /// one below it.
    ///
    /// - Returns: In ascending order of pids.
    /// - Throws: `SystemError`, without `/proc`.
    func daemons() throws(SystemError) -> [Daemon] {
        var daemons: [Daemon] = []
        for pid in try ProcessTable.processIDs() {
            guard let folder = Self.stateFolder(Self.commandLine(of: pid)),
                folder == state || folder.hasPrefix("\(state)/"),
                let entry = try ProcessTable.entryIfPresent(pid), !entry.isZombie
            else { continue }
            daemons.append(Daemon(process: entry.identity, folder: folder))
        }
        return daemons
    }

    /// Takes hold of the worker that has a lane's lock, whether its supervisor knows it yet or not.
    ///
    /// - Returns: Nil if nobody has it, or somebody who is not that lane's worker.
    /// - Throws: `SystemError`.
    func worker(of lane: LaneID) throws(SystemError) -> ProcessHandle? {
        let folder = "\(state)/lanes/\(lane)"
        guard let text = try FileLock.holder(of: "\(folder)/worker.lock"),
            let holder = WorkerLockText(text),
            let handle = try ProcessHandle.open(holder.process)
        else { return nil }
        // Read while the handle keeps the pid from changing hands.
        return Self.stateFolder(Self.commandLine(of: holder.process.pid)) == folder ? handle : nil
    }

    /// The words that a process was started with; empty when it is gone.
    static func commandLine(of pid: Int32) -> [String] {
        // A process that is gone meanwhile has no file.
        let bytes = (try? Files.read("/proc/\(pid)/cmdline", byteCountMax: commandByteCountMax))
        return (bytes ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What follows `--state` in a command line; nil without it.
    static func stateFolder(_ words: [String]) -> String? {
        guard let index = words.firstIndex(of: "--state"), index + 1 < words.count else {
            return nil
        }
        return words[index + 1]
    }
}

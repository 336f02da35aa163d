public import Protocol

/// The process tree of one run, and the proof that it is gone.
///
/// Its processes are its control group, if one was made. Without one they are every process whose
/// environment names the run, and those in its leader's session. A zombie is gone. A process counts
/// only together with its start time.
///
/// What no search can find without a control group: a process that left the session, dropped the
/// variable from its environment, and whose sub-reaper died with it.
public struct RunTree: Hashable, Sendable {
    /// The variable that names the run in the environment of each of its processes.
    public static let environmentKey = "LANE_RUN_ID"

    /// How many times a signal chases a tree that forks.
    private static let roundCountMax = 16

    /// The run's name.
    public let run: String
    /// The process that was spawned, which leads the run's session; nil when it is not known.
    public let leader: ProcessIdentity?
    /// The control group that was made for the run; nil when there is none.
    public let group: ControlGroup?

    /// Names the tree of a run.
    ///
    /// - Parameters:
    ///   - run: The value of `environmentKey` in its processes.
    ///   - leader: The process that was spawned in a session of its own.
    ///   - group: A group that holds this run and nothing else.
    public init(run: String, leader: ProcessIdentity? = nil, group: ControlGroup? = nil) {
        self.run = run
        self.leader = leader
        self.group = group
    }

    /// Finds the living processes of several runs in one pass over the process table.
    ///
    /// The supervisor calls it after a worker's death and at boot, when the runs' orphans may hang
    /// under the machine's first process.
    ///
    /// - Parameter runs: The names of runs whose leaders and groups are not known.
    /// - Returns: One list for each run in the order given, each in ascending order of pids.
    /// - Throws: `SystemError`: then nothing is proved.
    /// - Complexity: O(processes of the machine), some 10 µs each.
    public static func members(of runs: [String]) throws(SystemError) -> [[ProcessIdentity]] {
        try members(of: runs.map { RunTree(run: $0) })
    }

    /// Finds the living processes of several runs in one pass over the process table.
    ///
    /// - Parameter trees: The runs; those with a control group are read from it.
    /// - Returns: One list for each run in the order given, each in ascending order of pids.
    /// - Throws: `SystemError`: then nothing is proved.
    /// - Complexity: O(processes of the machine), some 10 µs each.
    public static func members(of trees: [RunTree]) throws(SystemError) -> [[ProcessIdentity]] {
        var lists: [[ProcessIdentity]] = []
        let scanned = try RunScan.members(of: trees.filter { $0.group == nil })
        var next = scanned.makeIterator()
        for tree in trees {
            lists.append(try tree.group?.members() ?? next.next() ?? [])
        }
        return lists
    }

    /// Finds the living processes of the run.
    ///
    /// - Parameter search: Where to look when there is no control group.
    /// - Returns: Each process once.
    /// - Throws: `SystemError`: then nothing is proved.
    public func members(
        by search: RunTreeSearch = .processTable
    ) throws(SystemError) -> [ProcessIdentity] {
        if let group { return try group.members() }
        switch search {
        case .processTable: return try Self.members(of: [self])[0]
        case .ownChildren(let others): return try OwnChildren.members(of: self, besides: others)
        }
    }

    /// Tells whether no process of the run lives any more.
    ///
    /// - Parameter search: Where to look when there is no control group.
    /// - Returns: True only when it is proved.
    /// - Throws: `SystemError`: then nothing is proved.
    public func isGone(by search: RunTreeSearch = .processTable) throws(SystemError) -> Bool {
        if let group { return try !group.isPopulated() }
        switch search {
        case .processTable: return try members().isEmpty
        case .ownChildren(let others):
            return try OwnChildren.roots(of: self, besides: others).isEmpty
        }
    }

    /// Sends a signal to every process of the run, and to those they fork meanwhile.
    ///
    /// SIGKILL goes through `cgroup.kill` where there is a control group: none can escape it.
    ///
    /// - Parameters:
    ///   - signal: The signal.
    ///   - search: Where to look when there is no control group.
    /// - Returns: How many processes were signalled. That they are gone is for `isGone` to tell.
    /// - Throws: `SystemError`, the first; the other processes were signalled all the same.
    @discardableResult
    public func signalAll(
        _ signal: Signal,
        by search: RunTreeSearch = .processTable
    ) throws(SystemError) -> Int {
        if signal == .kill, let group {
            let count = try group.members().count
            try group.kill()
            return count
        }
        var signalled: Set<ProcessIdentity> = []
        var firstError: SystemError?
        for _ in 0..<Self.roundCountMax {
            let fresh = try members(by: search).filter { !signalled.contains($0) }
            if fresh.isEmpty { break }
            for process in fresh {
                do {
                    try ProcessHandle.open(process)?.send(signal)
                } catch {
                    firstError = firstError ?? error
                }
                signalled.insert(process)
            }
        }
        if let firstError { throw firstError }
        return signalled.count
    }
}

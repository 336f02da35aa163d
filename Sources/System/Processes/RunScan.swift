import Protocol

/// The search for the processes of runs in the whole process table.
struct RunScan {
    /// How often a walk is repeated when the pid counter wrapped during it.
    private static let walkCountMax = 8

    private let trees: [RunTree]
    private let indexByRun: [String: Int]
    private let hasLeaders: Bool
    /// Processes whose environment names the run, and its leader.
    private var named: [[ProcessIdentity]]
    /// Processes that are in the leader's session and name no run.
    private var inSession: [[ProcessIdentity]]
    /// Whether the leader's pid, and with it its session's number, belongs to somebody else now.
    private var isReused: [Bool]

    static func members(of trees: [RunTree]) throws(SystemError) -> [[ProcessIdentity]] {
        if trees.isEmpty { return [] }
        for _ in 0..<walkCountMax {
            var scan = RunScan(trees)
            let walk = try ProcessScan()
            while let batch = try walk.next() {
                for pid in batch { try scan.add(pid) }
            }
            if walk.isConclusive { return scan.result }
        }
        throw SystemError(
            call: "search",
            object: "/proc",
            errno: .wouldBlock,
            remedy: "pids wrap faster than the table can be read"
        )
    }

    private init(_ trees: [RunTree]) {
        self.trees = trees
        indexByRun = Dictionary(
            trees.enumerated().map { ($1.run, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        hasLeaders = trees.contains { $0.leader != nil }
        named = Array(repeating: [], count: trees.count)
        inSession = named
        isReused = Array(repeating: false, count: trees.count)
    }

    private var result: [[ProcessIdentity]] {
        trees.indices.map { index in
            let session = isReused[index] ? [] : inSession[index]
            return (named[index] + session).sorted { $0.pid < $1.pid }
        }
    }

    private mutating func add(_ pid: Int32) throws(SystemError) {
        if pid == CurrentProcess.pid { return }
        let run = ProcessTable.environmentValue(of: RunTree.environmentKey, in: pid)
        let index = run.flatMap { indexByRun[$0] }
        // Most processes are settled by their environment alone when no leader is known.
        guard index != nil || hasLeaders else { return }
        guard let entry = try ProcessTable.entryIfPresent(pid) else { return }
        noteReuse(by: entry.identity)
        if entry.isZombie { return }
        if let index {
            named[index].append(entry.identity)
        } else if let index = trees.firstIndex(where: { $0.leader == entry.identity }) {
            named[index].append(entry.identity)
        } else if run == nil, let index = sessionIndex(of: entry) {
            inSession[index].append(entry.identity)
        }
    }

    private mutating func noteReuse(by identity: ProcessIdentity) {
        guard hasLeaders else { return }
        for (index, tree) in trees.enumerated() {
            guard let leader = tree.leader, leader.pid == identity.pid else { continue }
            isReused[index] = leader != identity
        }
    }

    /// A session's number is the pid of its leader and is not reused while the session has a member,
    /// so members cannot be older than the leader.
    private func sessionIndex(of entry: ProcessEntry) -> Int? {
        trees.firstIndex { tree in
            guard let leader = tree.leader else { return false }
            return (entry.session == leader.pid || entry.group == leader.pid)
                && entry.identity.startTicks >= leader.startTicks
        }
    }
}

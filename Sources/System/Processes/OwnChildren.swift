import Protocol

/// The search for the processes of a run by the sub-reaper that spawned it.
enum OwnChildren {
    /// Our living children that belong to the run: its leader, and orphans of its tree.
    ///
    /// Complete in one read, because only we can take entries from our own list.
    static func roots(
        of tree: RunTree,
        besides others: [RunTree]
    ) throws(SystemError) -> [ProcessIdentity] {
        var roots: [ProcessIdentity] = []
        for pid in try ProcessTable.children(of: CurrentProcess.pid) {
            guard let entry = try ProcessTable.entryIfPresent(pid), !entry.isZombie else {
                continue
            }
            if belongs(entry, to: tree, besides: others) { roots.append(entry.identity) }
        }
        return roots
    }

    /// The roots and all that descends from them.
    static func members(
        of tree: RunTree,
        besides others: [RunTree]
    ) throws(SystemError) -> [ProcessIdentity] {
        var members = try roots(of: tree, besides: others)
        var seen = Set(members)
        var next = 0
        while next < members.count {
            for pid in try ProcessTable.children(of: members[next].pid) {
                guard let entry = try ProcessTable.entryIfPresent(pid), !entry.isZombie,
                    seen.insert(entry.identity).inserted
                else { continue }
                members.append(entry.identity)
            }
            next += 1
        }
        return members
    }

    private static func belongs(
        _ entry: ProcessEntry,
        to tree: RunTree,
        besides others: [RunTree]
    ) -> Bool {
        if entry.identity == tree.leader { return true }
        if others.contains(where: { $0.leader == entry.identity }) { return false }
        let key = RunTree.environmentKey
        if let run = ProcessTable.environmentValue(of: key, in: entry.identity.pid) {
            if run == tree.run { return true }
            if others.contains(where: { $0.run == run }) { return false }
        }
        if entry.session == tree.leader?.pid { return true }
        if others.contains(where: { $0.leader?.pid == entry.session }) { return false }
        return others.isEmpty
    }
}

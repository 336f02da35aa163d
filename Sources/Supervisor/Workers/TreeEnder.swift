import ControlPlane
import Protocol
import System

/// Ends what the runs of dead workers have left: kills until the process table has none of them.
final class TreeEnder {
    private struct Ending {
        var lane: LaneID
        var generation: Generation
        var trees: [RunTree]
        var startedAt: MonotonicTime
        var nextLookAt: MonotonicTime
        var wait = Interval.milliseconds(1)
        var isReported = false
        /// Not nil while the processes cannot be looked for.
        var retry: RecoveryRetry?
    }

    /// Processes that are alive this long after the first SIGKILL are reported.
    static let patience = Interval.seconds(30)

    private let paths: InstancePaths
    private let groups: RunGroups
    private let log: EventLog
    private var endings: [Ending] = []

    init(_ paths: InstancePaths, groups: RunGroups, log: EventLog) {
        self.paths = paths
        self.groups = groups
        self.log = log
    }

    /// When to look again; nil if nothing is being ended.
    var nextDeadline: MonotonicTime? {
        endings.map(\.nextLookAt).min()
    }

    /// Begins to end every process of these runs.
    func begin(_ lane: LaneID, _ generation: Generation, _ runs: [RunRemains]) {
        let note = paths.controlGroupNote(of: lane)
        let trees = runs.map { run in
            RunTree(
                run: run.runID.rawValue,
                leader: run.leader,
                group: groups.group(of: run.runID, notedAt: note)
            )
        }
        let now = Clock.bootTime()
        endings.append(
            Ending(
                lane: lane,
                generation: generation,
                trees: trees,
                startedAt: now,
                nextLookAt: now
            )
        )
    }

    /// Looks at what is being ended, and tells which lanes are free of it.
    func receive(into inbox: inout [Event]) {
        guard !endings.isEmpty else { return }
        let now = Clock.bootTime()
        for index in endings.indices where endings[index].nextLookAt <= now {
            look(at: &endings[index], now, into: &inbox)
        }
        endings.removeAll { $0.trees.isEmpty }
    }

    private func look(at ending: inout Ending, _ now: MonotonicTime, into inbox: inout [Event]) {
        do throws(SystemError) {
            let members = try RunTree.members(of: ending.trees)
            var count = 0
            for (tree, processes) in zip(ending.trees, members) where !processes.isEmpty {
                count += processes.count
                _ = try tree.signalAll(.kill)
            }
            guard count > 0 else {
                try removeGroups(of: ending.trees)
                ending.trees = []
                inbox.append(.treesGone(ending.lane, ending.generation))
                return
            }
            if now.since(ending.startedAt) >= Self.patience, !ending.isReported {
                ending.isReported = true
                inbox.append(
                    .treesNotDead(ending.lane, ending.generation, processCount: count)
                )
            }
            ending.retry = nil
            ending.nextLookAt = now + ending.wait
            ending.wait = min(ending.wait * 2, .milliseconds(100))
        } catch {
            ending.nextLookAt = noteFailure(error, of: &ending, now, into: &inbox)
        }
    }

    /// Says when to look again after an error, which proves nothing.
    private func noteFailure(
        _ error: SystemError,
        of ending: inout Ending,
        _ now: MonotonicTime,
        into inbox: inout [Event]
    ) -> MonotonicTime {
        var retry = ending.retry ?? RecoveryRetry(at: now)
        if retry.failed(error.description, at: now) {
            log.error("tree.unknown", "lane \(ending.lane): \(error.description)")
        }
        if let event = retry.stall(of: ending.lane, at: now) { inbox.append(event) }
        ending.retry = retry
        return retry.nextAt
    }

    private func removeGroups(of trees: [RunTree]) throws(SystemError) {
        for tree in trees {
            if let group = tree.group { try group.remove() }
        }
    }
}

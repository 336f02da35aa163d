import Protocol

/// How long missions stood still after the SIGKILL of the worker that ran them.
///
/// From the kill to the next start of the same mission. What another fault disturbed in between is
/// left out: it would measure that fault, or the back-off that it adds.
struct RestartTimes {
    /// In the order of the kills.
    private(set) var milliseconds: [Double] = []
    /// How many were left out for another fault.
    private(set) var disturbedCount = 0

    private let history: LoadHistory
    private let poolsByLane: [LaneID: String]
    /// Those that were done, oldest first.
    private let faults: [InjectedFault]
    /// When the last of the faults up to each was over.
    private let latestEnds: [WallTime]

    /// Looks for the attempts that crashed with each worker that was killed at work.
    ///
    /// - Complexity: O(f log f) in faults, and for each kill the crashes of its lane and the faults of
    ///   its time.
    init(_ history: LoadHistory) {
        let evidence = history.evidence
        let faults = evidence.faults.filter { $0.obstacle == nil }.sorted { $0.at < $1.at }
        var latest = WallTime(nanoseconds: 0)
        self.history = history
        self.faults = faults
        latestEnds = faults.map { fault in
            latest = max(latest, fault.endedAt)
            return latest
        }
        let pools = evidence.quotas.lanes.compactMap { lane in lane.pool.map { (lane.id, $0) } }
        poolsByLane = Dictionary(pools) { first, _ in first }
        let crashes = Dictionary(
            grouping: evidence.attempts.filter { $0.outcome == .crashed },
            by: \.lane.rawValue
        )
        for (index, fault) in faults.enumerated() where Self.isKill(fault) {
            for attempt in crashes[fault.object] ?? [] where Self.strikes(fault, attempt) {
                measure(index, attempt)
            }
        }
    }

    private static func isKill(_ fault: InjectedFault) -> Bool {
        (fault.kind == .killWorker || fault.kind == .killBoth) && fault.wasBusy
    }

    private static func strikes(_ kill: InjectedFault, _ attempt: LedgerAttempt) -> Bool {
        guard let startedAt = attempt.startedAt, let endedAt = attempt.endedAt else { return false }
        return startedAt <= kill.at && kill.at <= endedAt
    }

    private mutating func measure(_ killIndex: Int, _ attempt: LedgerAttempt) {
        let attempts = history.attempts(of: attempt.missionID)
        guard let next = attempts.first(where: { $0.fence > attempt.fence }),
            let startedAt = next.startedAt
        else { return }
        let kill = faults[killIndex]
        if isDisturbed(killIndex, attempt, next, until: startedAt)
            || meetsAnotherStart(kill, until: startedAt)
        {
            disturbedCount += 1
        } else {
            milliseconds.append(startedAt.since(kill.at).millisecondCount)
        }
    }

    /// Tells whether another fault overlaps the time of a recovery where the mission could feel it.
    private func isDisturbed(
        _ killIndex: Int,
        _ old: LedgerAttempt,
        _ next: LedgerAttempt,
        until startedAt: WallTime
    ) -> Bool {
        let killedAt = faults[killIndex].at
        var index = faults.partitioningIndex { $0.at >= startedAt }
        while index > 0, latestEnds[index - 1] >= killedAt {
            index -= 1
            if index != killIndex, faults[index].endedAt >= killedAt,
                disturbs(faults[index], old, next)
            {
                return true
            }
        }
        return false
    }

    /// Tells whether a fault strikes what a mission needs.
    private func disturbs(
        _ fault: InjectedFault,
        _ old: LedgerAttempt,
        _ next: LedgerAttempt
    ) -> Bool {
        switch fault.kind.reach {
        case .clients: return false
        case .instance: return true
        case .run: return fault.object == next.runID.rawValue
        case .lane: return [old.lane, next.lane].contains { $0.rawValue == fault.object }
        case .pool:
            return [old.lane, next.lane].contains {
                $0.rawValue == fault.object || poolsByLane[$0] == fault.object
            }
        }
    }

    /// Tells whether a supervisor was being started for another reason than the kill itself.
    private func meetsAnotherStart(_ kill: InjectedFault, until startedAt: WallTime) -> Bool {
        let count = history.evidence.starts.count { start in
            start.at < startedAt && (start.readyAt ?? start.at) > kill.at
        }
        return count > (kill.kind == .killBoth ? 1 : 0)
    }
}

extension [InjectedFault] {
    /// The first index whose fault is on the far side of a border.
    ///
    /// - Parameter isBeyond: False for the first faults, then true for all others.
    /// - Returns: `count` if there is none.
    /// - Complexity: O(log n).
    fileprivate func partitioningIndex(_ isBeyond: (InjectedFault) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

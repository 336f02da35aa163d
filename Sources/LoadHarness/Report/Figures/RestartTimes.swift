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

    /// Looks for the attempts that crashed with each worker that was killed at work.
    ///
    /// - Complexity: O(kills × (crashes of the lane + faults)).
    init(_ history: LoadHistory) {
        self.history = history
        let lanes = history.evidence.quotas.lanes
        poolsByLane = Dictionary(lanes.compactMap { lane in lane.pool.map { (lane.id, $0) } }) {
            first,
            _ in first
        }
        let crashes = Dictionary(
            grouping: history.evidence.attempts.filter { $0.outcome == .crashed },
            by: \.lane.rawValue
        )
        for (index, fault) in history.evidence.faults.enumerated() where Self.isKill(fault) {
            for attempt in crashes[fault.object] ?? [] where Self.strikes(fault, attempt) {
                measure(index, attempt)
            }
        }
    }

    private static func isKill(_ fault: InjectedFault) -> Bool {
        (fault.kind == .killWorker || fault.kind == .killBoth) && fault.wasBusy
            && fault.obstacle == nil
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
        let kill = history.evidence.faults[killIndex]
        let isDisturbed = history.evidence.faults.indices.contains { index in
            index != killIndex && disturbs(history.evidence.faults[index], kill, attempt, next)
        }
        if isDisturbed || meetsAnotherStart(kill, until: startedAt) {
            disturbedCount += 1
        } else {
            milliseconds.append(startedAt.since(kill.at).millisecondCount)
        }
    }

    /// Tells whether a fault overlaps the time of a recovery where the mission could feel it.
    private func disturbs(
        _ fault: InjectedFault,
        _ kill: InjectedFault,
        _ old: LedgerAttempt,
        _ next: LedgerAttempt
    ) -> Bool {
        guard fault.obstacle == nil, let startedAt = next.startedAt, fault.at < startedAt,
            fault.endedAt >= kill.at
        else { return false }
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

    /// Tells whether a supervisor was being started that the kill itself did not end.
    private func meetsAnotherStart(_ kill: InjectedFault, until startedAt: WallTime) -> Bool {
        let count = history.evidence.starts.count { start in
            start.at < startedAt && (start.readyAt ?? startedAt) > kill.at
        }
        return count > (kill.kind == .killBoth ? 1 : 0)
    }
}

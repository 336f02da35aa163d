import ControlPlane
import DataStructures
import Protocol

/// A drained lane has no worker, no process of a run, and no result that nobody has.
struct DrainChecker: Checker {
    static let rule = "drained means gone"

    private var workers = OrderedTable<LaneID, Generation>()
    private var runs = OrderedTable<RunID, LaneID>()
    private var results = OrderedTable<RunID, LaneID>()
    private var admissions = LookupTable<LaneID, Admission>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .workerStarted(let lane, let generation): workers[lane] = generation
        case .workerEnded(let lane, _): workers[lane] = nil
        case .runStarted(let run, _, let lane, _): runs[run] = lane
        case .runEnded(let run): runs[run] = nil
        case .resultDurable(let lane, let result): results[result.runID] = lane
        case .resultDeleted(_, let run): results[run] = nil
        case .committed(let writes):
            for case .saveLane(let record) in writes {
                let was = admissions[record.vpID]
                admissions[record.vpID] = record.admission
                guard record.admission == .drained, was != .drained else { continue }
                if let problem = leftover(of: record.vpID, in: writes, ledger) { return problem }
            }
        case .supervisorStarted, .configured, .turnBegan, .performed, .acknowledged, .exited,
            .workDone, .survivorsTold, .stopDelivered, .resultMade:
            break
        }
        return nil
    }

    private func leftover(
        of lane: LaneID,
        in writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> String? {
        if let generation = workers[lane] {
            return "lane \(lane) is drained and worker \(generation) lives"
        }
        for (run, other) in runs where other == lane {
            return "lane \(lane) is drained and a process of \(run) lives"
        }
        for (run, other) in results where other == lane && !isClosed(run, by: writes, ledger) {
            return "lane \(lane) is drained and the result of \(run) is in its outbox"
        }
        return nil
    }

    /// A result that the ledger has is deleted right after the transaction at hand.
    private func isClosed(
        _ run: RunID,
        by writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> Bool {
        if ledger.attempts[run]?.outcome != nil { return true }
        for case .updateAttempt(let attempt) in writes where attempt.runID == run {
            return attempt.outcome != nil
        }
        return false
    }
}

import ControlPlane
import DataStructures
import Protocol

/// A question is as old as its runtime at most: nobody is waited for once that has ended, or is
/// being ended.
struct QuestionChecker: Checker {
    static let rule = "a question ends with its runtime"

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        // A row may be written more than once in a turn; the last one stands.
        var blocked = OrderedTable<RunID, RunPhase>()
        for case .updateAttempt(let attempt) in writes {
            let isBlocked = attempt.blockedAt != nil && attempt.outcome == nil
            blocked[attempt.runID] = isBlocked ? attempt.phase : nil
        }
        for (run, phase) in blocked where phase != .executing {
            return "\(run) waits for an answer while it is \(phase.rawValue)"
        }
        return nil
    }
}

import ControlPlane
import DataStructures
import Protocol

/// A mission is completed by exactly one attempt, whose run has reached its end; and a result that is
/// durable is what its attempt ends with, but for what a stop of ours may change.
struct ResultChecker: Checker {
    static let rule = "one result, and a true one"

    private var done = LookupTable<RunID, Bool>()
    private var completed = LookupTable<MissionID, RunID>()
    private var durable = LookupTable<RunID, RunResult>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .workDone(let run):
            done[run] = true
        case .resultDurable(_, let result):
            durable[result.runID] = result
        case .committed(let writes):
            for write in writes {
                if let problem = problem(of: write) { return problem }
            }
        case .supervisorStarted, .configured, .turnBegan, .performed, .acknowledged, .exited,
            .workerStarted, .workerEnded, .runStarted, .survivorsTold, .runEnded, .stopDelivered,
            .resultDeleted, .resultMade:
            break
        }
        return nil
    }

    private mutating func problem(of write: LedgerWrite) -> String? {
        if case .updateAttempt(let attempt) = write,
            let problem = Self.problem(
                of: attempt,
                with: durable[attempt.runID]
            )
        {
            return problem
        }
        switch write {
        case .updateAttempt(let attempt) where attempt.outcome == .completed:
            if let other = completed[attempt.missionID] {
                return "\(attempt.runID) is accepted after \(other) was"
            }
            guard done[attempt.runID] == true else {
                return "\(attempt.runID) is accepted and never reached its end"
            }
            completed[attempt.missionID] = attempt.runID
            return nil
        case .updateMission(let id, let state) where state.status == .completed:
            // An operator's word needs no attempt.
            if state.reason == .operatorRequest, state.endedBy != nil { return nil }
            return completed[id] == nil ? "mission \(id) is completed by no attempt" : nil
        case .updateAttempt, .updateMission, .insertMission, .insertAttempt, .saveLane,
            .appendEvent, .savePool, .saveEstop, .markCleanStop:
            return nil
        }
    }

    private static func problem(of attempt: AttemptRecord, with result: RunResult?) -> String? {
        guard let outcome = attempt.outcome, let result, result.fence == attempt.fence,
            outcome != result.outcome, !mayOverrule(attempt, result)
        else { return nil }
        return "\(attempt.runID) ends \(outcome.rawValue), and its result says"
            + " \(result.outcome.rawValue)"
    }

    /// True if the attempt may end otherwise than its result says.
    ///
    /// An operator gives up what does not end. A stop decides over its own ends, and a cancel, of a
    /// mission or of a copy that is in the way, over everything but success.
    private static func mayOverrule(_ attempt: AttemptRecord, _ result: RunResult) -> Bool {
        if attempt.reason == .treeNotDead { return true }
        guard let intent = attempt.intent, attempt.outcome == intent.outcome else { return false }
        switch result.outcome {
        case .completed: return false
        case .cancelled, .timedOut, .interrupted: return true
        case .failed, .crashed, .deferred:
            return intent == .cancel || intent == .shadow || result.reason == intent.reason
                || result.reason == .startTimedOut
        }
    }
}

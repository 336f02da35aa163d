import ControlPlane
import DataStructures
import Protocol

/// A mission is completed by exactly one attempt, whose run has reached its end.
struct ResultChecker: Checker {
    static let rule = "one result, and a true one"

    private var done = LookupTable<RunID, Bool>()
    private var completed = LookupTable<MissionID, RunID>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .workDone(let run):
            done[run] = true
        case .committed(let writes):
            for write in writes {
                if let problem = problem(of: write) { return problem }
            }
        case .supervisorStarted, .configured, .turnBegan, .performed, .acknowledged, .exited,
            .workerStarted, .workerEnded, .runStarted, .survivorsTold, .runEnded, .stopDelivered,
            .resultDurable, .resultDeleted, .resultMade:
            break
        }
        return nil
    }

    private mutating func problem(of write: LedgerWrite) -> String? {
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
            return completed[id] == nil ? "mission \(id) is completed by no attempt" : nil
        case .updateAttempt, .updateMission, .insertMission, .insertAttempt, .saveLane,
            .appendEvent, .saveEstop, .markCleanStop:
            return nil
        }
    }
}

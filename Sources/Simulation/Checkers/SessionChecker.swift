import ControlPlane
import DataStructures
import Protocol

/// What has failed its session goes on in a fresh one.
struct SessionChecker: Checker {
    static let rule = "a failed session is not taken up again"

    private var failed = LookupTable<MissionID, RunID>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                failed[attempt.missionID] = attempt.scope == .session ? attempt.runID : nil
            case .insertAttempt(let attempt):
                guard let run = failed[attempt.missionID], !attempt.isFreshSession else { continue }
                return "\(attempt.runID) takes up the session that \(run) says has failed"
            case .updateAttempt, .insertMission, .updateMission, .saveLane, .savePool, .saveEstop,
                .appendEvent,
                .markCleanStop:
                break
            }
        }
        return nil
    }
}

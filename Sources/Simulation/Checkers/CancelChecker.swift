import ControlPlane
import DataStructures
import Protocol

/// A mission that somebody has cancelled never runs again.
struct CancelChecker: Checker {
    static let rule = "cancelled stays cancelled"

    private var cancelled = LookupTable<MissionID, Bool>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .updateAttempt(let attempt) where attempt.intent == .cancel:
                cancelled[attempt.missionID] = true
            case .insertAttempt(let attempt):
                guard cancelled[attempt.missionID] == true else { continue }
                return "\(attempt.runID) is opened after its mission was cancelled"
            case .insertMission, .updateMission, .updateAttempt, .saveLane, .appendEvent,
                .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        return nil
    }
}

import ControlPlane
import DataStructures
import Protocol

/// Nothing leaves a terminal status, and a closed attempt never changes.
struct TerminalChecker: Checker {
    static let rule = "terminal is absorbing"

    private var missions = LookupTable<MissionID, MissionStatus>()
    private var runs = LookupTable<RunID, AttemptOutcome>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                guard let id = envelope.missionID, state.status.isTerminal else { continue }
                missions[id] = state.status
            case .updateMission(let id, let state):
                if let status = missions[id] {
                    return "mission \(id) was \(status.rawValue), is \(state.status.rawValue) now"
                }
                if state.status.isTerminal { missions[id] = state.status }
            case .insertAttempt(let attempt):
                if let status = missions[attempt.missionID] {
                    return "\(attempt.runID) is opened, its mission was \(status.rawValue)"
                }
            case .updateAttempt(let attempt):
                if let outcome = runs[attempt.runID] {
                    return "\(attempt.runID) changes after it was \(outcome.rawValue)"
                }
                runs[attempt.runID] = attempt.outcome
            case .saveLane, .appendEvent, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        return nil
    }
}

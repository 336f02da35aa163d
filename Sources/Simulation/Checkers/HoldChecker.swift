import ControlPlane
import DataStructures
import Protocol

/// What an operator holds does not start, and stays held until somebody releases it or it ends; a
/// hold and its end leave its age as it was.
struct HoldChecker: Checker {
    static let rule = "what is held waits"

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        var states = OrderedTable<MissionID, MissionState>()
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                if let id = envelope.missionID { states[id] = state }
            case .insertAttempt(let attempt):
                guard let state = states[attempt.missionID] ?? stored(attempt.missionID, ledger)
                else { continue }
                if state.hold != nil { return "\(attempt.runID) starts though it is held" }
            case .updateMission(let id, let state):
                guard let old = states[id] ?? stored(id, ledger) else { continue }
                if let problem = problem(of: id, old, state, writes) { return problem }
                states[id] = state
            case .updateAttempt, .saveLane, .appendEvent, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        return nil
    }

    private func stored(_ id: MissionID, _ ledger: SimulatedLedger) -> MissionState? {
        ledger.missions[id]?.state
    }

    private func problem(
        of id: MissionID,
        _ old: MissionState,
        _ new: MissionState,
        _ writes: [LedgerWrite]
    ) -> String? {
        guard old.hold != new.hold, !new.status.isTerminal else { return nil }
        let type: EventType = new.hold == nil ? .missionQueued : .missionHeld
        let isSaid = writes.contains { write in
            guard case .appendEvent(let event) = write else { return false }
            return event.type == type && event.missionID == id && event.actor != "supervisor"
        }
        guard isSaid else { return "mission \(id) forgets who holds it" }
        // One that is requeued in the same turn is queued anew.
        let isRequeued = old.reason != new.reason || old.status != .queued
        guard old.queuedAt == new.queuedAt || isRequeued else {
            return "mission \(id) loses its age by a hold"
        }
        return nil
    }
}

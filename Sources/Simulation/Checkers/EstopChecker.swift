import ControlPlane
import DataStructures
import Protocol

/// Once an operator has stopped all work nothing starts, over restarts, until somebody thaws it; and
/// whatever runs is being stopped from the same turn on.
struct EstopChecker: Checker {
    static let rule = "an emergency stop stops"

    private var isStopped = false
    /// Runs whose attempt is open and that nothing stops.
    private var running = OrderedTable<RunID, Bool>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .saveEstop(let change):
                guard isSaid(change == nil ? .supervisorThawed : .supervisorEstopped, in: writes)
                else { return "an emergency stop changes without a word" }
                isStopped = change != nil
            case .insertAttempt(let attempt):
                if isStopped { return "\(attempt.runID) starts though all work is stopped" }
                running[attempt.runID] = true
            case .updateAttempt(let attempt):
                let isFree = attempt.outcome == nil && attempt.intent == nil
                running[attempt.runID] = isFree ? true : nil
            case .insertMission, .updateMission, .saveLane, .savePool, .appendEvent, .markCleanStop:
                break
            }
        }
        guard isStopped, let run = running.first?.key else { return nil }
        return "\(run) goes on though all work is stopped"
    }

    private func isSaid(_ type: EventType, in writes: [LedgerWrite]) -> Bool {
        writes.contains { write in
            guard case .appendEvent(let event) = write else { return false }
            return event.type == type && event.actor != "supervisor"
        }
    }
}

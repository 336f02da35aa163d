import ControlPlane
import DataStructures
import Protocol

/// Processes that survive SIGKILL are one incident of their lane, which is degraded exactly as long
/// as it is open, whoever is the supervisor meanwhile.
struct IncidentChecker: Checker {
    static let rule = "one incident, from the first word to the proof"

    private var open = OrderedTable<LaneID, Bool>()
    private var degraded = OrderedTable<LaneID, Bool>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .appendEvent(let event) where event.reason == .treeNotDead:
                if let problem = problem(of: event) { return problem }
            case .saveLane(let record):
                degraded[record.vpID] = record.degradedCause == .treeNotDead ? true : nil
            case .insertMission, .updateMission, .insertAttempt, .updateAttempt, .appendEvent,
                .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        for (lane, _) in open where degraded[lane] == nil {
            return "lane \(lane) has an open incident and is not degraded"
        }
        for (lane, _) in degraded where open[lane] == nil {
            return "lane \(lane) is degraded and has no open incident"
        }
        return nil
    }

    private mutating func problem(of event: EventRecord) -> String? {
        guard let lane = event.vpID else { return nil }
        if event.type == .incidentOpened {
            if open[lane] != nil { return "the incident of lane \(lane) is opened twice" }
            open[lane] = true
        } else if event.type == .incidentClosed {
            if open[lane] == nil { return "an incident of lane \(lane) is closed that is not open" }
            open[lane] = nil
        }
        return nil
    }
}

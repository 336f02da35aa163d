import ControlPlane
import DataStructures
import Protocol

/// What an operator set on a lane stands until an operator ends it, and a drain's deadline moves
/// only with an event that says so.
struct OperatorChecker: Checker {
    static let rule = "an operator's word stands"

    private var records = LookupTable<LaneID, LaneRecord>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for case .saveLane(let record) in writes {
            let known = records[record.vpID]
            records[record.vpID] = record
            guard let known else { continue }
            if let problem = problem(known, record, writes) { return problem }
        }
        return nil
    }

    private func problem(
        _ old: LaneRecord,
        _ new: LaneRecord,
        _ writes: [LedgerWrite]
    ) -> String? {
        let lane = new.vpID
        if old.isDrainOrdered, !new.isDrainOrdered || new.admission == .open,
            !isSaid(.laneOpened, of: lane, in: writes)
        {
            return "lane \(lane) forgets an operator's drain"
        }
        if old.isPaused, !new.isPaused, !isSaid(.sessionResumed, of: lane, in: writes) {
            return "lane \(lane) forgets an operator's pause"
        }
        if old.reroute != new.reroute, !isSaid(.laneRerouted, of: lane, in: writes),
            new.reroute != nil || !isSaid(.laneOpened, of: lane, in: writes)
        {
            return "lane \(lane) forgets an operator's reroute"
        }
        if old.rolloutOrder != new.rolloutOrder,
            !isSaid(.laneRolloutChanged, of: lane, in: writes)
        {
            return "lane \(lane) forgets an operator's rollout"
        }
        if old.admission == .draining, new.admission == .draining,
            old.drainDeadlineAt != new.drainDeadlineAt,
            !isSaid(.laneDraining, of: lane, in: writes)
        {
            return "the deadline of the drain of lane \(lane) moves, and nothing says so"
        }
        return nil
    }

    /// True if an operator's event of this type is among the writes.
    private func isSaid(_ type: EventType, of lane: LaneID, in writes: [LedgerWrite]) -> Bool {
        writes.contains { write in
            guard case .appendEvent(let event) = write else { return false }
            return event.type == type && event.vpID == lane && event.actor != "supervisor"
        }
    }
}

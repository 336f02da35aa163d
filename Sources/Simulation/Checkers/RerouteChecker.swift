import ControlPlane
import DataStructures
import Protocol

/// A mission changes its lane only while it is queued, never against its pin, and never to a lane
/// that takes no work; what comes back to the queue of a lane that is rerouted does not stay there
/// while the other lane takes work; and a flush ends nothing that has an attempt.
struct RerouteChecker: Checker {
    static let rule = "what waits moves, what runs does not"

    private var missions = LookupTable<MissionID, (pin: LaneID?, class: MissionClass)>()
    private var lanes = OrderedTable<LaneID, LaneRecord>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        var hasReturned: [MissionID] = []
        var states = OrderedTable<MissionID, MissionState>()
        let before = lanes
        for write in writes {
            switch write {
            case .insertMission(let envelope, _):
                guard let id = envelope.missionID else { continue }
                missions[id] = (envelope.vpID, envelope.missionClass)
            case .updateMission(let id, let state):
                if let problem = move(of: id, to: state, states[id], before, ledger) {
                    return problem
                }
                states[id] = state
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                hasReturned.append(attempt.missionID)
            case .saveLane(let record):
                lanes[record.vpID] = record
            case .insertAttempt, .updateAttempt, .appendEvent, .markCleanStop:
                break
            }
        }
        for id in hasReturned {
            guard let state = states[id] else { continue }
            if let problem = stay(of: id, state) { return problem }
        }
        return nil
    }

    private func move(
        of id: MissionID,
        to state: MissionState,
        _ last: MissionState?,
        _ before: OrderedTable<LaneID, LaneRecord>,
        _ ledger: SimulatedLedger
    ) -> String? {
        guard let old = last ?? ledger.missions[id]?.state, let mission = missions[id],
            old.assignedVPID != state.assignedVPID
        else { return nil }
        let target = state.assignedVPID
        guard old.status == .queued, state.status == .queued else {
            return "mission \(id) goes to lane \(target) while it is \(old.status.rawValue)"
        }
        if let pin = mission.pin, pin != target {
            return "mission \(id) is pinned to lane \(pin) and goes to lane \(target)"
        }
        if before[target]?.status == .retired, lanes[target]?.status == .retired {
            return "mission \(id) goes to lane \(target), which is retired"
        }
        return nil
    }

    /// A mission whose attempt has just ended, and that is open, on a lane that is rerouted.
    private func stay(of id: MissionID, _ state: MissionState) -> String? {
        guard !state.status.isTerminal, state.status != .blocked, let mission = missions[id],
            mission.pin == nil
        else { return nil }
        guard let reroute = lanes[state.assignedVPID]?.reroute, reroute.applies(to: mission.class),
            let target = lanes[reroute.target], target.reroute == nil, takesWork(target)
        else { return nil }
        return "mission \(id) came back and stays on lane \(state.assignedVPID), which is rerouted"
    }

    private func takesWork(_ lane: LaneRecord) -> Bool {
        lane.admission == .open && !lane.isPaused && lane.degradedCause == nil
            && lane.status != .retired
    }
}

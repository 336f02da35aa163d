import ControlPlane
import DataStructures
import Protocol

/// A mission changes its lane only while it is queued, never against its pin, and never to a lane
/// that takes no work; what comes back to the queue of a lane that is rerouted does not stay there
/// while the other lane takes work; and a flush ends what it names, all of which is queued.
struct RerouteChecker: Checker {
    static let rule = "what waits moves, what runs does not"

    /// What makes a lane take work again.
    private static let reopens: [EventType] = [
        .laneOpened, .laneRestored, .laneReplenished, .sessionResumed,
    ]

    private struct Mission {
        let pin: LaneID?
        let fallback: [LaneID]
        let missionClass: MissionClass
    }

    private var missions = LookupTable<MissionID, Mission>()
    private var lanes = OrderedTable<LaneID, LaneRecord>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        var hasReturned: [MissionID] = []
        var flushed: [MissionID] = []
        var states = OrderedTable<MissionID, MissionState>()
        let willing = takers(in: writes)
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                guard let id = envelope.missionID else { continue }
                missions[id] = Mission(
                    pin: envelope.vpID,
                    fallback: envelope.fallback ?? [],
                    missionClass: envelope.missionClass
                )
                states[id] = state
            case .updateMission(let id, let state):
                if let problem = move(of: id, to: state, states[id], willing, ledger) {
                    return problem
                }
                states[id] = state
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                hasReturned.append(attempt.missionID)
            case .saveLane(let record):
                lanes[record.vpID] = record
            case .appendEvent(let event) where event.type == .laneFlushed:
                for id in Self.missions(of: event) {
                    let status = (states[id] ?? ledger.missions[id]?.state)?.status
                    guard status == .queued else { return "mission \(id) is flushed, not queued" }
                    flushed.append(id)
                }
            case .insertAttempt, .updateAttempt, .appendEvent, .savePool, .saveEstop,
                .markCleanStop:
                break
            }
        }
        for id in flushed where states[id]?.status != .cancelled {
            return "mission \(id) is flushed and goes on"
        }
        for id in hasReturned {
            guard let state = states[id] else { continue }
            if let problem = stay(of: id, state) { return problem }
        }
        return nil
    }

    private static func missions(of event: EventRecord) -> [MissionID] {
        guard case .array(let names)? = event.payload["missions"] else { return [] }
        return names.compactMap { name in
            guard case .string(let text) = name else { return nil }
            return MissionID(text)
        }
    }

    private func move(
        of id: MissionID,
        to state: MissionState,
        _ last: MissionState?,
        _ willing: OrderedTable<LaneID, Bool>,
        _ ledger: SimulatedLedger
    ) -> String? {
        guard let old = last ?? ledger.missions[id]?.state, let mission = missions[id],
            old.assignedVPID != state.assignedVPID
        else { return nil }
        let target = state.assignedVPID
        guard old.status == .queued, state.status == .queued else {
            return "mission \(id) goes to lane \(target) while it is \(old.status.rawValue)"
        }
        if let pin = mission.pin, pin != target, !mission.fallback.contains(target) {
            return "mission \(id) is pinned to lane \(pin) and goes to lane \(target)"
        }
        guard willing[target] == true else {
            return "mission \(id) goes to lane \(target), which takes no work"
        }
        return nil
    }

    /// The lanes that take work at some moment of a turn: before it, after it, or in between.
    private func takers(in writes: [LedgerWrite]) -> OrderedTable<LaneID, Bool> {
        var willing = OrderedTable<LaneID, Bool>()
        for (id, lane) in lanes where takesWork(lane) { willing[id] = true }
        for write in writes {
            switch write {
            case .saveLane(let lane) where takesWork(lane):
                willing[lane.vpID] = true
            case .appendEvent(let event) where Self.reopens.contains(event.type):
                if let lane = event.vpID { willing[lane] = true }
            case .insertMission, .updateMission, .insertAttempt, .updateAttempt, .saveLane,
                .appendEvent, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        return willing
    }

    /// A mission whose attempt has just ended, and that is open, on a lane that is rerouted.
    private func stay(of id: MissionID, _ state: MissionState) -> String? {
        guard !state.status.isTerminal, state.status != .blocked, let mission = missions[id],
            mission.pin == nil
        else { return nil }
        guard let reroute = lanes[state.assignedVPID]?.reroute,
            reroute.applies(to: mission.missionClass),
            let target = lanes[reroute.target], target.reroute == nil, takesWork(target),
            target.degradedCause == nil,
            RolloutChecker.isOpen(target.rollout.rollout, to: id),
            !state.leftVPIDs.contains(target.vpID)
        else { return nil }
        return "mission \(id) came back and stays on lane \(state.assignedVPID), which is rerouted"
    }

    private func takesWork(_ lane: LaneRecord) -> Bool {
        lane.admission == .open && !lane.isPaused
            && (lane.degradedCause == nil || lane.health.state == .probing)
            && lane.status != .retired && !lane.dayUsage.isSpent
    }
}

import ControlPlane
import DataStructures
import Protocol

/// An operator settles only what is blocked or has processes that do not die; and what was said is
/// how the mission ends, whatever its run says afterwards.
struct ResolveChecker: Checker {
    static let rule = "an operator's outcome stands"

    private var words = LookupTable<MissionID, MissionResolution>()
    /// Lanes of which it was told that processes survive.
    private var stuckLanes = LookupTable<LaneID, Bool>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .survivorsTold(let run):
            if let lane = ledger.attempts[run]?.vpID { stuckLanes[lane] = true }
        case .committed(let writes):
            return committed(writes, ledger)
        case .supervisorStarted, .configured, .turnBegan, .performed, .acknowledged, .exited,
            .workerStarted, .workerEnded, .runStarted, .workDone, .runEnded, .stopDelivered,
            .resultMade, .resultDurable, .resultDeleted:
            break
        }
        return nil
    }

    private mutating func committed(
        _ writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> String? {
        var statuses = OrderedTable<MissionID, MissionStatus>()
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                if let id = envelope.missionID { statuses[id] = state.status }
            case .updateAttempt(let attempt):
                let status =
                    statuses[attempt.missionID]
                    ?? ledger.missions[attempt.missionID]?.state.status
                if let problem = word(of: attempt, on: status) { return problem }
            case .updateMission(let id, let state):
                let status = statuses[id] ?? ledger.missions[id]?.state.status
                if let problem = end(of: id, state, after: status) { return problem }
                statuses[id] = state.status
            case .insertAttempt, .saveLane, .savePool, .appendEvent, .saveEstop, .markCleanStop:
                break
            }
        }
        return nil
    }

    private mutating func word(
        of attempt: AttemptRecord,
        on status: MissionStatus?
    ) -> String? {
        let known = words[attempt.missionID]
        guard known != attempt.resolution else { return nil }
        if let known {
            return "\(attempt.runID) forgets that its mission is \(known.rawValue)"
        }
        guard status == .blocked || stuckLanes[attempt.vpID] == true else {
            return "\(attempt.runID) is settled while its mission is"
                + " \((status ?? .queued).rawValue)"
        }
        words[attempt.missionID] = attempt.resolution
        return nil
    }

    private func end(
        of id: MissionID,
        _ state: MissionState,
        after status: MissionStatus?
    ) -> String? {
        guard state.status.isTerminal else { return nil }
        if let word = words[id] {
            guard state.status != word.status else { return nil }
            return "mission \(id) is \(state.status.rawValue), and \(word.rawValue) was said"
        }
        guard state.reason == .operatorRequest, state.status != .cancelled, status != .blocked
        else { return nil }
        return "mission \(id) is \(state.status.rawValue) by an operator's word, unblocked before"
    }
}

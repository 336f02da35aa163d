import ControlPlane
import DataStructures
import Protocol

/// Nothing without a pin comes to a lane or starts on one whose rollout keeps it out, nor stays on
/// such a lane while one of its chain takes it; a pin is no rollout's business; and what is in force
/// is what the kill switch, an operator, the configuration and the environment say, in this order.
struct RolloutChecker: Checker {
    static let rule = "rollout"

    private struct Mission {
        let pin: LaneID?
        let own: [LaneID]?
        var state: MissionState
    }

    /// Open missions.
    private var missions = OrderedTable<MissionID, Mission>()
    private var lanes = OrderedTable<LaneID, LaneRecord>()
    private var configuration = Configuration()
    /// Those before it, one of which may be in force until it is taken in: a turn may take in other
    /// events first.
    private var replaced: [Configuration] = []
    /// Transactions since something was configured.
    private var commitCount = 0
    /// True until a supervisor that has just started has taken its first turn.
    private var isBooting = true

    /// True if a lane with this rollout gets a mission that has no pin.
    ///
    /// Told by the share, not by what the supervisor makes of it.
    static func isOpen(_ rollout: Rollout, to mission: MissionID) -> Bool {
        switch rollout {
        case .on: true
        case .off, .forceFallback, .shadow: false
        case .canary(let percent): Rollout.share(of: mission) < percent
        }
    }

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .supervisorStarted = observation { isBooting = true }
        if case .configured(let configuration) = observation {
            if !isBooting { replaced.append(self.configuration) }
            self.configuration = configuration
            commitCount = 0
        }
        guard case .committed(let writes) = observation else { return nil }
        let before = lanes
        var starts: [AttemptRecord] = []
        var comers: [MissionID] = []
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                guard let id = envelope.missionID else { continue }
                missions[id] = Mission(pin: envelope.vpID, own: envelope.fallback, state: state)
                comers.append(id)
            case .updateMission(let id, let state):
                if let problem = moved(id, to: state, &comers) { return problem }
                missions.modify(id) { $0.state = state }
                if state.status.isTerminal { missions[id] = nil }
            case .insertAttempt(let attempt):
                starts.append(attempt)
            case .saveLane(let record):
                lanes[record.vpID] = record
                if let problem = misread(record, by: configuration) {
                    guard replaced.contains(where: { misread(record, by: $0) == nil }) else {
                        return problem
                    }
                }
            case .updateAttempt, .appendEvent, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        defer {
            isBooting = false
            commitCount += 1
            if commitCount > 1 { replaced = [] }
        }
        // Every start of a turn comes after every command of it.
        for attempt in starts where !isOpen(attempt.vpID, to: attempt.missionID, lanes) {
            return "\(attempt.runID) starts on lane \(attempt.vpID), which keeps it out"
        }
        for id in comers where !isTold(in: writes, missions[id]?.state.assignedVPID) {
            guard let lane = missions[id]?.state.assignedVPID, !isOpen(lane, to: id, before)
            else { continue }
            return "mission \(id) comes to lane \(lane), which keeps it out"
        }
        return isBooting ? nil : stay()
    }

    /// A rollout that changes in a turn may have let a mission in at some moment of it.
    private func isTold(in writes: [LedgerWrite], _ lane: LaneID?) -> Bool {
        writes.contains { write in
            guard case .appendEvent(let event) = write else { return false }
            return event.type == .laneRolloutChanged && event.vpID == lane
        }
    }

    private func isOpen(
        _ lane: LaneID,
        to id: MissionID,
        _ lanes: OrderedTable<LaneID, LaneRecord>
    ) -> Bool {
        guard let mission = missions[id], mission.pin == nil, let record = lanes[lane] else {
            return true
        }
        return Self.isOpen(record.rollout.rollout, to: id)
    }

    // MARK: Moves

    private func moved(
        _ id: MissionID,
        to state: MissionState,
        _ comers: inout [MissionID]
    ) -> String? {
        guard let mission = missions[id], mission.state.assignedVPID != state.assignedVPID else {
            return nil
        }
        comers.append(id)
        guard state.assignedBy == "router", state.route.last?.reason == .rolloutClosed else {
            return nil
        }
        if mission.pin != nil { return "mission \(id) is pinned and moved by a rollout" }
        guard chain(of: mission).contains(state.assignedVPID) else {
            return "mission \(id) goes to lane \(state.assignedVPID), not one of its chain"
        }
        return nil
    }

    private func chain(of mission: Mission) -> [LaneID] {
        if let own = mission.own { return own }
        guard mission.pin == nil else { return [] }
        let home = mission.state.leftVPIDs.first ?? mission.state.assignedVPID
        return configuration.lanes[home]?.fallback ?? []
    }

    // MARK: What is in force

    private func misread(_ record: LaneRecord, by configuration: Configuration) -> String? {
        guard record.status != .retired, let policy = configuration.lanes[record.vpID] else {
            return nil
        }
        let isCoder = configuration.supervisor.coderLane == record.vpID
        let switches = isCoder ? configuration.switches : RolloutSwitches()
        let expected: Rollout
        if switches.forcesFallback {
            expected = .forceFallback
        } else if let ordered = record.rolloutOrder?.rollout {
            expected = ordered
        } else if let configured = policy.rollout {
            expected = configured
        } else {
            let other: Rollout = switches.asksForShadow ? .shadow : .on
            expected = switches.isEnabled == false ? .off : other
        }
        guard record.rollout.rollout != expected else { return nil }
        return "the rollout of lane \(record.vpID) is \(record.rollout.rollout), not \(expected)"
    }

    // MARK: Waits

    /// At the end of a turn nothing waits on a lane that keeps it out while one of its chain takes it.
    private func stay() -> String? {
        for (id, mission) in missions
        where mission.state.status == .queued && !mission.state.isLeaving {
            let home = mission.state.assignedVPID
            guard !isOpen(home, to: id, lanes), configuration.lanes[home] != nil else { continue }
            let target = chain(of: mission).first { lane in
                lane != home && !mission.state.leftVPIDs.contains(lane)
                    && configuration.lanes[lane] != nil && isOpen(lane, to: id, lanes)
                    && lanes[lane]?.takesWork == true
            }
            if let target {
                return "mission \(id) stays on lane \(home), though lane \(target) takes it"
            }
        }
        return nil
    }
}

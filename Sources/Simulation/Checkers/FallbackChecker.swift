import ControlPlane
import DataStructures
import Protocol

/// A mission leaves a lane by fallback only for a lane of its chain, never runs again on one that it
/// left unless a person sends it there, is not given up while its chain has a lane for it, and does
/// not wait for one that takes work.
struct FallbackChecker: Checker {
    static let rule = "fallback"

    private struct Mission {
        let pin: LaneID?
        let own: [LaneID]?
        var home: LaneID
        /// Where its attempts are used up, as its attempts tell: never forgotten but by a person.
        var left: [LaneID] = []
        var failureCount = 0
        let attemptCountMax: Int
        let budget: Budget
    }

    private var missions = LookupTable<MissionID, Mission>()
    private var configuration = Configuration()
    private var lanes = OrderedTable<LaneID, LaneRecord>()
    /// Missions that wait for another lane.
    private var leavers = OrderedTable<MissionID, MissionState>()
    /// True until a supervisor that has just started has taken its first turn.
    private var isBooting = false
    /// Lanes whose rollout changes in the transaction at hand, at no matter which moment of it.
    private var rolledOut = OrderedTable<LaneID, Bool>()
    /// The attempt of each mission that ended in the transaction at hand.
    private var ended = LookupTable<MissionID, AttemptRecord>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .supervisorStarted = observation { isBooting = true }
        if case .configured(let configuration) = observation { self.configuration = configuration }
        guard case .committed(let writes) = observation else { return nil }
        var states = OrderedTable<MissionID, MissionState>()
        rolledOut = Self.lanesRolledOut(in: writes)
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                insert(envelope, state)
                // It may be moved in the very transaction that brings it.
                if let id = envelope.missionID { states[id] = state }
            case .insertAttempt(let attempt):
                if let problem = started(attempt) { return problem }
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                ended[attempt.missionID] = attempt
            case .updateMission(let id, let state):
                let old = states[id] ?? ledger.missions[id]?.state
                if let old, let problem = changed(id, from: old, to: state) { return problem }
                states[id] = state
            case .saveLane(let record):
                lanes[record.vpID] = record
            case .appendEvent(let event):
                told(event)
            case .updateAttempt, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        defer { isBooting = false }
        return leavers.isEmpty || isBooting ? nil : stay()
    }

    private static func lanesRolledOut(in writes: [LedgerWrite]) -> OrderedTable<LaneID, Bool> {
        var lanes = OrderedTable<LaneID, Bool>()
        for case .appendEvent(let event) in writes where event.type == .laneRolloutChanged {
            if let lane = event.vpID { lanes[lane] = true }
        }
        return lanes
    }

    private mutating func insert(_ envelope: MissionEnvelope, _ state: MissionState) {
        guard let id = envelope.missionID else { return }
        missions[id] = Mission(
            pin: envelope.vpID,
            own: envelope.fallback,
            home: state.assignedVPID,
            attemptCountMax: envelope.retry.maxAttempts,
            budget: envelope.budget
        )
    }

    private func started(_ attempt: AttemptRecord) -> String? {
        guard let mission = missions[attempt.missionID], mission.left.contains(attempt.vpID) else {
            return nil
        }
        return "\(attempt.runID) runs on lane \(attempt.vpID), which the mission has left"
    }

    /// Who requeues or moves a mission lets it return; who only releases it does not.
    private mutating func told(_ event: EventRecord) {
        guard let id = event.missionID, let lane = event.vpID, event.actor != "supervisor",
            event.type == .missionRerouted || event.type == .missionQueued,
            leavers[id] == nil
        else { return }
        missions[id]?.left.removeAll { $0 == lane }
    }

    // MARK: Moves

    private mutating func changed(
        _ id: MissionID,
        from old: MissionState,
        to new: MissionState
    ) -> String? {
        defer { leavers[id] = new.status == .queued && new.isLeaving ? new : nil }
        if let attempt = ended[id] {
            ended[id] = nil
            return ended(attempt, old, new)
        }
        guard let mission = missions[id], old.assignedVPID != new.assignedVPID else { return nil }
        if new.assignedBy == "fallback" {
            guard mission.left.contains(old.assignedVPID) else {
                return "mission \(id) leaves lane \(old.assignedVPID), which it need not leave"
            }
            guard chain(of: mission).contains(new.assignedVPID) else {
                return "mission \(id) goes to lane \(new.assignedVPID), not one of its chain"
            }
            guard !mission.left.contains(new.assignedVPID) else {
                return "mission \(id) returns to lane \(new.assignedVPID)"
            }
        } else if mission.left.isEmpty {
            missions[id]?.home = new.assignedVPID
        }
        return nil
    }

    /// What follows from the end of an attempt.
    private mutating func ended(
        _ attempt: AttemptRecord,
        _ old: MissionState,
        _ new: MissionState
    ) -> String? {
        let id = attempt.missionID
        guard let mission = missions[id] else { return nil }
        let isFailure = attempt.outcome == .failed
        if isFailure { missions[id]?.failureCount += 1 }
        let isUsedUp =
            attempt.outcome == .timedOut
            || (isFailure && Self.isMovedOn(attempt)
                && (mission.failureCount + 1 >= mission.attemptCountMax
                    || attempt.reason == .lanePermanent))
        let mayLeave = isUsedUp || (isFailure && attempt.scope == .lane)
        if new.isLeaving, !mayLeave {
            return "mission \(id) leaves lane \(attempt.vpID) after \(attempt.runID)"
        }
        if new.isLeaving {
            missions[id]?.left.append(attempt.vpID)
            missions[id]?.failureCount = 0
        }
        // No lane has anything left of a sum that is used up.
        guard isUsedUp, !new.isLeaving,
            BudgetChecker.spentBound(of: mission.budget, new.usage) == nil
        else { return nil }
        let rest = chain(of: mission).filter { lane in
            lane != attempt.vpID && !mission.left.contains(lane)
                && configuration.lanes[lane] != nil && rolledOut[lane] == nil
                && lets(lane, in: id, mission)
        }
        guard let lane = rest.first else { return nil }
        return "mission \(id) is \(new.status.rawValue) after \(attempt.runID), though lane \(lane)"
            + " may take it over"
    }

    private static func isMovedOn(_ attempt: AttemptRecord) -> Bool {
        switch attempt.scope {
        case .mission, .session, .lane, nil: attempt.reason != .permanent
        case .pool, .host, .operator: false
        }
    }

    private func chain(of mission: Mission) -> [LaneID] {
        if let own = mission.own { return own }
        guard mission.pin == nil else { return [] }
        return configuration.lanes[mission.left.first ?? mission.home]?.fallback ?? []
    }

    // MARK: Waits

    /// At the end of a turn no mission waits for a lane of its chain that takes work.
    private func stay() -> String? {
        for (id, state) in leavers {
            guard let mission = missions[id] else { continue }
            let target = chain(of: mission).first { lane in
                lane != state.assignedVPID && !mission.left.contains(lane)
                    && configuration.lanes[lane] != nil && lanes[lane]?.takesWork == true
                    && lets(lane, in: id, mission)
            }
            guard let target else { continue }
            return "mission \(id) waits on lane \(state.assignedVPID), though lane \(target) takes"
                + " work"
        }
        return nil
    }

    /// False if the lane's rollout keeps the mission out.
    private func lets(_ lane: LaneID, in id: MissionID, _ mission: Mission) -> Bool {
        mission.pin != nil
            || lanes[lane].map { RolloutChecker.isOpen($0.rollout.rollout, to: id) } ?? true
    }
}

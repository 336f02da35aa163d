import ControlPlane
import DataStructures
import Protocol

/// A lane is ejected only after enough failures of its own and only while others take its work,
/// starts nothing then, lets one mission at a time through afterwards, and each episode opens one
/// incident and closes it.
///
/// A mission that waits leaves a lane without an operator's word only if that is not well, or its
/// budget of the day is spent.
struct HealthChecker: Checker {
    static let rule = "health"

    private struct Tally {
        /// The most failures in a row that what was written allows.
        var streak = 0
        /// The newest ends, true for what certainly was good.
        var recent: [Bool] = []
        /// True while an episode's incident is open.
        var isOpen = false
        /// When its ejection ends; nil if that is not known.
        var until: MonotonicTime?
        /// Starts since the lane lets missions through.
        var probes: [RunID] = []
    }

    private var tallies = OrderedTable<LaneID, Tally>()
    private var lanes = OrderedTable<LaneID, LaneRecord>()
    private var configuration = Configuration()
    private var clock = TurnClock()
    /// The lanes that were ejected in the transaction at hand.
    private var ejected: [LaneID] = []

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .configured(let configuration) = observation { self.configuration = configuration }
        if case .turnBegan(let instant) = observation { clock.turnBegan(at: instant) }
        if case .supervisorStarted = observation {
            for lane in lanes.map(\.key) { tallies[lane]?.until = nil }
        }
        guard case .committed(let writes) = observation else { return nil }
        let before = lanes
        ejected = []
        var states = OrderedTable<MissionID, MissionState>()
        var moves: [(MissionID, LaneID)] = []
        for write in writes {
            switch write {
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                ended(attempt)
            case .insertAttempt(let attempt):
                if let problem = started(attempt) { return problem }
            case .saveLane(let record):
                lanes[record.vpID] = record
                if record.health.state != .probing { tallies[record.vpID]?.probes = [] }
            case .appendEvent(let event):
                if let problem = told(event, before) { return problem }
            case .updateMission(let id, let state):
                let old = states[id] ?? ledger.missions[id]?.state
                if let old, old.assignedVPID != state.assignedVPID, state.assignedBy == "router",
                    state.route.last?.reason != .rolloutClosed
                {
                    moves.append((id, old.assignedVPID))
                }
                states[id] = state
            case .insertMission(let envelope, let state):
                if let id = envelope.missionID { states[id] = state }
            case .updateAttempt, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        for (mission, lane) in moves
        where before[lane].map(isOut) != true && lanes[lane].map(isOut) != true {
            return "mission \(mission) is taken from lane \(lane), which is well"
        }
        return lonely(before) ?? unclosed(writes)
    }

    /// An incident is open exactly while its lane is out of use for its failures, and of no lane that
    /// was removed.
    private func unclosed(_ writes: [LedgerWrite]) -> String? {
        for case .saveLane(let record) in writes {
            let isOpen = tallies[record.vpID]?.isOpen == true
            let isOut = record.health.state != .healthy
            if isOpen, !isOut || record.status == .retired {
                return "lane \(record.vpID) is \(record.status.rawValue) with an incident open"
            }
            if isOut, !isOpen { return "lane \(record.vpID) is out of use without an incident" }
        }
        return nil
    }

    /// Of the lanes that were ejected, the first whose work nobody takes.
    private func lonely(_ before: OrderedTable<LaneID, LaneRecord>) -> String? {
        let lane = ejected.first { lane in
            let others = configuration.lanes[lane]?.fallback ?? []
            return !others.contains { other in
                before[other].map(takesWork) == true || lanes[other].map(takesWork) == true
            }
        }
        return lane.map { "lane \($0) is ejected, the last of its chain" }
    }

    // MARK: Evidence

    private mutating func ended(_ attempt: AttemptRecord) {
        let lane = attempt.vpID
        tallies[lane, default: Tally()].probes.removeAll { $0 == attempt.runID }
        switch (attempt.outcome, attempt.scope) {
        case (.failed, .lane): note(false, on: lane)
        case (.completed, _), (.failed, .mission), (.failed, nil): note(true, on: lane)
        default: break
        }
    }

    private mutating func note(_ isGood: Bool, on lane: LaneID) {
        var tally = tallies[lane] ?? Tally()
        tally.streak = isGood ? 0 : tally.streak + 1
        tally.recent.append(isGood)
        if tally.recent.count > 100 { tally.recent.removeFirst() }
        tallies[lane] = tally
    }

    private mutating func started(_ attempt: AttemptRecord) -> String? {
        // A reset is written at the end of its turn, and told before.
        guard let record = lanes[attempt.vpID], tallies[attempt.vpID]?.isOpen == true else {
            return nil
        }
        let decidedAt = clock.bootTime(of: attempt.dispatchedAt)
        if let until = tallies[attempt.vpID]?.until, until > decidedAt {
            return "\(attempt.runID) starts on lane \(attempt.vpID), which is ejected"
        }
        guard record.health.state != .healthy else { return nil }
        tallies[attempt.vpID, default: Tally()].probes.append(attempt.runID)
        let count = tallies[attempt.vpID]?.probes.count ?? 0
        return count > 1 ? "lane \(attempt.vpID) lets \(count) missions through at once" : nil
    }

    // MARK: What is told

    private mutating func told(
        _ event: EventRecord,
        _ before: OrderedTable<LaneID, LaneRecord>
    ) -> String? {
        guard let lane = event.vpID else { return nil }
        switch event.type {
        case .incidentOpened where event.reason == .laneEjected:
            if tallies[lane]?.isOpen == true { return "lane \(lane) opens a second incident" }
            tallies[lane, default: Tally()].isOpen = true
        case .incidentClosed where event.reason == .laneEjected:
            if tallies[lane]?.isOpen != true { return "lane \(lane) closes no incident" }
            tallies[lane]?.isOpen = false
        case .sessionRecovering where event.reason == .leaseExpired:
            note(false, on: lane)
        case .laneExited:
            // It may have been a death at start-up.
            tallies[lane, default: Tally()].streak += 1
            tallies[lane]?.recent.append(false)
        case .laneEjected:
            return ejected(lane, event, before)
        default:
            break
        }
        return nil
    }

    private mutating func ejected(
        _ lane: LaneID,
        _ event: EventRecord,
        _ before: OrderedTable<LaneID, LaneRecord>
    ) -> String? {
        guard let policy = configuration.lanes[lane]?.health else {
            return "lane \(lane) is ejected and not configured"
        }
        if tallies[lane]?.isOpen != true { return "lane \(lane) is ejected without an incident" }
        if policy.enforcementPercent == 0 {
            return "lane \(lane) is ejected, which is not enforced"
        }
        if before[lane]?.health.state != .probing, let problem = lack(of: lane, policy) {
            return problem
        }
        tallies[lane]?.streak = 0
        tallies[lane]?.recent = []
        if case .integer(let seconds)? = event.payload["seconds"], seconds > 0 {
            tallies[lane]?.until = clock.bootTime(of: event.emittedAt) + .seconds(UInt64(seconds))
        }
        ejected.append(lane)
        return nil
    }

    private func lack(of lane: LaneID, _ policy: HealthPolicy) -> String? {
        let tally = tallies[lane] ?? Tally()
        if tally.streak >= policy.failuresInARow { return nil }
        // What only may have been weighed stands here too, and must not push out what was.
        let failureCount = tally.recent.suffix(policy.window + 40).count { !$0 }
        if failureCount >= policy.windowFailureCount { return nil }
        return "lane \(lane) is ejected after \(tally.streak) failures in a row,"
            + " \(failureCount) of the newest"
    }

    private func isOut(_ lane: LaneRecord) -> Bool {
        lane.degradedCause != nil || lane.dayUsage.isSpent
    }

    private func takesWork(_ lane: LaneRecord) -> Bool {
        lane.admission == .open && !lane.isPaused && !isOut(lane) && lane.status != .retired
            && !lane.rollout.rollout.isClosed
    }
}

import ControlPlane
import DataStructures
import Protocol

/// A lane trips exactly when the missions that ended on it or left it, or the waits of its interactive
/// ones, say so; its action follows once, and again only after enough new missions; each episode opens
/// one incident and closes it; and the last lane of a chain is not drained.
///
/// Figures are computed anew from attempts, missions and events, and must be those of the lane's row.
struct RollbackChecker: Checker {
    static let rule = "rollback"

    private static let triggers: [ReasonCode] = [
        .fallbackRate, .missionFailures, .interactiveWait,
    ]

    private static func isTrigger(_ reason: ReasonCode?) -> Bool {
        reason.map { triggers.contains($0) } ?? false
    }

    private struct Tally: Equatable {
        var recent: [LaneRollback.Departure] = []
        var streak = 0
        var waits: [UInt64] = []
        /// Nil while it may trip at any time.
        var newCount: Int?
        /// The trigger of the incident that is open.
        var open: ReasonCode?
        var isRetired = false
        /// Trips that must be told.
        var owedTrips: [ReasonCode] = []
        /// True while the close of the incident must be told.
        var owesClose = false
        /// True while a drain by these rules must follow.
        var owesDrain = false
    }

    private var tallies = OrderedTable<LaneID, Tally>()
    private var policies = OrderedTable<LaneID, LanePolicy>()
    private var lanes = OrderedTable<LaneID, LaneRecord>()
    private var classes = LookupTable<MissionID, MissionClass>()
    /// The attempt of each mission that ended in the transaction at hand.
    private var ended = LookupTable<MissionID, AttemptRecord>()
    /// The lanes that were drained by these rules in the transaction at hand.
    private var drained: [LaneID] = []
    /// The incidents that were closed in it, which only the removal of their lanes explains.
    private var closedForRemoval = OrderedTable<LaneID, ReasonCode>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        if case .configured(let configuration) = observation {
            for (id, policy) in configuration.lanes { policies[id] = policy }
        }
        guard case .committed(let writes) = observation else { return nil }
        let before = lanes
        drained = []
        closedForRemoval = OrderedTable()
        for write in writes {
            if let problem = take(write) { return problem }
        }
        for (lane, trigger) in closedForRemoval where tallies[lane]?.isRetired != true {
            tallies[lane]?.open = trigger
            return "the incident of lane \(lane) is closed for nothing"
        }
        for (id, tally) in tallies {
            if let problem = debt(of: id, tally) { return problem }
        }
        return lonely(before)
    }

    private mutating func take(_ write: LedgerWrite) -> String? {
        switch write {
        case .insertMission(let envelope, _):
            if let id = envelope.missionID { classes[id] = envelope.missionClass }
        case .updateAttempt(let attempt) where attempt.outcome != nil:
            ended[attempt.missionID] = attempt
        case .updateMission(let id, let state):
            guard let attempt = ended.removeValue(forKey: id) else { break }
            if let departure = Self.departure(state) { note(departure, on: attempt.vpID) }
        case .appendEvent(let event):
            return told(event)
        case .saveLane(let record):
            lanes[record.vpID] = record
            return difference(of: record)
        case .insertAttempt, .updateAttempt, .savePool, .saveEstop, .markCleanStop:
            break
        }
        return nil
    }

    // MARK: Figures

    private static func departure(_ state: MissionState) -> LaneRollback.Departure? {
        if state.status == .completed { return .completed }
        guard state.status == .failed || state.status == .timedOut else { return nil }
        let isOthers = [.pool, .host, .operator].contains(state.scope)
        return isOthers ? nil : .failed
    }

    private mutating func note(_ departure: LaneRollback.Departure, on lane: LaneID) {
        guard let policy = policies[lane]?.rollback else { return }
        var tally = tallies[lane] ?? Tally()
        guard !tally.isRetired else { return }
        tally.recent = Array((tally.recent + [departure]).suffix(policy.window))
        tally.streak = departure == .completed ? 0 : tally.streak + 1
        if let count = tally.newCount { tally.newCount = count + 1 }
        Self.judge(&tally, policy)
        tallies[lane] = tally
    }

    private mutating func note(wait: UInt64, on lane: LaneID) {
        guard let policy = policies[lane]?.rollback else { return }
        var tally = tallies[lane] ?? Tally()
        tally.waits = Array((tally.waits + [wait]).suffix(policy.window))
        Self.judge(&tally, policy)
        tallies[lane] = tally
    }

    private static func judge(_ tally: inout Tally, _ policy: RollbackPolicy) {
        if let count = tally.newCount, count < policy.window { return }
        if let trigger = trigger(tally, policy) {
            tally.owedTrips.append(trigger)
            tally.recent = []
            tally.streak = 0
            tally.waits = []
            tally.newCount = 0
        } else if tally.newCount != nil {
            tally.newCount = nil
            tally.owesClose = tally.open != nil
        }
    }

    private static func trigger(_ tally: Tally, _ policy: RollbackPolicy) -> ReasonCode? {
        let count = tally.recent.count
        let movedShare = Double(tally.recent.count { $0 == .movedOn }) / Double(max(1, count))
        let isShareGreater = movedShare > Double(policy.fallbackPercent) / 100 + 1e-9
        if count >= policy.evidenceMin, isShareGreater { return .fallbackRate }
        if policy.failuresInARow > 0, tally.streak >= policy.failuresInARow {
            return .missionFailures
        }
        let bound = policy.interactiveWaitP95Milliseconds
        let longCount = tally.waits.count { $0 > bound }
        // The percentile is above the bound if more than a twentieth of the waits are.
        if bound > 0, tally.waits.count >= policy.evidenceMin,
            longCount * 20 > tally.waits.count
        {
            return .interactiveWait
        }
        return nil
    }

    private func difference(of record: LaneRecord) -> String? {
        let tally = tallies[record.vpID] ?? Tally()
        let memory = record.rollback
        guard
            memory.recent != tally.recent || memory.failureStreak != tally.streak
                || memory.interactiveWaitsMilliseconds != tally.waits
                || memory.newMissionCount != tally.newCount || memory.trigger != tally.open
        else { return nil }
        return "lane \(record.vpID) remembers \(memory.recentText), streak"
            + " \(memory.failureStreak), waits \(memory.interactiveWaitsMilliseconds), new"
            + " \(memory.newMissionCount.map(String.init) ?? "-"), not"
            + " \(String(tally.recent.map(\.rawValue))), \(tally.streak), \(tally.waits),"
            + " \(tally.newCount.map(String.init) ?? "-")"
    }

    // MARK: What is told

    private mutating func told(_ event: EventRecord) -> String? {
        switch event.type {
        case .missionFallback:
            guard case .string(let text)? = event.payload["from"], let lane = LaneID(text) else {
                return "a fallback does not say where from"
            }
            note(.movedOn, on: lane)
            return nil
        case .missionDispatched:
            return started(event)
        default:
            break
        }
        guard let lane = event.vpID else { return nil }
        switch event.type {
        case .sessionRetired:
            tallies[lane, default: Tally()].isRetired = true
        case .laneOpened where event.actor == "supervisor",
            .sessionResumed where event.actor == "supervisor":
            tallies[lane, default: Tally()].isRetired = false
        case .laneTripped:
            return tripped(lane, event)
        case .incidentOpened where Self.isTrigger(event.reason):
            guard tallies[lane]?.open == nil else { return "lane \(lane) opens a second incident" }
            guard tallies[lane]?.owedTrips.first == event.reason else {
                return "lane \(lane) opens an incident for nothing"
            }
            tallies[lane]?.open = event.reason
        case .incidentClosed where Self.isTrigger(event.reason):
            return closed(lane, event)
        case .laneDraining where event.actor == "rollback":
            guard tallies[lane]?.owesDrain == true else {
                return "lane \(lane) is drained, and nothing has tripped"
            }
            tallies[lane]?.owesDrain = false
            drained.append(lane)
        default:
            break
        }
        return nil
    }

    private mutating func started(_ event: EventRecord) -> String? {
        guard let lane = event.vpID, let mission = event.missionID else { return nil }
        let isInteractive = classes[mission] == .interactive
        guard case .integer(let wait)? = event.payload["lane_wait_ms"] else {
            return isInteractive ? "mission \(mission) starts, and its wait is not told" : nil
        }
        guard isInteractive, wait >= 0 else { return "mission \(mission) is told to have waited" }
        note(wait: UInt64(wait), on: lane)
        return nil
    }

    private mutating func tripped(_ lane: LaneID, _ event: EventRecord) -> String? {
        guard let owed = tallies[lane]?.owedTrips.first, owed == event.reason else {
            return "lane \(lane) trips (\(event.reason?.rawValue ?? "?")) for nothing"
        }
        guard tallies[lane]?.open != nil else { return "lane \(lane) trips without an incident" }
        tallies[lane]?.owedTrips.removeFirst()
        let action = policies[lane]?.rollback.action ?? .incident
        guard event.payload["action"] == .string(action.rawValue) else {
            return "lane \(lane) trips and does not do what it is to do"
        }
        tallies[lane]?.owesDrain = action != .incident && event.payload["withheld"] == nil
        return nil
    }

    private mutating func closed(_ lane: LaneID, _ event: EventRecord) -> String? {
        guard let tally = tallies[lane], tally.open == event.reason else {
            return "lane \(lane) closes an incident that is not open"
        }
        if event.actor == "supervisor", !tally.owesClose {
            closedForRemoval[lane] = tally.open
        }
        tallies[lane]?.open = nil
        tallies[lane]?.owesClose = false
        return nil
    }

    /// What a transaction still owes at its end; nil if nothing.
    private func debt(of lane: LaneID, _ tally: Tally) -> String? {
        if let trigger = tally.owedTrips.first {
            return "lane \(lane) does not trip (\(trigger.rawValue))"
        }
        if tally.owesDrain { return "lane \(lane) trips and is not drained" }
        if tally.owesClose { return "the incident of lane \(lane) is not closed" }
        if tally.isRetired, tally.open != nil {
            return "lane \(lane) is retired with an incident open"
        }
        return nil
    }

    // MARK: Chains

    /// Of the lanes that were drained, the first whose work nobody takes.
    private func lonely(_ before: OrderedTable<LaneID, LaneRecord>) -> String? {
        for lane in drained {
            func takesWork(_ id: LaneID) -> Bool {
                id != lane && [before[id], lanes[id]].contains { $0.map(Self.takesWork) == true }
            }
            guard (policies[lane]?.fallback ?? []).contains(where: takesWork) else {
                return "lane \(lane) is drained, the last of its chain"
            }
            for (other, policy) in policies where policy.fallback.contains(lane) && other != lane {
                let isThere = [before[other], lanes[other]].allSatisfy {
                    $0.map { $0.status != .retired } == true
                }
                guard !isThere || ([other] + policy.fallback).contains(where: takesWork) else {
                    return "lane \(lane) is drained, the last that takes work for lane \(other)"
                }
            }
        }
        return nil
    }

    private static func takesWork(_ lane: LaneRecord) -> Bool {
        lane.takesWork && !lane.rollout.rollout.isClosed
    }
}

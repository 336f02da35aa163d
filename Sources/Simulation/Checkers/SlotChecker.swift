import ControlPlane
import DataStructures
import Protocol

/// What runs on a lane, counted in processes and in open attempts, never exceeds its slots, and
/// what is not interactive never exceeds those that are not reserved.
struct SlotChecker: Checker {
    static let rule = "slots"

    private struct Run {
        let lane: LaneID
        let isInteractive: Bool
    }

    private var policies = OrderedTable<LaneID, LanePolicy>()
    private var classes = LookupTable<MissionID, MissionClass>()
    private var alive = OrderedTable<RunID, Run>()
    private var open = OrderedTable<RunID, Run>()
    private var survivors = LookupTable<RunID, Bool>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .configured(let configuration):
            // A lane that was removed keeps its limits for what still runs on it.
            for (id, policy) in configuration.lanes { policies[id] = policy }
        case .runStarted(let run, _, let lane, let missionClass):
            alive[run] = Run(lane: lane, isInteractive: missionClass == .interactive)
            return excess(of: lane, in: alive, what: "processes")
        case .runEnded(let run):
            alive[run] = nil
            survivors[run] = nil
        case .survivorsTold(let run):
            survivors[run] = true
        case .committed(let writes):
            for write in writes {
                if let problem = problem(of: write) { return problem }
            }
        case .supervisorStarted, .turnBegan, .performed, .acknowledged, .exited, .workerStarted,
            .workerEnded, .workDone, .stopDelivered, .resultDurable, .resultDeleted, .resultMade:
            break
        }
        return nil
    }

    private mutating func problem(of write: LedgerWrite) -> String? {
        switch write {
        case .insertMission(let envelope, _):
            if let id = envelope.missionID { classes[id] = envelope.missionClass }
        case .insertAttempt(let attempt):
            let isInteractive = classes[attempt.missionID] == .interactive
            open[attempt.runID] = Run(lane: attempt.vpID, isInteractive: isInteractive)
            return excess(of: attempt.vpID, in: open, what: "open attempts")
        case .updateAttempt(let attempt) where attempt.outcome != nil:
            open[attempt.runID] = nil
            // An operator who gives up a tree gives its slot away.
            if survivors[attempt.runID] != nil, attempt.reason == .treeNotDead {
                alive[attempt.runID] = nil
            }
        case .updateAttempt, .updateMission, .saveLane, .appendEvent, .savePool, .saveEstop,
            .markCleanStop:
            break
        }
        return nil
    }

    private func excess(
        of lane: LaneID,
        in runs: OrderedTable<RunID, Run>,
        what: String
    ) -> String? {
        guard let policy = policies[lane] else {
            return "lane \(lane) runs, and never was configured"
        }
        var count = 0
        var otherCount = 0
        for (_, run) in runs where run.lane == lane {
            count += 1
            if !run.isInteractive { otherCount += 1 }
        }
        if count > policy.slotCount {
            return "lane \(lane) has \(count) \(what) in \(policy.slotCount) slots"
        }
        let limit = policy.slotCount - policy.reservedSlotCount
        guard otherCount > limit else { return nil }
        return "lane \(lane) has \(otherCount) \(what) that are not interactive in \(limit) slots"
    }
}

import ControlPlane
import DataStructures
import Protocol

/// Two trees of one mission are never alive at once, and none outlives its attempt, unless an
/// operator gave up one that survived SIGKILL.
struct RunTreeChecker: Checker {
    static let rule = "one tree, no orphan"

    private struct Tree {
        let missionID: MissionID
        var isTold = false
        var isGivenUp = false
    }

    private var trees = LookupTable<RunID, Tree>()
    private var alive = LookupTable<MissionID, [RunID]>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .runStarted(let run, let mission, _, _):
            return started(run, of: mission, ledger)
        case .survivorsTold(let run):
            trees[run]?.isTold = true
        case .runEnded(let run):
            guard let tree = trees.removeValue(forKey: run) else { return nil }
            alive[tree.missionID]?.removeAll { $0 == run }
        case .committed(let writes):
            for case .updateAttempt(let attempt) in writes where attempt.outcome != nil {
                if let problem = closed(attempt) { return problem }
            }
        case .supervisorStarted, .configured, .turnBegan, .performed, .acknowledged, .exited,
            .workerStarted, .workerEnded, .workDone, .stopDelivered, .resultDurable,
            .resultDeleted, .resultMade:
            break
        }
        return nil
    }

    private mutating func started(
        _ run: RunID,
        of mission: MissionID,
        _ ledger: SimulatedLedger
    ) -> String? {
        for other in alive[mission] ?? [] where trees[other]?.isGivenUp == false {
            return "\(run) starts while \(other) is alive"
        }
        guard let attempt = ledger.attempts[run] else { return "\(run) starts and has no attempt" }
        if let outcome = attempt.outcome {
            return "\(run) starts after its attempt ended \(outcome.rawValue)"
        }
        trees[run] = Tree(missionID: mission)
        alive[mission, default: []].append(run)
        return nil
    }

    private mutating func closed(_ attempt: AttemptRecord) -> String? {
        guard let tree = trees[attempt.runID] else { return nil }
        if tree.isTold, attempt.reason == .treeNotDead {
            trees[attempt.runID]?.isGivenUp = true
            return nil
        }
        return "\(attempt.runID) is closed while its processes live"
    }
}

import DataStructures
import Protocol

/// A supervisor that ends as it was asked to leaves no process behind, but for one that survives
/// SIGKILL.
struct StopChecker: Checker {
    static let rule = "a stop leaves nothing"

    private var workers = OrderedTable<LaneID, Generation>()
    private var runs = OrderedTable<RunID, Bool>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .workerStarted(let lane, let generation): workers[lane] = generation
        case .workerEnded(let lane, _): workers[lane] = nil
        case .runStarted(let run, _, _, _): runs[run] = true
        case .survivorsTold(let run): runs[run] = nil
        case .runEnded(let run): runs[run] = nil
        case .exited:
            if let (lane, generation) = workers.first {
                return "worker \(generation) of lane \(lane) lives on after the stop"
            }
            return runs.first.map { "a process of \($0.key) lives on after the stop" }
        case .supervisorStarted, .configured, .turnBegan, .committed, .performed, .acknowledged,
            .workDone, .stopDelivered, .resultDurable, .resultDeleted, .resultMade:
            break
        }
        return nil
    }
}

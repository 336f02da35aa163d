import DataStructures
import Protocol

/// A lane has one worker at a time, no generation is started twice, and none beside a process that
/// an earlier one left.
struct WorkerChecker: Checker {
    static let rule = "one worker, new generations"

    private var alive = LookupTable<LaneID, Generation>()
    private var last = LookupTable<LaneID, Generation>()
    private var runs = OrderedTable<RunID, LaneID>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .workerStarted(let lane, let generation):
            if let other = alive[lane] {
                return "generation \(generation) of lane \(lane) starts while \(other) lives"
            }
            if let previous = last[lane], generation <= previous {
                return "generation \(generation) of lane \(lane) starts after \(previous)"
            }
            for (run, other) in runs where other == lane {
                return "generation \(generation) of lane \(lane) starts beside \(run)"
            }
            alive[lane] = generation
            last[lane] = generation
        case .workerEnded(let lane, let generation):
            if alive[lane] == generation { alive[lane] = nil }
        case .runStarted(let run, _, let lane, _): runs[run] = lane
        case .runEnded(let run): runs[run] = nil
        case .supervisorStarted, .configured, .turnBegan, .committed, .performed, .acknowledged,
            .exited, .workDone, .survivorsTold, .stopDelivered, .resultDurable, .resultDeleted,
            .resultMade:
            break
        }
        return nil
    }
}

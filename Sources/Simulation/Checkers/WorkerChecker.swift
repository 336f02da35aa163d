import DataStructures
import Protocol

/// A lane has one worker at a time, and no generation is started twice.
struct WorkerChecker: Checker {
    static let rule = "one worker, new generations"

    private var alive = LookupTable<LaneID, Generation>()
    private var last = LookupTable<LaneID, Generation>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .workerStarted(let lane, let generation):
            if let other = alive[lane] {
                return "generation \(generation) of lane \(lane) starts while \(other) lives"
            }
            if let previous = last[lane], generation <= previous {
                return "generation \(generation) of lane \(lane) starts after \(previous)"
            }
            alive[lane] = generation
            last[lane] = generation
        case .workerEnded(let lane, let generation):
            if alive[lane] == generation { alive[lane] = nil }
        case .supervisorStarted, .configured, .turnBegan, .committed, .performed, .acknowledged,
            .exited, .runStarted, .workDone, .survivorsTold, .runEnded, .stopDelivered,
            .resultDurable, .resultDeleted, .resultMade:
            break
        }
        return nil
    }
}

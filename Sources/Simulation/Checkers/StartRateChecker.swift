import ControlPlane
import DataStructures
import Protocol

/// Runs of a lane, and of a pool, start no faster than they may: `burst + n` starts take at least
/// `n` times the time between two.
///
/// A new supervisor begins with a full burst.
struct StartRateChecker: Checker {
    static let rule = "start rate"

    /// How many starts are remembered beyond the burst.
    private static let windowCount = 20
    /// How many turns are remembered.
    private static let turnCountMax = 1_000

    private var configuration = Configuration()
    /// The last turns: a start is decided in one, and committed there or, when the disk was full,
    /// in a later one.
    private var turns: [Instant] = []
    private var laneStarts = OrderedTable<LaneID, [MonotonicTime]>()
    private var poolStarts = OrderedTable<String, [MonotonicTime]>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .supervisorStarted:
            laneStarts = OrderedTable()
            poolStarts = OrderedTable()
        case .configured(let configuration):
            self.configuration = configuration
        case .turnBegan(let now):
            turns.append(now)
            turns.removeFirst(max(0, turns.count - Self.turnCountMax))
        case .committed(let writes):
            for case .insertAttempt(let attempt) in writes {
                if let problem = started(attempt) { return problem }
            }
        case .performed, .acknowledged, .exited, .workerStarted, .workerEnded, .runStarted,
            .workDone, .survivorsTold, .runEnded, .stopDelivered, .resultMade, .resultDurable,
            .resultDeleted:
            break
        }
        return nil
    }

    private mutating func started(_ attempt: AttemptRecord) -> String? {
        guard let lane = configuration.lanes[attempt.vpID],
            let now = turns.last(where: { $0.wall == attempt.dispatchedAt })?.boot
        else { return nil }
        laneStarts[attempt.vpID, default: []].append(now)
        if Self.isTooFast(&laneStarts[attempt.vpID, default: []], lane.startRate) {
            return "lane \(attempt.vpID) starts \(attempt.runID) too soon"
        }
        guard let name = lane.pool, let pool = configuration.pools[name] else { return nil }
        poolStarts[name, default: []].append(now)
        return Self.isTooFast(&poolStarts[name, default: []], pool.startRate)
            ? "pool \(name) starts \(attempt.runID) too soon" : nil
    }

    private static func isTooFast(_ starts: inout [MonotonicTime], _ rate: StartRate) -> Bool {
        guard rate.perMinute > 0, let last = starts.last else { return false }
        let interval = 60_000_000_000 / UInt64(rate.perMinute)
        let isTooFast = starts.indices.contains { index in
            let count = starts.count - index
            guard count > rate.burst else { return false }
            return last.since(starts[index]).nanoseconds < UInt64(count - rate.burst) * interval
        }
        starts.removeFirst(max(0, starts.count - rate.burst - windowCount))
        return isTooFast
    }
}

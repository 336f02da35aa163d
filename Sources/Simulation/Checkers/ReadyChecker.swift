import ControlPlane
import DataStructures
import Protocol

/// A supervisor says that it is ready, or that it stops, no later than its lanes' ready deadline
/// after its start, whatever a lane waits for.
struct ReadyChecker: Checker {
    static let rule = "ready in bounded time"

    private var startedAt: MonotonicTime?
    private var patience = Interval.milliseconds(LanePolicy().readyDeadlineMilliseconds)
    private var turnAt: MonotonicTime?
    private var lateCommitCount = 0
    private var hasSpoken = false

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .supervisorStarted:
            startedAt = nil
            lateCommitCount = 0
            hasSpoken = false
        case .configured(let configuration):
            for (_, policy) in configuration.lanes {
                patience = max(patience, .milliseconds(policy.readyDeadlineMilliseconds))
            }
        case .turnBegan(let now):
            startedAt = startedAt ?? now.boot
            turnAt = now.boot
            return problem
        case .committed:
            if waited > patience { lateCommitCount += 1 }
        case .performed(.announce(let phase)):
            if phase != .starting { hasSpoken = true }
        case .performed, .acknowledged, .exited, .workerStarted, .workerEnded, .runStarted,
            .workDone, .survivorsTold, .runEnded, .stopDelivered, .resultMade, .resultDurable,
            .resultDeleted:
            break
        }
        return nil
    }

    private var waited: Interval {
        guard let startedAt, let turnAt else { return .zero }
        return turnAt.since(startedAt)
    }

    /// Two turns that came so late have been durable, and said nothing; the first of them may have
    /// been only what a full disk had held back.
    private var problem: String? {
        guard !hasSpoken, lateCommitCount > 1 else { return nil }
        return "the supervisor has not said that it is ready after \(waited.wholeMilliseconds) ms"
    }
}

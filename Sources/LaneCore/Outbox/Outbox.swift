import DataStructures
import Protocol

/// Results from the end of a run to their acknowledgement, and the fences that were acknowledged.
///
/// A result is said only when it is durable. One that cannot be written is tried again, at first
/// after 100 ms, then twice as long each time up to 10 s, for as long as the worker lives.
struct Outbox: Equatable {
    /// Where a result is.
    enum Entry: Equatable {
        /// Its write was asked for. Leaves to: durable (written), delayed (not written).
        case writing(RunResult, failureCount: Int)
        /// Its write failed. Leaves to: writing (at `retryAt`).
        case delayed(RunResult, failureCount: Int, retryAt: MonotonicTime)
        /// It is on disk. Leaves to: nothing; an acknowledgement removes it.
        case durable(RunResult)

        /// The result.
        var result: RunResult {
            switch self {
            case .writing(let result, _), .delayed(let result, _, _), .durable(let result): result
            }
        }
    }

    /// The most acknowledged fences that are remembered.
    static let acknowledgedCountMax = 256

    private var entries = OrderedTable<RunID, Entry>()
    private var acknowledged = OrderedTable<RunID, Fence>()
    private var acknowledgedInOrder: [RunID] = []

    /// Starts with results that are on disk already.
    init(durable results: [RunResult]) {
        for result in results { entries[result.runID] = .durable(result) }
    }

    /// The number of results that are not acknowledged.
    var count: Int { entries.count }

    /// True if no result is on its way to the disk.
    var isSettled: Bool {
        entries.allSatisfy { entry in
            switch entry.value {
            case .durable: true
            case .writing, .delayed: false
            }
        }
    }

    /// Results that may be said, ascending by run id.
    var durableResults: [RunResult] {
        entries.compactMap { entry in
            switch entry.value {
            case .durable(let result): result
            case .writing, .delayed: nil
            }
        }
    }

    /// Every result's run, ascending by run id, for a hello.
    var presences: [RunPresence] {
        entries.map { entry in
            let result = entry.value.result
            let phase: RunPhase =
                switch entry.value {
                case .durable: .ended
                case .writing, .delayed: .stopping
                }
            return RunPresence(runID: result.runID, fence: result.fence, phase: phase)
        }
    }

    /// When a write is tried again.
    var nextDeadline: MonotonicTime? {
        var deadline: MonotonicTime?
        for (_, entry) in entries {
            switch entry {
            case .delayed(_, _, let retryAt): deadline = earlier(deadline, retryAt)
            case .writing, .durable: break
            }
        }
        return deadline
    }

    /// The result of a run, if it is not acknowledged.
    func entry(of runID: RunID) -> Entry? { entries[runID] }

    /// The newest fence of a run whose result was acknowledged, if it is remembered.
    func acknowledgedFence(of runID: RunID) -> Fence? { acknowledged[runID] }

    /// Takes a result over; returns what must be written.
    mutating func add(_ result: RunResult) -> RunResult {
        entries[result.runID] = .writing(result, failureCount: 0)
        return result
    }

    /// A result is durable; returns it, or nil if no such write was asked for.
    mutating func written(_ runID: RunID) -> RunResult? {
        guard let entry = entries[runID] else { return nil }
        switch entry {
        case .writing(let result, _):
            entries[runID] = .durable(result)
            return result
        case .delayed, .durable: return nil
        }
    }

    /// A result is not durable: it waits before it is tried again.
    mutating func writeFailed(_ runID: RunID, at now: MonotonicTime) {
        guard let entry = entries[runID] else { return }
        switch entry {
        case .writing(let result, let failureCount):
            let delay = Interval.milliseconds(100) * (1 << UInt64(min(failureCount, 7)))
            entries[runID] = .delayed(
                result,
                failureCount: failureCount + 1,
                retryAt: now + min(delay, .seconds(10))
            )
        case .delayed, .durable: break
        }
    }

    /// A stop came for a run whose tree is gone: it counts as long as the result is not durable.
    ///
    /// While a write is under way the result may be on disk already, so the intent comes too late.
    mutating func stop(_ runID: RunID, _ intent: StopIntent) {
        guard let entry = entries[runID] else { return }
        switch entry {
        case .delayed(var result, let failureCount, let retryAt):
            let verdict = Verdict.stopped(intent)
            result.outcome = verdict.outcome
            result.reason = verdict.reason
            result.scope = verdict.scope
            result.summary = nil
            result.retryAfterMilliseconds = nil
            entries[runID] = .delayed(result, failureCount: failureCount, retryAt: retryAt)
        case .writing, .durable: break
        }
    }

    /// Removes a result that the supervisor has dealt with; false if the fence is another one or
    /// the result was never said.
    mutating func acknowledge(_ runID: RunID, _ fence: Fence) -> Bool {
        guard case .durable(let result) = entries[runID], result.fence == fence else {
            return false
        }
        entries[runID] = nil
        remember(runID, fence)
        return true
    }

    /// Returns the results whose write is due again, ascending by run id.
    mutating func takeDueWrites(at now: MonotonicTime) -> [RunResult] {
        var due: [RunResult] = []
        for (runID, entry) in entries {
            guard case .delayed(let result, let failureCount, let retryAt) = entry else { continue }
            guard retryAt <= now else { continue }
            entries[runID] = .writing(result, failureCount: failureCount)
            due.append(result)
        }
        return due
    }

    private mutating func remember(_ runID: RunID, _ fence: Fence) {
        if acknowledged[runID] == nil { acknowledgedInOrder.append(runID) }
        acknowledged[runID] = fence
        guard acknowledgedInOrder.count > Self.acknowledgedCountMax else { return }
        acknowledged[acknowledgedInOrder.removeFirst()] = nil
    }
}

import ControlPlane
import DataStructures
import Protocol

/// A run is ended for its age only when it is as old, whatever civil time says.
struct AgeChecker: Checker {
    static let rule = "a run is as old as its process"

    /// The kernel notes a start that much too early at most.
    private static let tick = Interval.milliseconds(10)

    private var now: MonotonicTime?
    /// Not later than the start.
    private var startedAfter = LookupTable<RunID, MonotonicTime>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .turnBegan(let instant): now = instant.boot
        case .runStarted(let run, _, _, _): startedAfter[run] = now
        case .committed(let writes):
            for case .updateAttempt(let attempt) in writes {
                if let problem = problem(of: attempt, ledger) { return problem }
            }
        case .supervisorStarted, .configured, .performed, .acknowledged, .exited,
            .workerStarted, .workerEnded, .workDone, .survivorsTold, .runEnded, .stopDelivered,
            .resultMade, .resultDurable, .resultDeleted:
            break
        }
        return nil
    }

    /// Before its process was heard of, a run's age is known by civil time only.
    private func problem(of attempt: AttemptRecord, _ ledger: SimulatedLedger) -> String? {
        guard attempt.intent == .runtimeBudget, let known = ledger.attempts[attempt.runID],
            known.intent == nil, known.leader != nil,
            let seconds = ledger.missions[attempt.missionID]?.envelope.budget.maxRuntimeSeconds,
            let now, let start = startedAfter[attempt.runID]
        else { return nil }
        let age = now.since(start)
        guard age + Self.tick < .seconds(seconds) else { return nil }
        return "\(attempt.runID) is ended after \(age.wholeMilliseconds) ms; it has \(seconds) s"
    }
}

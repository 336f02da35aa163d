import ControlPlane
import DataStructures
import Protocol

/// What heartbeats told the supervisor in its last turn with input: a run that was heard to have
/// passed a bound of its mission is being stopped, or over, when the next such turn begins.
struct HeardUsage {
    private var passed: [(run: RunID, fence: Fence, intent: StopIntent)] = []

    /// Forgets what a supervisor heard that is gone.
    mutating func forget() { passed.removeAll() }

    /// Looks at what the last turn has made of what it heard.
    ///
    /// - Returns: Nil, or which run goes on.
    mutating func settle(_ ledger: SimulatedLedger) -> String? {
        defer { passed.removeAll() }
        for (run, fence, intent) in passed {
            guard let attempt = ledger.attempts[run], attempt.fence == fence,
                attempt.outcome == nil, attempt.intent == nil
            else { continue }
            return "\(run) goes on though it was heard to have passed its \(intent.rawValue)"
        }
        return nil
    }

    /// Takes in a heartbeat that a turn begins with, of a worker that lives.
    mutating func heard(_ beat: Heartbeat, _ ledger: SimulatedLedger) {
        for run in beat.runs {
            guard let attempt = ledger.attempts[run.runID], attempt.fence == run.fence,
                let mission = ledger.missions[attempt.missionID]
            else { continue }
            let sum = mission.state.usage.adding(run.usage)
            for intent in [StopIntent.callBudget, .tokenBudget, .costBudget] {
                if let (used, limit) = BudgetChecker.sum(of: intent, mission.envelope.budget, sum),
                    used > limit
                {
                    passed.append((run.runID, run.fence, intent))
                }
            }
        }
    }
}

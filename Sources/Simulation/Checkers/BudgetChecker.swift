import ControlPlane
import DataStructures
import Protocol

/// A mission's row has the sum of what its ended attempts used; nothing is stopped for a budget that
/// is not passed, and nothing is tried again when a bound is used up.
struct BudgetChecker: Checker {
    static let rule = "budgets"

    private struct Account {
        let budget: Budget
        var usage = Usage()
    }

    private var accounts = LookupTable<MissionID, Account>()
    private var intents = LookupTable<RunID, StopIntent>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .insertMission(let envelope, _):
                guard let id = envelope.missionID else { continue }
                accounts[id] = Account(budget: envelope.budget)
            case .insertAttempt(let attempt):
                if let bound = spentBound(of: attempt.missionID) {
                    return "\(attempt.runID) is opened, and \(bound)"
                }
            case .updateAttempt(let attempt):
                if let problem = problem(of: attempt, ledger) { return problem }
            case .updateMission(let id, let state):
                if let problem = problem(of: id, state) { return problem }
            case .saveLane, .savePool, .saveEstop, .appendEvent, .markCleanStop:
                break
            }
        }
        return nil
    }

    private mutating func problem(
        of attempt: AttemptRecord,
        _ ledger: SimulatedLedger
    ) -> String? {
        let run = attempt.runID
        guard var account = accounts[attempt.missionID] else { return nil }
        let sum = account.usage.adding(attempt.usage)
        if let intent = attempt.intent, intents[run] == nil {
            intents[run] = intent
            if let (used, limit) = Self.sum(of: intent, account.budget, sum), used <= limit {
                return "\(run) is stopped (\(intent.rawValue)) with \(used) of \(limit) used"
            }
        }
        if attempt.outcome != nil, ledger.attempts[run]?.outcome == nil {
            account.usage = sum
            accounts[attempt.missionID] = account
        }
        return nil
    }

    private func problem(of id: MissionID, _ state: MissionState) -> String? {
        guard let account = accounts[id] else { return nil }
        if state.usage != account.usage {
            return "mission \(id) has used \(state.usage), not \(account.usage)"
        }
        if Self.isReason(state.reason), spentBound(of: id) == nil {
            return "mission \(id) is \(state.status.rawValue), and no sum is used up"
        }
        guard state.status == .queued, let bound = spentBound(of: id) else { return nil }
        return "mission \(id) waits, and \(bound)"
    }

    /// The bound of which nothing is left; nil if there is none.
    private func spentBound(of id: MissionID) -> String? {
        accounts[id].flatMap { Self.spentBound(of: $0.budget, $0.usage) }
    }

    /// The bound of which nothing is left; nil if there is none.
    static func spentBound(of budget: Budget, _ usage: Usage) -> String? {
        for intent in [StopIntent.callBudget, .tokenBudget, .costBudget] {
            if let (used, limit) = sum(of: intent, budget, usage), used >= limit {
                return "\(used) of \(limit) are used (\(intent.rawValue))"
            }
        }
        return nil
    }

    /// True for a reason that says that a sum is used up.
    static func isReason(_ reason: ReasonCode?) -> Bool {
        [.callBudget, .tokenBudget, .costBudget].contains(reason)
    }

    /// What is used of the bound that an intent stands for; nil if it stands for none, or there is
    /// no such bound.
    static func sum(
        of intent: StopIntent,
        _ budget: Budget,
        _ usage: Usage
    ) -> (used: UInt64, limit: UInt64)? {
        switch intent {
        case .callBudget: budget.maxCallCount.map { (usage.callCount, $0) }
        case .tokenBudget:
            budget.maxTokenCount.map { (usage.inputTokenCount + usage.outputTokenCount, $0) }
        case .costBudget: budget.maxCostMicroUSD.map { (usage.costMicroUSD, $0) }
        case .cancel, .runtimeBudget, .idleBudget, .toolTimeout, .startDeadline, .answerTimeout,
            .drain, .stop, .estop, .requeue, .restart, .preempt, .shadow:
            nil
        }
    }
}

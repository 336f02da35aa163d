import ControlPlane
import DataStructures
import Protocol

/// Each ended attempt is charged to exactly the account of its outcome, once; free outcomes charge
/// nothing; no account exceeds its limit; a lane that a mission leaves by fallback forgets failures.
struct ChargeChecker: Checker {
    static let rule = "charges"

    private struct Account {
        var limits: RetryLimits
        var attempts = 0
        var failures = 0
        var recoveries = 0
        var deferrals = 0
        var leftVPIDs: [LaneID] = []
        /// Opened and ended in the transaction at hand, not yet seen in the mission's row.
        var openedCount = 0
        var ended: AttemptOutcome?
    }

    private var accounts = LookupTable<MissionID, Account>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .insertMission(let envelope, _):
                guard let id = envelope.missionID else { continue }
                accounts[id] = Account(limits: envelope.retry)
            case .insertAttempt(let attempt):
                accounts[attempt.missionID]?.openedCount += 1
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                accounts[attempt.missionID]?.ended = attempt.outcome
            case .updateMission(let id, let state):
                if let problem = settle(id, state) { return problem }
            case .updateAttempt, .saveLane, .appendEvent, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        return nil
    }

    private mutating func settle(_ id: MissionID, _ state: MissionState) -> String? {
        guard var account = accounts[id] else { return nil }
        account.attempts += account.openedCount
        switch account.ended {
        case .failed: account.failures += 1
        case .crashed: account.recoveries += 1
        case .deferred: account.deferrals += 1
        case .completed, .cancelled, .timedOut, .interrupted, nil: break
        }
        // An operator who puts back what was deferred too often gives it all deferrals again.
        if account.ended == nil, state.status == .queued, state.deferralCount == 0 {
            account.deferrals = 0
        }
        if account.ended != nil, state.leftVPIDs.count > account.leftVPIDs.count {
            account.failures = 0
        }
        account.leftVPIDs = state.leftVPIDs
        account.openedCount = 0
        account.ended = nil
        accounts[id] = account
        let expected = [account.attempts, account.failures, account.recoveries, account.deferrals]
        let found = [
            state.attemptCount, state.failureCount, state.recoveryCount, state.deferralCount,
        ]
        guard expected == found else {
            return "mission \(id) is charged \(found), not \(expected)"
                + " (attempts, failures, recoveries, deferrals)"
        }
        return excess(of: account, id, state)
    }

    private func excess(of account: Account, _ id: MissionID, _ state: MissionState) -> String? {
        let isWaiting = state.status == .queued || state.status == .running
        let limits = account.limits
        if account.failures > limits.maxAttempts
            || (isWaiting && account.failures == limits.maxAttempts)
        {
            return "mission \(id) has failed \(account.failures) times of \(limits.maxAttempts)"
        }
        if account.recoveries > limits.maxRecoveries, isWaiting {
            return "mission \(id) goes on after \(account.recoveries) crashes"
        }
        if account.deferrals > limits.maxDeferrals, isWaiting {
            return "mission \(id) goes on after \(account.deferrals) deferrals"
        }
        return nil
    }
}

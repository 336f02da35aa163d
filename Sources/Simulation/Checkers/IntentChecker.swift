import ControlPlane
import DataStructures
import Protocol

/// An attempt that we stop ends with the outcome of our intent, unless its result was on its
/// way to the disk before its worker heard of the stop; and who cancelled it is named at its end.
struct IntentChecker: Checker {
    static let rule = "the intent decides"

    private var intents = LookupTable<RunID, StopIntent>()
    private var stopped = LookupTable<RunID, Bool>()
    private var early = LookupTable<RunID, Bool>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .stopDelivered(let run):
            stopped[run] = true
        case .resultMade(let run):
            if stopped[run] == nil { early[run] = true }
        case .committed(let writes):
            for case .updateAttempt(let attempt) in writes {
                if let problem = problem(of: attempt) { return problem }
            }
            for case .appendEvent(let event) in writes {
                if let problem = problem(of: event, ledger) { return problem }
            }
        case .supervisorStarted, .configured, .turnBegan, .performed, .acknowledged, .exited,
            .workerStarted, .workerEnded, .runStarted, .workDone, .survivorsTold, .runEnded,
            .resultDurable, .resultDeleted:
            break
        }
        return nil
    }

    private func problem(of event: EventRecord, _ ledger: SimulatedLedger) -> String? {
        guard event.type == .missionCancelled, let run = event.runID,
            let actor = ledger.attempts[run]?.stoppedBy, ledger.attempts[run]?.intent == .cancel
        else { return nil }
        guard event.actor != actor else { return nil }
        return "\(run) was cancelled by \(actor), and its end names \(event.actor)"
    }

    private mutating func problem(of attempt: AttemptRecord) -> String? {
        let run = attempt.runID
        if let known = intents[run], attempt.intent == nil {
            return "\(run) was being stopped (\(known.rawValue)), and that is forgotten"
        }
        intents[run] = attempt.intent
        guard let outcome = attempt.outcome, let intent = attempt.intent else { return nil }
        guard outcome != intent.outcome, early[run] == nil else { return nil }
        // An operator has given it up; only a cancel outlives that.
        if attempt.reason == .treeNotDead, intent != .cancel { return nil }
        return "\(run) ended \(outcome.rawValue) while it was being stopped (\(intent.rawValue))"
    }
}

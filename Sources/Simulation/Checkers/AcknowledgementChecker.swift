import ControlPlane
import DataStructures
import Protocol

/// A worker's result is acknowledged, or its entry deleted, only when the ledger is done with it.
struct AcknowledgementChecker: Checker {
    static let rule = "acknowledged after it is durable"

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .performed(let effect) = observation else { return nil }
        switch effect {
        case .send(_, _, .acknowledge(let run, let fence, let disposition)):
            return problem(run, fence, disposition, ledger)
        case .deleteOutboxEntry(_, let run, _):
            guard let attempt = ledger.attempts[run], attempt.outcome == nil else { return nil }
            return "the result of \(run) is deleted while its attempt is open"
        case .write, .reply, .answer, .probeWorker, .spawnWorker, .killWorker, .connectWorker,
            .send, .startRun, .endTrees, .takeLock, .readOutbox, .releaseLock, .captureIncident,
            .announce,
            .reloadConfiguration, .replaceProgram, .exit:
            return nil
        }
    }

    private func problem(
        _ run: RunID,
        _ fence: Fence,
        _ disposition: ResultDisposition,
        _ ledger: SimulatedLedger
    ) -> String? {
        let attempt = ledger.attempts[run]
        switch disposition {
        case .recorded, .duplicate:
            if let attempt, attempt.fence == fence, attempt.outcome != nil { return nil }
            if disposition == .duplicate, attempt?.fence != fence { return nil }
            return "the result of \(run) is \(disposition.rawValue), its attempt is open"
        case .stale:
            guard let attempt, attempt.fence == fence, attempt.outcome == nil else { return nil }
            return "the result of \(run) is called stale, its attempt is open"
        }
    }
}

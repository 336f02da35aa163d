import ControlPlane
import DataStructures
import Protocol

/// Nothing is done before what allows it is durable.
struct CommitOrderChecker: Checker {
    static let rule = "nothing before its commit"

    private var hasPerformed = false

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .turnBegan:
            hasPerformed = false
            return nil
        case .committed:
            return hasPerformed ? "a turn commits after it has done something" : nil
        case .performed(let effect):
            hasPerformed = true
            return problem(of: effect, ledger)
        case .supervisorStarted, .configured, .acknowledged, .exited, .workerStarted,
            .workerEnded, .runStarted, .workDone, .survivorsTold, .runEnded, .stopDelivered,
            .resultDurable, .resultDeleted, .resultMade:
            return nil
        }
    }

    private func problem(of effect: Effect, _ ledger: SimulatedLedger) -> String? {
        switch effect {
        case .startRun(_, _, let order):
            let run = order.attempt.runID
            guard let attempt = ledger.attempts[run], attempt.outcome == nil,
                attempt.fence == order.attempt.fence
            else { return "\(run) is started, its attempt is not open in the ledger" }
            return nil
        case .send(_, _, .cancelMission(let run, let fence, let intent, _)):
            // A turn may write two intents; the ledger then has the last one.
            guard let attempt = ledger.attempts[run], attempt.outcome == nil,
                attempt.fence == fence, attempt.intent == nil
            else { return nil }
            return "\(run) is told to stop (\(intent.rawValue)), which is not in the ledger"
        case .spawnWorker(let lane, let generation):
            guard let record = ledger.lanes[lane], record.generation >= generation else {
                return "generation \(generation) of lane \(lane) is spawned, not in the ledger"
            }
            return nil
        case .connectWorker(_, _, let epoch):
            return epoch == ledger.epoch ? nil : "epoch \(epoch) says hello, not in the ledger"
        case .write, .reply, .answer, .probeWorker, .killWorker, .send, .endTrees, .takeLock,
            .readOutbox, .deleteOutboxEntry, .releaseLock, .captureIncident, .announce,
            .reloadConfiguration,
            .replaceProgram, .exit:
            return nil
        }
    }
}

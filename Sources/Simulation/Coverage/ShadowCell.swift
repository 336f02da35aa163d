import ControlPlane
import DataStructures
import Protocol

/// The cells of copies: what becomes of them, by whether the supervisor is still the one that made
/// them; of a comparison, by whether it saw both ends.
enum ShadowCell {
    /// What happens to a copy.
    enum Event: Int, CaseIterable {
        case made
        case started
        case gaveWay
        case stoppedWithLane
        case droppedWithLane
        case stoppedWithMission
        case droppedWithMission
        case cancelledByName
        case completed
        case failed
        case comparedAtItsEnd
        case comparedAtTheOther
    }

    static let eventNames = Event.allCases.map { "\($0)" }
    static let stateNames = ["same supervisor", "later supervisor"]

    static func ordinal(of epoch: Epoch, in ledger: SimulatedLedger) -> Int {
        epoch == ledger.epoch ? 0 : 1
    }

    /// What a write says of a copy, and the epoch that it is counted by.
    static func event(
        _ write: LedgerWrite,
        among writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> (Event, Epoch)? {
        switch write {
        case .insertMission(let envelope, _):
            return envelope.isCopy ? (.made, ledger.epoch) : nil
        case .insertAttempt(let attempt):
            guard let copy = copy(attempt.missionID, ledger) else { return nil }
            return (.started, copy.madeIn)
        case .updateAttempt(let attempt):
            guard let copy = copy(attempt.missionID, ledger),
                let event = event(attempt, of: copy, among: writes, ledger)
            else { return nil }
            return (event, copy.madeIn)
        case .updateMission(let id, let state):
            guard let copy = copy(id, ledger), copy.openRun == nil, state.status == .cancelled
            else {
                return nil
            }
            return (dropped(copy, state, among: writes, ledger), copy.madeIn)
        case .appendEvent(let event):
            return comparison(event, ledger)
        case .saveLane, .savePool, .saveEstop, .markCleanStop:
            return nil
        }
    }

    private static func copy(
        _ id: MissionID,
        _ ledger: SimulatedLedger
    ) -> SimulatedLedger.Mission? {
        guard let mission = ledger.missions[id], mission.envelope.isCopy else { return nil }
        return mission
    }

    private static func event(
        _ attempt: AttemptRecord,
        of copy: SimulatedLedger.Mission,
        among writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> Event? {
        switch attempt.outcome {
        case .completed: return .completed
        case .failed: return .failed
        case .cancelled, .timedOut, .interrupted, .crashed, .deferred: return nil
        case nil: break
        }
        guard ledger.attempts[attempt.runID]?.intent == nil else { return nil }
        switch attempt.intent {
        case .cancel: return .cancelledByName
        case .shadow:
            if isCancelled(copy.envelope.shadowOf, among: writes, ledger) {
                return .stoppedWithMission
            }
            return isKept(copy, among: writes, ledger) ? .gaveWay : .stoppedWithLane
        default: return nil
        }
    }

    private static func dropped(
        _ copy: SimulatedLedger.Mission,
        _ state: MissionState,
        among writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> Event {
        if state.reason != .shadowEnded { return .cancelledByName }
        return isCancelled(copy.envelope.shadowOf, among: writes, ledger)
            ? .droppedWithMission : .droppedWithLane
    }

    /// True if a mission is cancelled, or its run is being stopped for that.
    private static func isCancelled(
        _ id: MissionID?,
        among writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> Bool {
        writes.contains { write in
            switch write {
            case .updateMission(let other, let state): other == id && state.status == .cancelled
            case .updateAttempt(let attempt):
                attempt.missionID == id && attempt.intent == .cancel
            case .insertMission, .insertAttempt, .saveLane, .savePool, .saveEstop, .appendEvent,
                .markCleanStop:
                false
            }
        }
    }

    /// True if the lane of a copy seems to go on taking copies.
    private static func isKept(
        _ copy: SimulatedLedger.Mission,
        among writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> Bool {
        var lane = ledger.lanes[copy.state.assignedVPID]
        for case .saveLane(let record) in writes where record.vpID == copy.state.assignedVPID {
            lane = record
        }
        return lane?.rollout.rollout == .shadow && lane?.admission == .open
    }

    /// The first of a pair has told the second what it came to.
    private static func comparison(
        _ event: EventRecord,
        _ ledger: SimulatedLedger
    ) -> (Event, Epoch)? {
        guard event.type == .missionShadowCompared, let original = event.missionID,
            case .string(let text)? = event.payload["copy"], let copy = MissionID(text)
        else { return nil }
        if let endedIn = ledger.missions[original]?.endedIn { return (.comparedAtItsEnd, endedIn) }
        return ledger.missions[copy]?.endedIn.map { (.comparedAtTheOther, $0) }
    }
}

import ControlPlane
import DataStructures
import Protocol

/// Nothing starts on a lane while a mission that comes before it is ready: classes in their order,
/// the earliest deadline first, what is late behind what is not, else the oldest first.
struct StartOrderChecker: Checker {
    static let rule = "order of starts"

    private struct Row {
        let order: Int
        let missionClass: MissionClass
        let session: SessionMode
        let deadline: Int64
        var state: MissionState

        /// Lower starts first.
        var place: (Int, Int, Int64, Int) {
            (missionClass.rank, deadline != 0 && state.isLate ? 1 : 0, deadline, order)
        }
    }

    private var rows = LookupTable<MissionID, Row>()
    private var count = 0
    private var queued = OrderedTable<Int, MissionID>()
    private var sessionHolders = LookupTable<LaneID, [RunID]>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                insert(envelope, state)
            case .updateMission(let id, let state):
                rows[id]?.state = state
                if let row = rows[id] { queued[row.order] = state.status == .queued ? id : nil }
            case .insertAttempt(let attempt):
                if let problem = started(attempt) { return problem }
            case .updateAttempt(let attempt) where attempt.outcome != nil:
                sessionHolders[attempt.vpID]?.removeAll { $0 == attempt.runID }
            case .updateAttempt, .saveLane, .appendEvent, .markCleanStop:
                break
            }
        }
        return nil
    }

    private mutating func insert(_ envelope: MissionEnvelope, _ state: MissionState) {
        guard let id = envelope.missionID else { return }
        let isDeadline = envelope.missionClass == .deadline
        rows[id] = Row(
            order: count,
            missionClass: envelope.missionClass,
            session: envelope.session,
            deadline: isDeadline ? envelope.deadlineAt?.nanoseconds ?? .max : 0,
            state: state
        )
        if state.status == .queued { queued[count] = id }
        count += 1
    }

    private mutating func started(_ attempt: AttemptRecord) -> String? {
        guard let row = rows[attempt.missionID] else { return nil }
        queued[row.order] = nil
        let isSessionFree = sessionHolders[attempt.vpID, default: []].isEmpty
        if !attempt.isFreshSession {
            guard isSessionFree else {
                return "\(attempt.runID) continues the session that another run uses"
            }
            sessionHolders[attempt.vpID, default: []].append(attempt.runID)
        }
        for (_, id) in queued {
            guard let other = rows[id], other.state.assignedVPID == attempt.vpID else { continue }
            guard other.place < row.place else { continue }
            guard isReady(other, at: attempt.dispatchedAt, isSessionFree: isSessionFree) else {
                continue
            }
            return "\(attempt.runID) (\(row.missionClass.rawValue)) starts before"
                + " \(id) (\(other.missionClass.rawValue)) on lane \(attempt.vpID)"
        }
        return nil
    }

    private func isReady(_ row: Row, at now: WallTime, isSessionFree: Bool) -> Bool {
        if let heldUntil = row.state.heldUntil, heldUntil > now { return false }
        return isSessionFree || row.session == .fresh || row.missionClass == .interactive
    }
}

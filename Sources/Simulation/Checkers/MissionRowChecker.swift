import ControlPlane
import DataStructures
import Protocol

/// A mission is in exactly one state, at most one attempt of it is open, and its row names the
/// fence of that attempt.
struct MissionRowChecker: Checker {
    static let rule = "one state, one holder"

    private struct Row {
        var status: MissionStatus
        var fence: Fence?
        var openRun: RunID?
        var openFence: Fence?
    }

    private var rows = LookupTable<MissionID, Row>()

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        guard case .committed(let writes) = observation else { return nil }
        var touched: [MissionID] = []
        for write in writes {
            switch write {
            case .insertMission(let envelope, let state):
                guard let id = envelope.missionID else { continue }
                rows[id] = Row(status: state.status, fence: state.fence)
                touched.append(id)
            case .updateMission(let id, let state):
                rows[id]?.status = state.status
                rows[id]?.fence = state.fence
                touched.append(id)
            case .insertAttempt(let attempt):
                if let other = rows[attempt.missionID]?.openRun {
                    return "\(attempt.runID) is opened while \(other) is open"
                }
                rows[attempt.missionID]?.openRun = attempt.runID
                rows[attempt.missionID]?.openFence = attempt.fence
                touched.append(attempt.missionID)
            case .updateAttempt(let attempt):
                close(attempt)
                touched.append(attempt.missionID)
            case .saveLane, .appendEvent, .savePool, .saveEstop, .markCleanStop:
                break
            }
        }
        for id in touched {
            if let problem = problem(of: id) { return problem }
        }
        return nil
    }

    private mutating func close(_ attempt: AttemptRecord) {
        guard attempt.outcome != nil, rows[attempt.missionID]?.openRun == attempt.runID else {
            return
        }
        rows[attempt.missionID]?.openRun = nil
        rows[attempt.missionID]?.openFence = nil
    }

    private func problem(of id: MissionID) -> String? {
        guard let row = rows[id] else { return "mission \(id) has an attempt and no row" }
        guard row.fence == row.openFence else {
            return "mission \(id) names another fence than its open attempt"
        }
        switch row.status {
        case .running:
            return row.openRun == nil ? "mission \(id) is running without an attempt" : nil
        case .blocked:
            return nil
        case .queued, .completed, .failed, .cancelled, .timedOut:
            return row.openRun.map { "mission \(id) is \(row.status.rawValue) while \($0) is open" }
        }
    }
}

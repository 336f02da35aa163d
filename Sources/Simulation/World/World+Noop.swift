import DataStructures
import LaneCore
import Protocol

/// Runs that have no process: the worker ends them in the turn in which they are ordered.
extension World {
    /// Tells of a run without a process that a worker has just taken: it starts, does its work and
    /// is gone in the same moment.
    ///
    /// - Parameters:
    ///   - event: What the worker has handled.
    ///   - effects: What came of it.
    ///   - worker: Who it is.
    mutating func noteRunWithoutProcess(
        _ event: LaneCore.Event,
        _ effects: ArraySlice<LaneCore.Effect>,
        of worker: Int
    ) {
        guard case .commandReceived(_, .startMission(let order)) = event,
            order.profile.kind == .noop, let mission = order.envelope.missionID,
            let result = Self.result(of: order.runID, in: effects)
        else { return }
        if runsWithoutProcess.contains(order.runID) {
            violate("a run is launched once", "\(order.runID) is done again")
            return
        }
        runsWithoutProcess[order.runID] = true
        let lane = sites[workers[worker].lane].id
        if trace.isRecorded { note("run \(order.runID) is done on \(lane) without a process") }
        observe(.runStarted(order.runID, mission, lane, order.envelope.missionClass))
        if result.outcome == .completed { observe(.workDone(order.runID)) }
        observe(.runEnded(order.runID))
    }

    private static func result(
        of run: RunID,
        in effects: ArraySlice<LaneCore.Effect>
    ) -> RunResult? {
        for case .writeOutbox(let result) in effects where result.runID == run { return result }
        return nil
    }
}

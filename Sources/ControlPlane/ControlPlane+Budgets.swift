import DataStructures
import Protocol

/// What missions may use in all: calls, tokens, cost.
///
/// A mission's row has the sum of its ended attempts; what the open one has used comes with every
/// heartbeat. A run is stopped when the sum has passed a bound, and a mission is not tried again when
/// nothing is left of one. What a runtime does not report counts as nothing, so a missing figure
/// stops and holds nothing.
extension ControlPlane {
    /// The first bound of its mission that a run has passed; nil if none.
    func passedBound(of run: ActiveRun) -> BudgetBound? {
        guard run.record.intent == nil, let mission = missions[run.record.missionID] else {
            return nil
        }
        let usage = mission.state.usage.adding(run.record.usage)
        return mission.envelope.budget.bounds(against: usage).first(where: \.isPassed)
    }

    /// Puts the bounds of a mission and what it has used of them into an event's payload.
    func put(
        _ budget: Budget,
        _ usage: Usage,
        into payload: inout OrderedTable<String, JSONValue>
    ) {
        for bound in budget.bounds(against: usage) {
            payload["max_" + bound.figure] = .integer(Int64(clamping: bound.limit))
            payload["used_" + bound.figure] = .integer(Int64(clamping: bound.used))
        }
    }

    /// Puts the bounds of a mission and what it has used of them, its open run included, into an
    /// answer.
    func put(_ mission: MissionMachine, _ run: ActiveRun?, into answer: inout WhyAnswer) {
        let usage = mission.state.usage.adding(run?.record.usage ?? Usage())
        for bound in mission.envelope.budget.bounds(against: usage) {
            answer.figures["max_" + bound.figure] = Int64(clamping: bound.limit)
            answer.figures["used_" + bound.figure] = Int64(clamping: bound.used)
        }
    }

    /// Writes what the runs of a lane have used since their rows were last written.
    ///
    /// Once a minute, with the leases, so that no more than that is forgotten if worker and
    /// supervisor die together; and when the lane's budget of the day is spent.
    mutating func saveUsage(of id: LaneID, at now: Instant, into effects: inout [Effect]) {
        guard let lane = lanes[id] else { return }
        for (runID, run) in lane.runs where run.record.usage != run.savedUsage {
            saveAttempt(runID, on: id, at: now, into: &effects)
        }
    }
}

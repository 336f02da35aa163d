import DataStructures
import Protocol

/// What lanes may use in a day: calls, tokens, cost.
///
/// A lane's row has what its attempts' rows have: both are written in one transaction, so that a
/// restart neither forgets nor doubles anything. A figure counts on the day on which it is written, a
/// minute after it was heard at the latest; whether a budget is spent is decided by all that was
/// heard. What a runtime does not report counts as nothing.
extension ControlPlane {
    // MARK: Counting

    /// Writes the row of an open attempt, and counts for its lane what it has used since it was last
    /// written.
    ///
    /// The only place that writes the row of an attempt that goes on.
    mutating func saveAttempt(
        _ runID: RunID,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = lanes[id]?.runs[runID] else { return }
        countUsage(of: run, on: id, at: now)
        lanes[id]?.runs[runID]?.savedUsage = run.record.usage
        effects.append(.write(.updateAttempt(run.record)))
    }

    /// Counts for a lane what a run of it has used since its row was last written; it is written in
    /// this turn too.
    mutating func countUsage(of run: ActiveRun, on id: LaneID, at now: Instant) {
        let used = run.unsavedUsage
        guard used != Usage() else { return }
        lanes.modify(id) { lane in
            if run.isCopy {
                lane.record.shadowUsage.count(used, at: now.wall)
            } else {
                lane.record.dayUsage.count(used, at: now.wall)
            }
        }
    }

    // MARK: What follows

    /// Closes the lanes whose budget of the day is spent, and opens those again that have something
    /// left.
    mutating func watchDayBudgets(at now: Instant, into effects: inout [Effect]) {
        for id in lanes.touchedKeys {
            let found = lanes.look(at: id) { lane in
                let old = lane.record.dayUsage
                return (
                    bound: lane.spentBound(at: now.wall),
                    wasSpent: old.isSpent,
                    isNewDay: old.isSpent && old.day(at: now.wall) > old.day
                )
            }
            switch found {
            case (let bound?, wasSpent: false, _)?:
                exhaust(id, bound, at: now, into: &effects)
            case (_?, wasSpent: true, isNewDay: true)?:
                // The new day is spent as well, by what was heard and not written before it began.
                saveUsage(of: id, at: now, into: &effects)
            case (nil, wasSpent: true, _)?:
                replenish(id, at: now, into: &effects)
            case (_?, wasSpent: true, isNewDay: false)?, (nil, wasSpent: false, _)?, nil:
                break
            }
        }
    }

    private mutating func exhaust(
        _ id: LaneID,
        _ bound: BudgetBound,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        // What it was decided by is written with it.
        saveUsage(of: id, at: now, into: &effects)
        lanes.modify(id) { lane in
            lane.record.dayUsage.advance(to: now.wall)
            lane.record.dayUsage.isSpent = true
        }
        guard let lane = lanes[id] else { return }
        let end = lane.record.dayUsage.end(at: now.wall)
        var payload: OrderedTable<String, JSONValue> = ["until": .string(end.description)]
        put(lane.policy.dayBudget, lane.record.dayUsage.usage, into: &payload)
        emit(
            .laneExhausted,
            lane: id,
            reason: .laneBudget,
            summary: "the budget of the day of lane \(id) is spent, \(bound.sentence);"
                + " nothing starts before \(end)",
            payload: payload,
            at: now,
            into: &effects
        )
    }

    private mutating func replenish(
        _ id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id] else { return }
        let isNewDay = lane.record.dayUsage.day(at: now.wall) > lane.record.dayUsage.day
        lanes.modify(id) { lane in
            lane.record.dayUsage.advance(to: now.wall)
            lane.record.dayUsage.isSpent = false
        }
        let why =
            lane.isRetired
            ? "it is not in the configuration any more"
            : isNewDay ? "a new day has begun" : "its budget was raised"
        emit(
            .laneReplenished,
            lane: id,
            summary: "the budget of the day of lane \(id) is not spent any more: \(why)",
            at: now,
            into: &effects
        )
    }

    /// When a lane whose budget of the day is spent is to be looked at again; nil if it is not spent.
    func nextDayLook(of lane: Lane, at now: Instant) -> MonotonicTime? {
        guard lane.record.dayUsage.isSpent else { return nil }
        // Civil time can be set: look again after a minute at the latest.
        let rest = lane.record.dayUsage.end(at: now.wall).since(now.wall)
        return now.boot + min(rest, .seconds(60))
    }

    // MARK: Why

    /// Why a lane whose budget of the day is spent starts nothing; nil if it is not.
    func explainDayBudget(of lane: Lane, at now: Instant) -> WhyAnswer? {
        guard lane.record.dayUsage.isSpent, let bound = lane.spentBound(at: now.wall) else {
            return nil
        }
        let usage = lane.dayUsage(at: now.wall)
        let end = usage.end(at: now.wall)
        var answer = WhyAnswer(
            .laneBudget,
            "its budget of the day is spent: \(bound.sentence); nothing starts before \(end)",
            remedy: "wait, or raise day_budget.\(bound.name) of lane \(lane.id) and lanectl config"
                + " reload"
        )
        answer.earliestStartAt = end
        answer.figures["wait_ms"] = Int64(end.since(now.wall).wholeMilliseconds)
        for bound in lane.policy.dayBudget.bounds(against: usage.usage) {
            answer.figures["max_" + bound.figure] = Int64(clamping: bound.limit)
            answer.figures["used_" + bound.figure] = Int64(clamping: bound.used)
        }
        return answer
    }
}

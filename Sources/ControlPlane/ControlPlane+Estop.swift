import DataStructures
import Protocol

extension ControlPlane {
    /// What an emergency stop and its end are about, in answers.
    private static let object = "supervisor"

    /// Stops all work until `thaw`, over restarts: nothing starts, and what runs is interrupted.
    ///
    /// Workers stay up and submits are taken. A forced one begins at SIGKILL, also where an ordinary
    /// one is in force.
    mutating func estop(
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        _ = try givenReason(options, for: "estop")
        let isNew = estop == nil
        let affected = runsToStop(isImmediate: options.isForced)
        var lines: [String] = []
        if let estop {
            lines.append("\(estop.actor) stopped all work already: \(estop.reason)")
        } else {
            lines.append("nothing starts until lanectl supervisor thaw")
        }
        if !affected.isEmpty {
            let how = options.isForced ? "killed" : "interrupted"
            lines.append("what runs (\(affected.count)) is \(how) and queued again, free of charge")
        }
        let isChanged = isNew || !affected.isEmpty
        guard isChanged, !options.isDryRun else {
            return changed(request, Self.object, isChanged, options, lines, into: &effects)
        }
        if isNew {
            let change = record(of: request, options, at: now)
            setEstop(change, into: &effects)
            emit(
                .supervisorEstopped,
                actor: change.actor,
                reason: .operatorRequest,
                summary: "all work is stopped: \(change.reason)",
                payload: ["runs": .integer(Int64(affected.count))],
                at: now,
                into: &effects
            )
        }
        for (runID, lane) in affected {
            _ = stop(
                runID,
                on: lane,
                .estop,
                isImmediate: options.isForced,
                by: request.actor,
                because: options.reason,
                at: now,
                into: &effects
            )
        }
        changed(request, Self.object, true, options, lines, into: &effects)
    }

    /// Ends an emergency stop.
    mutating func thaw(
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard estop != nil else {
            let line = "no emergency stop is in force"
            return changed(request, Self.object, false, options, [line], into: &effects)
        }
        if !options.isDryRun {
            setEstop(nil, into: &effects)
            emit(
                .supervisorThawed,
                actor: request.actor,
                reason: .operatorRequest,
                summary: "work goes on" + (options.reason.map { ": \($0)" } ?? ""),
                at: now,
                into: &effects
            )
        }
        changed(request, Self.object, true, options, ["work starts again"], into: &effects)
    }

    private mutating func setEstop(_ change: OperatorChange?, into effects: inout [Effect]) {
        estop = change
        effects.append(.write(.saveEstop(change)))
        lanes.touchAll()
    }

    /// What is not being stopped yet, or not at once; with its lane.
    private func runsToStop(isImmediate: Bool) -> [(RunID, LaneID)] {
        lanes.keys.flatMap { id in
            (lanes[id]?.runs ?? [:]).compactMap { runID, run in
                let isStopping = run.record.intent != nil
                return isStopping && (run.isStopImmediate || !isImmediate) ? nil : (runID, id)
            }
        }
    }
}

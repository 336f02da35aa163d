import DataStructures
import Protocol

extension ControlPlane {
    /// What has to be done so that a mission can be settled.
    private enum Settlement {
        /// It has no attempt open.
        case atOnce
        /// Its run waits for a person: it is stopped like a cancelled one.
        case stop(RunID)
        /// Its run has processes that survive SIGKILL: it is given up with them.
        case giveUp(RunID)
        /// Its run is being stopped, and the mission ends so already.
        case underWay
    }

    /// Ends a mission that cannot end by itself with an operator's outcome: one that is blocked, or
    /// whose run has processes that do not die.
    ///
    /// The outcome is durable at once; what the run says afterwards changes nothing. A run that waits
    /// for a person keeps its slot until its tree is proved gone, and the mission ends then. One that
    /// is given up frees slot and permit at once: the operator answers for what lives on.
    mutating func resolve(
        _ id: MissionID,
        as resolution: MissionResolution,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let reason = try givenReason(options, for: "resolve")
        // What is not in memory is terminal: how it ended stands.
        guard let mission = missions[id], !mission.state.status.isTerminal else {
            let query = Query.resolveAfterEnd(id, resolution, isDryRun: options.isDryRun)
            return answer(request, query, into: &effects)
        }
        let settlement = try settlement(of: mission, as: resolution)
        let line = Self.line(of: settlement, resolution)
        if case .underWay = settlement {
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        if !options.isDryRun {
            let word = OperatorChange(actor: request.actor, reason: reason, at: now.wall)
            settle(mission, as: resolution, by: settlement, word, at: now, into: &effects)
        }
        changed(request, id.rawValue, true, options, [line], into: &effects)
    }

    private func settlement(
        of mission: MissionMachine,
        as resolution: MissionResolution
    ) throws(ControlError) -> Settlement {
        guard mission.state.fence != nil, let runID = openRunID(of: mission),
            let lane = lanes[mission.state.assignedVPID], let run = lane.runs[runID]
        else {
            guard mission.state.status == .blocked else { throw notResolvable(mission) }
            return .atOnce
        }
        let isCancelled = run.record.intent == .cancel
        let said = run.record.resolution ?? (isCancelled ? .cancelled : nil)
        if let said, said != resolution { throw settledOtherwise(mission, as: said) }
        if lane.mayGiveUp(runID) { return .giveUp(runID) }
        if said != nil { return .underWay }
        guard mission.state.status == .blocked else { throw notResolvable(mission) }
        return .stop(runID)
    }

    private mutating func settle(
        _ mission: MissionMachine,
        as resolution: MissionResolution,
        by settlement: Settlement,
        _ word: OperatorChange,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        switch settlement {
        case .underWay:
            break
        case .atOnce:
            end(
                mission,
                resolution.status,
                .operatorRequest,
                by: word.actor,
                summary: word.reason,
                at: now,
                into: &effects
            )
        case .stop(let runID):
            _ = stop(
                runID,
                on: mission.state.assignedVPID,
                .cancel,
                isImmediate: false,
                by: word.actor,
                because: word.reason,
                resolved: resolution,
                at: now,
                into: &effects
            )
        case .giveUp(let runID):
            giveUp(
                runID,
                on: mission.state.assignedVPID,
                as: resolution,
                word,
                at: now,
                into: &effects
            )
        }
    }

    /// Closes an attempt with its processes alive; the first word about its mission stands.
    private mutating func giveUp(
        _ runID: RunID,
        on id: LaneID,
        as resolution: MissionResolution,
        _ word: OperatorChange,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        lanes[id]?.runs.modify(runID) { run in
            guard run.record.resolution == nil else { return }
            run.record.resolution = resolution
            run.record.summary = word.reason
            run.record.stoppedBy = word.actor
        }
        let first = lanes[id]?.runs[runID]?.record
        close(
            runID,
            on: id,
            .init(
                outcome: .cancelled,
                reason: .treeNotDead,
                scope: .operator,
                summary: first?.summary,
                actor: first?.stoppedBy
            ),
            result: nil,
            at: now,
            into: &effects
        )
    }

    private static func line(of settlement: Settlement, _ resolution: MissionResolution) -> String {
        switch settlement {
        case .atOnce:
            "it is \(resolution.rawValue)"
        case .stop:
            "its run is stopped, then it is \(resolution.rawValue)"
        case .giveUp:
            "its run is given up with its processes alive; it is \(resolution.rawValue)"
        case .underWay:
            "its run is being stopped already, then it is \(resolution.rawValue)"
        }
    }

    // MARK: Refusals

    private func notResolvable(_ mission: MissionMachine) -> ControlError {
        let isQueued = mission.state.status == .queued
        return ControlError(
            .conflict,
            .wrongState,
            "mission \(mission.id) is \(mission.state.status.rawValue), neither blocked nor held up by"
                + " processes that do not die",
            object: mission.id.rawValue,
            hint: "lanectl mission cancel \(mission.id)"
                + (isQueued ? "" : ", or lanectl mission requeue \(mission.id)")
        )
    }

    private func settledOtherwise(
        _ mission: MissionMachine,
        as said: MissionResolution
    ) -> ControlError {
        ControlError(
            .conflict,
            .wrongState,
            "mission \(mission.id) is \(said.rawValue) once its run has ended: that was said before",
            object: mission.id.rawValue,
            hint: "lanectl mission cancel --force --reason … \(mission.id) ends its run at once"
        )
    }
}

import DataStructures
import Protocol

extension ControlPlane {
    /// Keeps a queued mission from starting until it is released, whatever its lane does.
    mutating func hold(
        _ id: MissionID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        _ = try givenReason(options, for: "hold")
        let mission = try openMission(id)
        guard mission.state.status == .queued else { throw notHoldable(mission) }
        if let hold = mission.state.hold {
            let line = "\(hold.actor) holds it already: \(hold.reason)"
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        let change = record(of: request, options, at: now)
        if !options.isDryRun { setHold(change, of: mission, at: now, into: &effects) }
        let line = "it does not start until it is released; it keeps its age"
        changed(request, id.rawValue, true, options, [line], into: &effects)
    }

    /// Lets a mission start that an operator holds.
    mutating func release(
        _ id: MissionID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let mission = try openMission(id)
        guard mission.state.hold != nil else {
            let line = "nobody holds it"
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        if !options.isDryRun { release(mission, options, request, at: now, into: &effects) }
        let line =
            "it waits in the queue of lane \(mission.state.assignedVPID), with the age it had"
        changed(request, id.rawValue, true, options, [line], into: &effects)
    }

    private mutating func setHold(
        _ hold: OperatorChange,
        of mission: MissionMachine,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        dequeue(mission)
        missions[mission.id]?.setHold(hold)
        guard let held = missions[mission.id] else { return }
        enqueueAgain(held)
        effects.append(.write(.updateMission(held.id, held.state)))
        emit(
            .missionHeld,
            mission: held,
            actor: hold.actor,
            reason: .operatorRequest,
            summary: "mission \(held.id) is held: \(hold.reason)",
            at: now,
            into: &effects
        )
    }

    private mutating func release(
        _ mission: MissionMachine,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        dequeue(mission)
        missions[mission.id]?.setHold(nil)
        guard let released = missions[mission.id] else { return }
        enqueue(released, at: now)
        effects.append(.write(.updateMission(released.id, released.state)))
        emit(
            .missionQueued,
            mission: released,
            actor: request.actor,
            reason: .operatorRequest,
            summary: "mission \(released.id) released by \(request.actor)"
                + (options.reason.map { ": \($0)" } ?? ""),
            at: now,
            into: &effects
        )
    }

    private func notHoldable(_ mission: MissionMachine) -> ControlError {
        let lane = mission.state.assignedVPID
        return ControlError(
            .conflict,
            .wrongState,
            "mission \(mission.id) is \(mission.state.status.rawValue), not queued",
            object: mission.id.rawValue,
            hint: "lanectl lane pause \(lane), lanectl mission requeue \(mission.id), then hold it"
        )
    }
}

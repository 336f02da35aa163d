import DataStructures
import Protocol

extension ControlPlane {
    mutating func pause(
        _ id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let reason = try givenReason(options, for: "pause")
        let change = record(of: request, options, at: now)
        try changeGate(
            id,
            options,
            request,
            line: "nothing new starts on it; what runs goes on",
            otherwise: "it is paused already",
            at: now,
            into: &effects
        ) { gate, record in
            guard gate.setPaused(true) else { return nil }
            record.pauseChange = change
            return .sessionPaused
        } sentence: {
            "lane \(id) paused: \(reason)"
        }
    }

    mutating func resume(
        _ id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let change = record(of: request, options, at: now)
        try changeGate(
            id,
            options,
            request,
            line: "it starts work again",
            otherwise: "it is not paused",
            at: now,
            into: &effects
        ) { gate, record in
            guard gate.setPaused(false) else { return nil }
            record.pauseChange = change
            return .sessionResumed
        } sentence: {
            "lane \(id) resumed"
        }
    }

    mutating func drain(
        _ id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let reason = try givenReason(options, for: "drain")
        let seconds = options.deadlineSeconds ?? lanes[id]?.policy.drainDeadlineSeconds ?? 0
        let deadline = now.boot + .seconds(seconds)
        let isGiven = options.deadlineSeconds != nil
        let runCount = lanes[id]?.runs.count ?? 0
        let change = record(of: request, options, at: now)
        try changeGate(
            id,
            options,
            request,
            line: runCount == 0
                ? "it takes no new work; nothing runs on it"
                : "it takes no new work; \(runCount) running, which may end within \(seconds) s",
            otherwise: "it is draining or drained already",
            at: now,
            into: &effects
        ) { gate, record in
            let isChanged = gate.drainRequested(deadline: deadline, isGiven: isGiven)
            // Not where a drain that is under way keeps the deadline it has.
            if gate.state == .draining(deadline: deadline) {
                record.drainDeadlineAt = now.wall + .seconds(seconds)
            }
            guard isChanged else { return nil }
            record.drainChange = change
            return .laneDraining
        } sentence: {
            "lane \(id) drains, \(seconds) s at most: \(reason)"
        }
    }

    mutating func undrain(
        _ id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        if lanes[id]?.isRetired == true { throw removed(id) }
        let change = record(of: request, options, at: now)
        let isRerouted = lanes[id]?.record.reroute != nil
        let wasOpen = lanes[id]?.gate.state == .open
        try changeGate(
            id,
            options,
            request,
            line: isRerouted ? "it takes work again, and keeps it" : "it takes work again",
            otherwise: "it is open already",
            at: now,
            into: &effects
        ) { gate, record in
            record.drainDeadlineAt = nil
            record.reroute = nil
            guard gate.undrained() || isRerouted else { return nil }
            record.drainChange = change
            return .laneOpened
        } sentence: {
            "lane \(id) opened"
        }
        guard !options.isDryRun, !wasOpen else { return }
        let why = "opened by \(request.actor)"
        endRollback(of: id, by: request.actor, because: why, at: now, into: &effects)
    }

    mutating func restart(
        _ id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        if options.isForced { _ = try givenReason(options, for: "a forced restart") }
        let lane = try knownLane(id)
        guard !lane.worker.isVacant else {
            return try reset(id, options, request, at: now, into: &effects)
        }
        let isUnderWay =
            lane.gate.isRestarting
            && (!options.isForced || lane.runs.allSatisfy { $0.value.record.intent != nil })
        guard !isUnderWay else {
            let line = "its worker is being replaced already"
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        let line: String
        switch (lane.hasActiveRun, options.isForced) {
        case (false, _): line = "its worker is replaced"
        case (true, false):
            line = "its worker is replaced when what runs (\(lane.runs.count)) has ended"
        case (true, true):
            line = "what runs (\(lane.runs.count)) is interrupted, then its worker is replaced"
        }
        guard !options.isDryRun else {
            return changed(request, id.rawValue, true, options, [line], into: &effects)
        }
        lanes[id]?.gate.restartRequested()
        if options.isForced {
            for runID in lane.runs.keys {
                _ = stop(
                    runID,
                    on: id,
                    .restart,
                    isImmediate: false,
                    by: request.actor,
                    at: now,
                    into: &effects
                )
            }
        }
        emit(
            .sessionRecovering,
            lane: id,
            actor: request.actor,
            reason: .operatorRequest,
            summary: "lane \(id) restarts: \(options.reason ?? "asked for")",
            at: now,
            into: &effects
        )
        changed(request, id.rawValue, true, options, [line], into: &effects)
    }

    mutating func reset(
        _ id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        let lane = try knownLane(id)
        let isParked = lane.worker.state == .parked
        let isHeld = isParked || lane.worker.isBackingOff
        let isOut = lane.health.isOut
        let hasTripped = lane.rollback.memory.trigger != nil
        let isChanged = isHeld || isOut || hasTripped
        var lines = isOut ? ["it is not ejected any more"] : []
        if hasTripped { lines.append("the incident of its rollback trigger is closed") }
        if isHeld || !(isOut || hasTripped) {
            lines.append(
                isHeld && lane.gate.wantsWorker
                    ? "it is started again" : "its start-up deaths are forgotten"
            )
        }
        guard !options.isDryRun else {
            return changed(request, id.rawValue, isChanged, options, lines, into: &effects)
        }
        if hasTripped {
            let why = "reset by \(request.actor)"
            closeTrip(of: id, by: request.actor, because: why, at: now, into: &effects)
        }
        if isOut {
            let why = "reset by \(request.actor)"
            restore(id, by: request.actor, because: why, at: now, into: &effects)
        }
        feed(.resetRequested, to: id, at: now, into: &effects)
        if isHeld {
            emit(
                isParked ? .laneRestored : .sessionRecovering,
                lane: id,
                actor: request.actor,
                reason: .operatorRequest,
                summary: "start-up deaths of lane \(id) are forgotten by \(request.actor)",
                at: now,
                into: &effects
            )
        }
        changed(request, id.rawValue, isChanged, options, lines, into: &effects)
    }

    // MARK: Common

    /// Applies a change of a lane's gate, tells of it and answers.
    ///
    /// `line` says what changes, `otherwise` why nothing does; `apply` makes the change and returns
    /// its event, or nil if it was so already; `sentence` is the event's summary.
    private mutating func changeGate(
        _ id: LaneID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        line: String,
        otherwise: String,
        at now: Instant,
        into effects: inout [Effect],
        apply: (inout LaneMachine, inout LaneRecord) -> EventType?,
        sentence: () -> String
    ) throws(ControlError) {
        let lane = try knownLane(id)
        var gate = lane.gate
        var record = lane.record
        let event = apply(&gate, &record)
        let lines = [event == nil ? otherwise : line]
        guard !options.isDryRun else {
            return changed(request, id.rawValue, event != nil, options, lines, into: &effects)
        }
        lanes[id]?.gate = gate
        lanes[id]?.record = record
        if let event {
            if record.reroute == nil { cameBack.remove(id) }
            emit(
                event,
                lane: id,
                actor: request.actor,
                reason: .operatorRequest,
                summary: sentence(),
                at: now,
                into: &effects
            )
        }
        changed(request, id.rawValue, event != nil, options, lines, into: &effects)
    }

    /// Who asks for a change, why and when, as it is kept.
    func record(
        of request: ClientRequest,
        _ options: OperatorOptions,
        at now: Instant
    ) -> OperatorChange {
        OperatorChange(actor: request.actor, reason: options.reason ?? "", at: now.wall)
    }
}

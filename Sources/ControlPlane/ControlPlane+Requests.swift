import DataStructures
import Protocol

extension ControlPlane {
    /// Carries out or refuses what a client asks.
    mutating func requestReceived(
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        do throws(ControlError) {
            try carryOut(request, at: now, into: &effects)
        } catch {
            reply(request, .error(error), into: &effects)
        }
    }

    /// Does what a client asks, or changes nothing.
    private mutating func carryOut(
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        guard request.role >= request.command.requiredRole else {
            throw ControlError(
                .notPermitted,
                .roleTooLow,
                "this needs the role \(request.command.requiredRole.rawValue),"
                    + " yours is \(request.role.rawValue)"
            )
        }
        if let id = request.command.mission, !request.isMissionKnown, missions[id] == nil,
            request.command.requiredRole == .operator
        {
            throw unknown(id)
        }
        try refuseForCopy(request.command)
        switch request.command {
        case .hello:
            throw ControlError(.conflict, .wrongState, "hello was said already")
        case .missionSubmit(let envelopes, let isDryRun):
            try submit(envelopes, isDryRun: isDryRun, request, at: now, into: &effects)
        case .missionCancel(let id, let options):
            try cancel(id, options, request, at: now, into: &effects)
        case .missionRequeue(let id, let options):
            try requeue(id, options, request, at: now, into: &effects)
        case .missionHold(let id, let options):
            try hold(id, options, request, at: now, into: &effects)
        case .missionRelease(let id, let options):
            try release(id, options, request, at: now, into: &effects)
        case .missionMove(let id, let lane, let options):
            try move(id, to: lane, options, request, at: now, into: &effects)
        case .missionResolve(let id, let resolution, let options):
            try resolve(id, as: resolution, options, request, at: now, into: &effects)
        case .missionWait(let id, let timeout):
            wait(for: id, timeoutMilliseconds: timeout, request, at: now, into: &effects)
        case .missionWhy(let id):
            why(id, request, at: now, into: &effects)
        case .laneWhy(let id):
            try laneWhy(id, request, at: now, into: &effects)
        case .lanePause(let id, let options):
            try pause(id, options, request, at: now, into: &effects)
        case .laneResume(let id, let options):
            try resume(id, options, request, at: now, into: &effects)
        case .laneDrain(let id, let options):
            try drain(id, options, request, at: now, into: &effects)
        case .laneUndrain(let id, let options):
            try undrain(id, options, request, at: now, into: &effects)
        case .laneReroute(let id, let order, let options):
            try reroute(id, order, options, request, at: now, into: &effects)
        case .laneFlush(let id, let missionClass, let options):
            try flush(id, missionClass, options, request, at: now, into: &effects)
        case .laneRollout(let id, let setting, let options):
            try rollOut(id, setting, options, request, at: now, into: &effects)
        case .laneRestart(let id, let options):
            try restart(id, options, request, at: now, into: &effects)
        case .laneReset(let id, let options):
            try reset(id, options, request, at: now, into: &effects)
        case .missionGet(let id):
            answer(request, .mission(id), into: &effects)
        case .missionList(let filter):
            answer(request, .missions(filter), into: &effects)
        case .missionLogs(let logs):
            answer(request, .logs(logs), into: &effects)
        case .laneList:
            answer(request, .lanes, into: &effects)
        case .laneGet(let id):
            _ = try knownLane(id)
            answer(request, .lane(id), into: &effects)
        case .poolList:
            answer(request, .pools, into: &effects)
        case .poolGet(let name):
            guard configuration.pools[name] != nil else { throw unknownPool(name) }
            answer(request, .pool(name), into: &effects)
        case .poolSet(let name, .held, let options):
            try holdPool(name, options, request, at: now, into: &effects)
        case .poolClear(let name, let options):
            try clearPool(name, options, request, at: now, into: &effects)
        case .poolProbe(let name, let options):
            try probePool(name, options, request, at: now, into: &effects)
        case .governorExplain(let workload):
            answer(request, workload.map { .rehearsal($0) } ?? .governorOrder, into: &effects)
        case .eventsSubscribe(let filter):
            answer(request, .events(filter), into: &effects)
        case .supervisorStatus:
            answer(request, .status, into: &effects)
        case .supervisorEstop(let options):
            try estop(options, request, at: now, into: &effects)
        case .supervisorThaw(let options):
            thaw(options, request, at: now, into: &effects)
        case .supervisorBackup:
            answer(request, .backup, into: &effects)
        case .supervisorReexec:
            guard stop == nil else {
                throw ControlError(
                    .conflict,
                    .supervisorStopping,
                    "the supervisor is stopping; the next start runs the program on disk"
                )
            }
            effects.append(.replaceProgram(request.client, request.requestID))
        case .configReload:
            effects.append(.reloadConfiguration(request.client, request.requestID))
        case .configValidate:
            answer(request, .validateConfiguration, into: &effects)
        }
    }

    func reply(_ request: ClientRequest, _ reply: ControlReply, into effects: inout [Effect]) {
        effects.append(.reply(request.client, request.requestID, reply))
    }

    func answer(_ request: ClientRequest, _ query: Query, into effects: inout [Effect]) {
        effects.append(.answer(request.client, request.requestID, query))
    }

    // MARK: Missions

    private mutating func cancel(
        _ id: MissionID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        if options.isForced { _ = try givenReason(options, for: "a forced cancel") }
        // What is not in memory is terminal: a cancel of that changes nothing.
        guard let mission = missions[id], !mission.state.status.isTerminal else {
            return answer(
                request,
                .cancelAfterEnd(id, isDryRun: options.isDryRun),
                into: &effects
            )
        }
        let isRunning = mission.state.fence != nil
        let line =
            isRunning
            ? "its run is stopped, then it is cancelled"
            : "cancelled while \(mission.state.status.rawValue)"
        if options.isDryRun {
            return changed(request, id.rawValue, true, options, [line], into: &effects)
        }
        let isChanged: Bool
        if isRunning, let runID = openRunID(of: mission) {
            isChanged = stop(
                runID,
                on: mission.state.assignedVPID,
                .cancel,
                isImmediate: options.isForced,
                by: request.actor,
                because: options.reason,
                at: now,
                into: &effects
            )
        } else {
            if mission.state.status == .queued { dequeue(mission) }
            end(
                mission,
                .cancelled,
                .operatorRequest,
                by: request.actor,
                summary: options.reason,
                at: now,
                into: &effects
            )
            isChanged = true
        }
        if let copy = copies[id] {
            let why = "mission \(id) was cancelled"
            endCopy(copy, by: request.actor, because: why, at: now, into: &effects)
        }
        changed(
            request,
            id.rawValue,
            isChanged,
            options,
            [isChanged ? line : "its run is being stopped already"],
            into: &effects
        )
    }

    func openRunID(of mission: MissionMachine) -> RunID? {
        RunID("\(mission.id.rawValue).\(mission.state.attemptCount)")
    }

    private mutating func requeue(
        _ id: MissionID,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        if options.isForced { _ = try givenReason(options, for: "a forced requeue") }
        let mission = try openMission(id)
        if mission.state.status == .queued, mission.state.heldUntil == nil,
            !mission.state.isLeaving
        {
            let line = "it is queued already"
            return changed(request, id.rawValue, false, options, [line], into: &effects)
        }
        if options.isDryRun {
            let line =
                mission.state.fence == nil
                ? "it is queued again" : "its run is stopped, then it is queued again"
            return changed(request, id.rawValue, true, options, [line], into: &effects)
        }
        if mission.state.fence == nil {
            requeueWithoutRun(mission, options, request, at: now, into: &effects)
        } else {
            requeueRunning(mission, options, request, at: now, into: &effects)
        }
    }

    private mutating func requeueWithoutRun(
        _ mission: MissionMachine,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        if mission.state.status == .queued { dequeue(mission) }
        missions[mission.id]?.requeued(at: now.wall)
        guard let requeued = missions[mission.id] else { return }
        enqueue(requeued, at: now)
        noteReturn(of: requeued)
        effects.append(.write(.updateMission(requeued.id, requeued.state)))
        emit(
            .missionQueued,
            mission: requeued,
            actor: request.actor,
            reason: .operatorRequest,
            summary: "mission \(requeued.id) queued again by \(request.actor)",
            at: now,
            into: &effects
        )
        changed(
            request,
            mission.id.rawValue,
            true,
            options,
            [
                requeued.state.hold == nil
                    ? "it is queued again, and not held"
                    : "its wait is over; it starts when an operator releases it"
            ],
            into: &effects
        )
    }

    private mutating func requeueRunning(
        _ mission: MissionMachine,
        _ options: OperatorOptions,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let runID = openRunID(of: mission) else { return }
        let lane = mission.state.assignedVPID
        if options.isForced, lanes[lane]?.mayGiveUp(runID) == true {
            // The operator answers for the processes that do not die: the fence goes up with the
            // next attempt, so that nothing they still say counts. What was cancelled stays so.
            let record = lanes[lane]?.runs[runID]?.record
            let isCancelled = record?.intent == .cancel
            close(
                runID,
                on: lane,
                .init(
                    outcome: isCancelled ? .cancelled : .interrupted,
                    reason: .treeNotDead,
                    scope: .operator,
                    summary: options.reason,
                    actor: request.actor
                ),
                result: nil,
                at: now,
                into: &effects
            )
            return changed(
                request,
                mission.id.rawValue,
                true,
                options,
                [
                    "its run is given up with its processes alive; it is "
                        + (isCancelled
                            ? record?.resolution?.rawValue ?? "cancelled" : "queued again")
                ],
                into: &effects
            )
        }
        let isChanged = stop(
            runID,
            on: lane,
            .requeue,
            isImmediate: options.isForced,
            by: request.actor,
            because: options.reason,
            at: now,
            into: &effects
        )
        changed(
            request,
            mission.id.rawValue,
            isChanged,
            options,
            [
                isChanged
                    ? "its run is stopped, then it is queued again"
                    : "its run is being stopped already"
            ],
            into: &effects
        )
    }

    private mutating func wait(
        for id: MissionID,
        timeoutMilliseconds: UInt64?,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let mission = missions[id], !mission.state.status.isTerminal else {
            return answer(request, .mission(id), into: &effects)
        }
        waiters.append(
            Waiter(
                client: request.client,
                requestID: request.requestID,
                missionID: id,
                deadline: timeoutMilliseconds.map { now.boot + .milliseconds($0) }
            )
        )
    }

    private func why(
        _ id: MissionID,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let answer = explain(id, at: now) else {
            return self.answer(request, .missionWhy(id), into: &effects)
        }
        reply(request, .why(answer), into: &effects)
    }

    private func laneWhy(
        _ id: LaneID,
        _ request: ClientRequest,
        at now: Instant,
        into effects: inout [Effect]
    ) throws(ControlError) {
        guard let answer = explain(id, at: now) else { throw unknown(id) }
        reply(request, .why(answer), into: &effects)
    }

    // MARK: Answers

    func changed(
        _ request: ClientRequest,
        _ object: String,
        _ isChanged: Bool,
        _ options: OperatorOptions,
        _ lines: [String],
        into effects: inout [Effect]
    ) {
        reply(
            request,
            .changed(
                Change(
                    object: object,
                    isChanged: isChanged,
                    isDryRun: options.isDryRun,
                    lines: lines
                )
            ),
            into: &effects
        )
    }
}

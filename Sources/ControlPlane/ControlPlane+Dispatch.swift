import DataStructures
import Protocol

extension ControlPlane {
    /// True if anything may start on any lane.
    var startsWork: Bool {
        stop == nil && estop == nil && hasDiskSpace
    }

    /// True unless less is free than is to be kept; also until it was measured.
    var hasDiskSpace: Bool {
        freeMiB.map { $0 >= configuration.supervisor.minFreeMiB } ?? true
    }

    /// Starts what may start in the groups of lanes or of pools that were changed, or whose time has
    /// come.
    mutating func dispatch(
        near names: [LaneID],
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard startsWork else { return }
        var due = OrderedTable<StartGroup.Name, Bool>()
        for id in names {
            if let group = lanes.look(at: id, { $0.group }) { due[group] = true }
        }
        for name in pools.touchedKeys where groups[.pool(name)] != nil { due[.pool(name)] = true }
        for (name, time) in groupStarts where time <= now.boot { due[name] = true }
        for (name, _) in due {
            while let decision = governor(of: name, at: now)?.decision {
                count(decision, at: now)
                if decision.start.missionClass == .interactive {
                    takeVacancy(on: decision.start.lane)
                }
                open(decision.start, at: now, into: &effects)
                guard decision.leavesPermits else { break }
            }
            stopCopiesInTheWay(in: name, at: now, into: &effects)
            preempt(in: name, at: now, into: &effects)
            noteHostHolds(in: name, at: now)
            startCopies(in: name, at: now, into: &effects)
            noteHostHoldsOfCopies(in: name, at: now)
            groupStarts[name] =
                nextStartAt(in: name, at: now.boot) ?? nextCopyStartAt(in: name, at: now)
        }
    }

    /// Opens an attempt: the row, the slot and the fence are durable before the worker hears of it.
    mutating func open(
        _ start: Governor.Start,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let id = start.lane
        guard let queued = missions[start.missionID], let runID = queued.nextRunID else {
            fatalError("invariant broken: mission \(start.missionID) is queued but unknown")
        }
        // Before the lane is read: a queue that somebody else holds too is copied to be changed.
        dequeue(queued)
        lastFence = lastFence.next
        let fence = lastFence
        let dispatched = missions.modify(queued.id) { mission in
            mission.dispatched(fence: fence)
            return mission
        }
        guard let lane = lanes[id], let mission = dispatched else {
            fatalError("invariant broken: mission \(queued.id) is queued on no lane")
        }
        let attempt = AttemptRecord(
            runID: runID,
            missionID: queued.id,
            number: queued.state.attemptCount + 1,
            vpID: id,
            generation: lane.worker.generation,
            fence: fence,
            sessionID: start.isFreshSession
                ? identifiers.nextSession(at: now.wall) : lane.record.sessionID,
            isFreshSession: start.isFreshSession,
            dispatchedAt: now.wall
        )
        var run = ActiveRun(
            attempt,
            missionClass: queued.envelope.missionClass,
            at: now.boot
        )
        run.isMinimumShare = start.isShare
        run.expectedKiB = lane.memory.expectedKiB ?? 0
        run.isCopy = queued.envelope.isCopy
        run.startDeadline = now.boot + .milliseconds(lane.policy.startDeadlineMilliseconds)
        // An idle worker speaks less often than the lease of an active one allows.
        if !lane.hasActiveRun { feed(.rearmed, to: id, at: now, into: &effects) }
        runs[runID] = queued.id
        lanes.modify(id) { lane in
            lane.runs[runID] = run
            lane.copyRunCount += run.isCopy ? 1 : 0
            // A copy is nobody's probe.
            if !run.isCopy { lane.health.started(runID) }
        }
        if !run.isCopy, let name = lane.policy.pool, pools.isNotable(name),
            let policy = configuration.pools[name]
        {
            pools.change(name) { $0.started(runID, policy, at: now.wall) }
        }
        let laneWait = interactiveWait(of: queued, for: lane, at: now)
        effects.append(.write(.insertAttempt(attempt)))
        effects.append(.write(.updateMission(mission.id, mission.state)))
        var payload: OrderedTable<String, JSONValue> = [
            "attempt": .integer(Int64(attempt.number)),
            "fence": .integer(Int64(attempt.fence.rawValue)),
            "queue_wait_ms": .integer(
                Int64(now.wall.since(queued.state.queuedAt).wholeMilliseconds)
            ),
        ]
        if let laneWait { payload["lane_wait_ms"] = .integer(Int64(clamping: laneWait)) }
        emit(
            .missionDispatched,
            mission: mission,
            run: attempt,
            summary: "mission \(mission.id) sent to lane \(id) as attempt \(attempt.number)"
                + Self.remark(onSessionOf: queued, isFresh: start.isFreshSession),
            payload: payload,
            at: now,
            into: &effects
        )
        send(run, on: lane, resumePhase: mission.state.resumePhase, into: &effects)
        if let laneWait { noteStart(after: laneWait, on: id, at: now, into: &effects) }
    }

    /// Why a mission that wants to continue the lane's session does not; empty where it does.
    private static func remark(onSessionOf mission: MissionMachine, isFresh: Bool) -> String {
        guard isFresh, mission.envelope.session == .continue else { return "" }
        return mission.session == .fresh
            ? ", in a fresh session because the lane's failed it"
            : ", in a fresh session because the lane's is in use"
    }

    /// Sends the start of a run; again after a reconnect, with the same fence.
    func send(
        _ run: ActiveRun,
        on lane: Lane,
        resumePhase: String?,
        into effects: inout [Effect]
    ) {
        let order = StartOrder(
            attempt: run.record,
            resumePhase: resumePhase,
            profile: lane.profile.launch
        )
        effects.append(.startRun(lane.id, lane.worker.generation, order))
    }
}

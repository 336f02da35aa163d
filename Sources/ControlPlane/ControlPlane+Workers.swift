import DataStructures
import Protocol

extension ControlPlane {
    /// Gives an event to a lane's worker machine and carries out what it asks.
    mutating func feed(
        _ event: WorkerMachine.Event,
        to id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        var asked: [WorkerMachine.Effect] = []
        lanes[id]?.worker.handle(event, at: now.boot, into: &asked)
        for ask in asked { carryOut(ask, for: id, at: now, into: &effects) }
    }

    private mutating func carryOut(
        _ ask: WorkerMachine.Effect,
        for id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        switch ask {
        case .probe:
            effects.append(.probeWorker(id))
        case .spawn(let generation):
            lanes[id]?.holdsLock = false
            // A restart that was asked for while the old worker's leavings were cleared is this one.
            lanes[id]?.gate.workerLost()
            lanes[id]?.record.leaseExpiresAt = now.wall + Self.leaseWritten
            effects.append(.spawnWorker(id, generation))
        case .connect(let generation):
            effects.append(.connectWorker(id, generation, epoch))
        case .shutDown(let generation):
            effects.append(.send(id, generation, .shutdown))
        case .kill(let generation, let reason):
            emit(
                .sessionRecovering,
                lane: id,
                reason: reason,
                summary: "worker \(generation) of lane \(id) is killed: \(reason.rawValue)",
                payload: ["generation": .integer(Int64(generation.rawValue))],
                at: now,
                into: &effects
            )
            effects.append(.killWorker(id, generation))
            if reason == .leaseExpired { weighSilence(of: id, at: now, into: &effects) }
        case .endTrees(let generation):
            endTrees(of: id, generation, at: now, into: &effects)
        case .takeLock(let generation):
            effects.append(.takeLock(id, generation))
        case .readOutbox(let generation):
            effects.append(.readOutbox(id, generation))
        case .noteReady(let generation, let isAdopted):
            noteReady(id, generation, isAdopted: isAdopted, at: now, into: &effects)
        case .noteLost(let generation, let isExpected):
            noteLost(id, generation, isExpected: isExpected, at: now, into: &effects)
        case .noteParked(let deathCount):
            noteParked(id, deathCount: deathCount, at: now, into: &effects)
        }
    }

    // MARK: Events of the process

    mutating func workerFound(
        _ id: LaneID,
        _ generation: Generation,
        _ identity: ProcessIdentity,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        lanes[id]?.record.worker = identity
        feed(.found(generation), to: id, at: now, into: &effects)
    }

    mutating func workerSpawned(
        _ id: LaneID,
        _ generation: Generation,
        _ identity: ProcessIdentity,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], lane.worker.generation == generation else {
            staleEventCount += 1
            return
        }
        lanes[id]?.record.worker = identity
        emit(
            .laneSpawned,
            lane: id,
            summary: "worker \(generation) of lane \(id) started as pid \(identity.pid)",
            payload: [
                "generation": .integer(Int64(generation.rawValue)),
                "pid": .integer(Int64(identity.pid)),
            ],
            at: now,
            into: &effects
        )
        feed(.spawned(generation), to: id, at: now, into: &effects)
    }

    mutating func workerSpawnFailed(
        _ id: LaneID,
        _ generation: Generation,
        _ message: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .sessionRecovering,
            lane: id,
            reason: .spawnFailed,
            summary: "worker \(generation) of lane \(id) cannot be started: \(message)",
            at: now,
            into: &effects
        )
        lanes[id]?.holdsLock = true
        lanes[id]?.isRecovering = true
        feed(.spawnFailed(generation), to: id, at: now, into: &effects)
    }

    mutating func workerExited(
        _ id: LaneID,
        _ generation: Generation,
        _ status: ExitStatus,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], lane.worker.isAlive(generation) else {
            staleEventCount += 1
            return
        }
        emit(
            .laneExited,
            lane: id,
            reason: .workerExited,
            summary: "worker \(generation) of lane \(id) is gone: \(status.text)",
            payload: [
                "generation": .integer(Int64(generation.rawValue)),
                "runs": .integer(Int64(lane.runs.count)),
            ],
            at: now,
            into: &effects
        )
        if lane.worker.readySince == nil, stop == nil { weighStartupDeath(of: id) }
        feed(.exited(generation), to: id, at: now, into: &effects)
    }

    // MARK: What the worker machine notes

    private mutating func noteReady(
        _ id: LaneID,
        _ generation: Generation,
        isAdopted: Bool,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        lanes[id]?.record.leaseExpiresAt = now.wall + Self.leaseWritten
        if leaseWrittenAt == nil { leaseWrittenAt = now.boot }
        emit(
            isAdopted ? .laneAdopted : .laneReady,
            lane: id,
            summary: "worker \(generation) of lane \(id) is \(isAdopted ? "adopted" : "ready")",
            payload: ["generation": .integer(Int64(generation.rawValue))],
            at: now,
            into: &effects
        )
        if lanes[id]?.isRecovering == true { tellRecovery(of: id, at: now, into: &effects) }
    }

    /// What was in the way of a lane's work is gone: that is told now, or once its next worker serves.
    private mutating func tellRecovery(
        of id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id] else { return }
        lanes[id]?.isRecovering = !lane.worker.isReady
        guard lane.worker.isReady else { return }
        emit(
            .sessionRecovered,
            lane: id,
            summary: "lane \(id) works again, with worker \(lane.worker.generation)",
            at: now,
            into: &effects
        )
    }

    private mutating func noteLost(
        _ id: LaneID,
        _ generation: Generation,
        isExpected: Bool,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        lanes[id]?.record.worker = nil
        lanes[id]?.record.leaseExpiresAt = nil
        lanes[id]?.gate.workerLost()
        guard !isExpected else { return }
        lanes[id]?.isRecovering = true
        emit(
            .sessionRecovering,
            lane: id,
            reason: .workerExited,
            summary: "lane \(id) recovers from the loss of worker \(generation)",
            at: now,
            into: &effects
        )
    }

    private mutating func noteParked(
        _ id: LaneID,
        deathCount: Int,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .laneParked,
            lane: id,
            reason: .startupCrash,
            summary: "lane \(id) is parked: its worker died \(deathCount) times at start-up"
                + " (lanectl lane reset \(id))",
            payload: ["deaths": .integer(Int64(deathCount))],
            at: now,
            into: &effects
        )
        emit(
            .sessionDegraded,
            lane: id,
            reason: .laneParked,
            summary: "lane \(id) is degraded: parked",
            at: now,
            into: &effects
        )
    }

    // MARK: What a dead worker left

    private mutating func endTrees(
        of id: LaneID,
        _ generation: Generation,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id] else { return }
        // Every other run was proved gone before its attempt was closed.
        let runs = lane.runs.map(\.value.remains) + lane.record.givenUpRuns
        guard !runs.isEmpty else {
            feed(.treesGone(generation), to: id, at: now, into: &effects)
            return
        }
        effects.append(.endTrees(id, generation, runs))
    }

    mutating func treesGone(
        _ id: LaneID,
        _ generation: Generation,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], lane.worker.state == .clearing(generation, .trees) else {
            staleEventCount += 1
            return
        }
        lanes[id]?.record.givenUpRuns = []
        if lane.isTreeNotDead {
            lanes[id]?.isTreeInDoubt = false
            lanes[id]?.survivorCount = 0
            for runID in lane.runs.keys { lanes[id]?.runs[runID]?.isTreeNotDead = false }
            closeIncident(on: id, at: now, into: &effects)
        }
        feed(.treesGone(generation), to: id, at: now, into: &effects)
    }

    mutating func treesNotDead(
        _ id: LaneID,
        _ generation: Generation,
        _ processCount: Int,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], lane.worker.state == .clearing(generation, .trees) else {
            staleEventCount += 1
            return
        }
        let isNews = !lane.isTreeNotDead
        lanes[id]?.isTreeInDoubt = false
        lanes[id]?.survivorCount = max(1, processCount)
        if isNews { openIncident(on: id, processCount: processCount, at: now, into: &effects) }
    }

    /// Nothing that is still being ended can be the tree in doubt: it is gone.
    ///
    /// - Returns: True if the lane is not degraded by it any more.
    @discardableResult
    mutating func settleDoubt(about id: LaneID) -> Bool {
        let isDoubtOver = lanes.look(at: id) { $0.isTreeInDoubt && !$0.endsTree }
        guard isDoubtOver == true else { return false }
        lanes[id]?.isTreeInDoubt = false
        return lanes[id]?.isTreeNotDead == false
    }

    mutating func openIncident(
        on id: LaneID,
        processCount: Int,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .incidentOpened,
            lane: id,
            reason: .treeNotDead,
            summary: "lane \(id): \(processCount) processes survive SIGKILL",
            payload: ["processes": .integer(Int64(processCount))],
            at: now,
            into: &effects
        )
        emit(
            .sessionDegraded,
            lane: id,
            reason: .treeNotDead,
            summary: "lane \(id) is degraded until these processes are gone",
            at: now,
            into: &effects
        )
    }

    /// The lane is not degraded any more.
    ///
    /// `givenUp` is the run that an operator closed although its processes live; nil if the
    /// processes are proved gone.
    mutating func closeIncident(
        on id: LaneID,
        givenUp: RunRemains? = nil,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let summary =
            givenUp.map { run in
                "the processes of \(run.runID)"
                    + (run.leader.map { " (session \($0.pid))" } ?? "")
                    + " were given up alive; they are killed on"
            } ?? "the processes that survived SIGKILL are gone"
        emit(
            .incidentClosed,
            lane: id,
            reason: .treeNotDead,
            summary: "lane \(id): \(summary)",
            at: now,
            into: &effects
        )
        tellRecovery(of: id, at: now, into: &effects)
    }

    /// Tells of what keeps a lane from recovering; the world tries on.
    mutating func recoveryStalled(
        _ id: LaneID,
        _ problem: String,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], lane.worker.isRecovering else {
            staleEventCount += 1
            return
        }
        guard lane.recoveryProblem == nil else { return }
        lanes[id]?.recoveryProblem = problem
        emit(
            .incidentOpened,
            lane: id,
            reason: .laneRecovering,
            summary: "lane \(id) cannot recover: \(problem)",
            at: now,
            into: &effects
        )
    }

    /// What kept the lane from recovering, if anything did, is over.
    mutating func recoveryWentOn(_ id: LaneID, at now: Instant, into effects: inout [Effect]) {
        guard lanes[id]?.recoveryProblem != nil else { return }
        lanes[id]?.recoveryProblem = nil
        emit(
            .incidentClosed,
            lane: id,
            reason: .laneRecovering,
            summary: "lane \(id): its recovery goes on",
            at: now,
            into: &effects
        )
    }

    /// The dead worker's results count as if it had sent them; every other attempt of the lane has
    /// died with it.
    ///
    /// All of that is committed before the next generation is spawned.
    mutating func outboxRead(
        _ id: LaneID,
        _ generation: Generation,
        _ results: [RunResult],
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let lane = lanes[id], lane.worker.state == .clearing(generation, .outbox) else {
            staleEventCount += 1
            return
        }
        for result in results {
            let disposition = settle(result, on: id, at: now, into: &effects)
            effects.append(.deleteOutboxEntry(id, result.runID, disposition))
        }
        for runID in Array(lanes[id]?.runs.keys ?? lane.runs.keys) {
            closeWithoutResult(runID, on: id, at: now, into: &effects)
        }
        feed(.outboxRead(generation), to: id, at: now, into: &effects)
    }

    private mutating func releaseLock(of id: LaneID, into effects: inout [Effect]) {
        guard let lane = lanes[id], lane.holdsLock else { return }
        lanes[id]?.holdsLock = false
        effects.append(.releaseLock(id))
    }

    // MARK: What time and gates ask of a worker

    /// Ends, starts and keeps a lane's worker as its gate and the supervisor's phase want it.
    mutating func settle(_ id: LaneID, at now: Instant, into effects: inout [Effect]) {
        let isStopping = stop != nil
        let found = lanes.look(at: id) { lane in
            (
                isLeaving: lane.gate.wantsWorkerToLeave || isStopping || lane.isRetired,
                isIdle: lane.worker.isReady && !lane.hasActiveRun,
                isWanted: lane.gate.wantsWorker && !isStopping && !lane.isRetired,
                hasActiveRun: lane.hasActiveRun
            )
        }
        guard let found else { return }
        if found.isLeaving, found.isIdle {
            feed(.leaveRequested, to: id, at: now, into: &effects)
        }
        feed(
            .ticked(isWanted: found.isWanted, hasActiveRun: found.hasActiveRun),
            to: id,
            at: now,
            into: &effects
        )
        concludeDrain(of: id, at: now, into: &effects)
    }

    private mutating func concludeDrain(
        of id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let isEmpty = lanes.look(at: id) { $0.worker.isVacant && !$0.hasActiveRun }
        guard isEmpty == true else { return }
        if lanes[id]?.gate.emptied() == true {
            emit(
                .laneDrained,
                lane: id,
                summary: "lane \(id) is drained: its worker and every process are gone",
                at: now,
                into: &effects
            )
            lanes[id]?.record.drainDeadlineAt = nil
        }
        if lanes[id]?.gate.wantsWorker == false || stop != nil {
            releaseLock(of: id, into: &effects)
        }
    }
}

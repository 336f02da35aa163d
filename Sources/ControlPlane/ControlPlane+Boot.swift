import DataStructures
public import Protocol

extension ControlPlane {
    /// Looks for the workers of every lane; the first call after `init`, in the first turn.
    public mutating func boot(at now: Instant, into effects: inout [Effect]) {
        emit(
            .supervisorStarted,
            summary: "supervisor started, epoch \(epoch)",
            at: now,
            into: &effects
        )
        for lane in lanes.keys { introduce(lane, at: now, into: &effects) }
        captureAgain(into: &effects)
        if !lanes.keys.isEmpty {
            emit(
                .supervisorAdopting,
                summary: "looking for the workers of \(lanes.keys.count) lanes",
                at: now,
                into: &effects
            )
        }
        effects.append(.announce(.starting))
        for lane in lanes.keys { feed(.probeRequested, to: lane, at: now, into: &effects) }
        savePools(into: &effects)
    }

    /// Fills the tables from the ledger: lanes of the configuration and of the ledger, missions.
    mutating func restore(_ recovered: RecoveredState, at now: Instant) {
        var records = OrderedTable<LaneID, LaneRecord>()
        for record in recovered.lanes { records[record.vpID] = record }
        for (id, policy) in configuration.lanes {
            let record = records.remove(id)
            add(id, policy: policy, record: record, at: now)
            if record?.status == .retired { lanes[id]?.returned() }
        }
        for (id, record) in records {
            // What still runs there holds its permits.
            var policy = LanePolicy()
            policy.pool = record.pool
            add(id, policy: policy, record: record, at: now)
            lanes[id]?.retire(at: now)
        }
        for record in recovered.pools { pools.restore(record) }
        for (name, _) in configuration.pools where pools[name] == nil { pools.add(name) }
        regroup()
        if recovered.isHostRestarted, !recovered.wasStoppedCleanly {
            let seconds = configuration.supervisor.host.uncleanStartSeconds
            host.spaceOut(until: now.boot + .seconds(seconds))
        }
        for mission in recovered.missions {
            restore(mission, isHostRestarted: recovered.isHostRestarted, at: now)
        }
        for id in lanes.keys {
            restoreDoubt(about: id)
            if recovered.isHostRestarted { forgetLeaders(on: id) }
        }
        reviseProbes()
    }

    /// Processes that survived SIGKILL may live on; where nothing is left to end, none does.
    private mutating func restoreDoubt(about id: LaneID) {
        guard let lane = lanes[id], lane.savedRecord?.degradedCause == .treeNotDead else { return }
        lanes[id]?.isTreeInDoubt = lane.hasActiveRun || !lane.record.givenUpRuns.isEmpty
    }

    /// Processes of a kernel that runs no more: their numbers may be anybody's.
    private mutating func forgetLeaders(on id: LaneID) {
        lanes.modify(id) { lane in
            lane.record.givenUpRuns = lane.record.givenUpRuns.map { RunRemains(runID: $0.runID) }
        }
    }

    /// Makes room for a lane, known to the ledger or new.
    mutating func add(_ id: LaneID, policy: LanePolicy, record: LaneRecord?, at now: Instant) {
        var known =
            record
            ?? LaneRecord(
                vpID: id,
                sessionID: identifiers.nextSession(at: now.wall),
                createdAt: now.wall
            )
        if configuration.lanes[id] != nil {
            known.rollout = configuration.rollout(of: id, ordered: known.rolloutOrder?.rollout)
        }
        lanes[id] = Lane(
            record: known,
            savedRecord: record,
            policy: policy,
            profile: configuration.profiles[policy.profile] ?? .shell,
            worker: WorkerMachine(generation: known.generation, policy: policy),
            gate: LaneMachine(
                state: Self.gateState(of: known, at: now),
                isPaused: known.isPaused,
                isDrainOrdered: known.isDrainOrdered
            ),
            health: HealthModel(known.health, under: policy.health, at: now),
            rollback: RollbackModel(known.rollback)
        )
    }

    /// Tells of a lane for the first time in this incarnation.
    mutating func introduce(_ id: LaneID, at now: Instant, into effects: inout [Effect]) {
        guard let lane = lanes[id] else { return }
        let isNew = lane.savedRecord == nil
        endEpisodeWithoutRules(of: id, at: now, into: &effects)
        endRollbackWithoutRules(of: id, at: now, into: &effects)
        saveLane(id, into: &effects)
        let wasRetired = lane.savedRecord?.status == .retired
        if lane.isRetired, !wasRetired {
            emitRetired(id, at: now, into: &effects)
        } else if wasRetired, !lane.isRetired {
            emitReturned(id, at: now, into: &effects)
        } else if isNew {
            emit(
                .sessionCreated,
                lane: id,
                summary: "session \(lane.record.sessionID) of lane \(id) created",
                at: now,
                into: &effects
            )
        }
        let old = lane.savedRecord?.rollout.rollout ?? .on
        if lane.record.rollout.rollout != old {
            tellRollout(of: id, from: old, at: now, into: &effects)
        }
    }

    private static func gateState(of record: LaneRecord, at now: Instant) -> LaneMachine.State {
        switch record.admission {
        case .open: .open
        case .draining:
            .draining(
                deadline: now.boot + (record.drainDeadlineAt ?? now.wall).since(now.wall)
            )
        // Whether anything is left is found out again; until then the drain is not over.
        case .drained: .draining(deadline: now.boot)
        }
    }

    private mutating func restore(
        _ recovered: RecoveredState.Mission,
        isHostRestarted: Bool,
        at now: Instant
    ) {
        guard let id = recovered.envelope.missionID else {
            fatalError("invariant broken: a mission of the ledger has no id")
        }
        let mission = MissionMachine(
            id: id,
            order: nextOrder,
            envelope: recovered.envelope,
            digest: recovered.digest,
            state: recovered.state
        )
        nextOrder += 1
        register(mission)
        if let attempt = recovered.attempt {
            restore(attempt, of: mission, isHostRestarted: isHostRestarted, at: now)
        } else if mission.state.status == .queued {
            enqueue(mission, at: now)
            // What never ran here did not come back: it was submitted after the order.
            if mission.state.attemptCount > 0 { noteReturn(of: mission) }
        }
    }

    private mutating func restore(
        _ attempt: AttemptRecord,
        of mission: MissionMachine,
        isHostRestarted: Bool,
        at now: Instant
    ) {
        invariant(
            mission.state.fence == attempt.fence,
            "mission \(mission.id): its fence is not its open attempt's"
        )
        var run = ActiveRun(attempt, missionClass: mission.envelope.missionClass, at: now.boot)
        run.isAccepted = attempt.startedAt != nil
        run.isCopy = mission.envelope.isCopy
        run.isFromBeforeHostRestart = isHostRestarted
        // What died with the machine has no clock that could end it.
        if !isHostRestarted { Self.restoreClocks(of: &run, at: now) }
        runs[attempt.runID] = mission.id
        lanes[attempt.vpID]?.runs[attempt.runID] = run
        if run.isCopy { lanes.modify(attempt.vpID) { $0.copyRunCount += 1 } }
    }

    /// Since when the run has gone on, and waits for an answer; nothing if it was not heard to start.
    private static func restoreClocks(of run: inout ActiveRun, at now: Instant) {
        guard let startedAt = run.record.startedAt else { return }
        let start =
            run.record.leader.map { startTime(of: $0, at: now) }
            ?? bootTime(of: startedAt, at: now)
        run.startedAt = start
        run.blockedSince = run.record.blockedAt.map { max(bootTime(of: $0, at: now), start) }
    }

    /// When a process of this boot was started, by the kernel's own note of it, which does not
    /// change when somebody sets civil time.
    static func startTime(of leader: ProcessIdentity, at now: Instant) -> MonotonicTime {
        let ticks = leader.startTicks.multipliedReportingOverflow(by: tickNanoseconds)
        let start = ticks.overflow ? now.boot.nanoseconds : ticks.partialValue
        return MonotonicTime(nanoseconds: min(start, now.boot.nanoseconds))
    }

    /// The length of a clock tick of `/proc`: 100 of them are a second.
    ///
    /// Source: Linux `include/asm-generic/param.h`, `USER_HZ`, which is part of the kernel's
    /// interface and the same on every architecture that we run on.
    private static let tickNanoseconds: UInt64 = 10_000_000

    /// When something stored was, on the boot clock, by the civil time that was stored.
    ///
    /// No run can have done anything before the boot clock.
    private static func bootTime(of time: WallTime, at now: Instant) -> MonotonicTime {
        let elapsed = min(now.wall.since(time).nanoseconds, now.boot.nanoseconds)
        return MonotonicTime(nanoseconds: now.boot.nanoseconds - elapsed)
    }
}

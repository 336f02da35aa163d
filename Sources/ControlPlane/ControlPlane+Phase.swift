import DataStructures
import Protocol

extension ControlPlane {
    /// Closes the intake and ends runs and workers; a second time makes the ladder immediate.
    mutating func stopRequested(at now: Instant, into effects: inout [Effect]) {
        lanes.touchAll()
        if stop != nil {
            stop?.isImmediate = true
            return
        }
        let seconds = configuration.supervisor.stopDeadlineSeconds
        stop = Stop(deadline: now.boot + .seconds(seconds))
        phase = .stopping
        emit(
            .supervisorStopping,
            summary: "the supervisor stops, \(seconds) s at most",
            at: now,
            into: &effects
        )
        effects.append(.announce(.stopping))
    }

    /// How long a lane may hold up the news that the supervisor is ready: as long as it takes to
    /// find a worker or to start one.
    ///
    /// What takes longer waits for something outside (a tree that does not die, a lock that somebody
    /// holds), which may last for ever and is no reason to keep the other lanes' clients waiting.
    func readyWaitEnd(of lane: Lane) -> MonotonicTime? {
        guard !lane.worker.isSettled else { return nil }
        return startedAt + .milliseconds(lane.policy.readyDeadlineMilliseconds)
    }

    /// Says that every lane has been looked at: adopted, started, given up, or known to wait.
    private mutating func becomeReady(at now: Instant, into effects: inout [Effect]) {
        let waiting = lanes.filter { !$0.value.worker.isSettled }
        let isHeldUp = waiting.contains { lane in
            readyWaitEnd(of: lane.value).map { now.boot < $0 } ?? false
        }
        guard !isHeldUp else { return }
        phase = .ready
        let readyCount = lanes.filter { $0.value.worker.isReady }.count
        let names = waiting.map { $0.key.rawValue }.joined(separator: ", ")
        emit(
            .supervisorReady,
            summary: "\(readyCount) of \(lanes.count) lanes are ready"
                + (waiting.isEmpty ? "" : "; still recovering: \(names)"),
            at: now,
            into: &effects
        )
        effects.append(.announce(.ready))
    }

    /// Says when every lane has been looked at, and when nothing is left.
    mutating func advancePhase(at now: Instant, into effects: inout [Effect]) {
        switch phase {
        case .starting: becomeReady(at: now, into: &effects)
        case .stopping:
            guard let stop else { return }
            if now.boot >= stop.deadline { killWorkers(at: now, into: &effects) }
            let isEmpty = lanes.allSatisfy { $0.value.worker.isVacant && !$0.value.hasActiveRun }
            // A tree that survives SIGKILL must not keep the supervisor: its attempt stays open,
            // and the next incarnation goes on proving it dead.
            let isOver = now.boot >= stop.deadline + .seconds(10)
            guard isEmpty || isOver else { return }
            phase = .stopped
            if isEmpty { effects.append(.write(.markCleanStop)) }
            effects.append(.announce(.stopped))
            effects.append(.exit(isEmpty ? .done : .internalFailure))
        case .ready, .stopped:
            break
        }
    }

    private mutating func killWorkers(at now: Instant, into effects: inout [Effect]) {
        for id in lanes.keys {
            feed(.killRequested(.supervisorStopping), to: id, at: now, into: &effects)
        }
    }

    // MARK: Records

    /// How far ahead `lease_expires_at` is written; it is written again every minute.
    static let leaseWritten = Interval.seconds(120)

    /// Writes every lane whose record has changed in this turn.
    mutating func saveLanes(at now: Instant, into effects: inout [Effect]) {
        if let written = leaseWrittenAt, now.boot.since(written) >= .seconds(60) {
            leaseWrittenAt = now.boot
            let expiry = now.wall + Self.leaseWritten
            for id in lanes.keys where lanes[id]?.worker.isReady == true {
                lanes[id]?.record.leaseExpiresAt = expiry
                saveUsage(of: id, at: now, into: &effects)
            }
        }
        for id in lanes.touchedKeys { saveLane(id, into: &effects) }
    }

    mutating func saveLane(_ id: LaneID, into effects: inout [Effect]) {
        guard let record = lanes[id]?.takeRecordToSave() else { return }
        effects.append(.write(.saveLane(record)))
    }

    // MARK: Configuration

    /// Applies a new configuration.
    ///
    /// What runs is not touched; a lane that is missing is retired and drains, one that is new is
    /// started.
    mutating func configurationLoaded(
        _ new: Configuration,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        configuration = new
        host.judge(new.supervisor.host)
        for (name, _) in new.pools where pools[name] == nil { pools.add(name) }
        for id in lanes.keys {
            guard let policy = new.lanes[id] else {
                retire(id, at: now, into: &effects)
                continue
            }
            lanes[id]?.policy = policy
            lanes[id]?.worker.setPolicy(policy)
            if let profile = new.profiles[policy.profile] { lanes[id]?.profile = profile }
            if lanes[id]?.isRetired == true { unretire(id, at: now, into: &effects) }
            endEpisodeWithoutRules(of: id, at: now, into: &effects)
            endRollbackWithoutRules(of: id, at: now, into: &effects)
            reviseRollout(of: id, at: now, into: &effects)
        }
        for (id, policy) in new.lanes where lanes[id] == nil {
            add(id, policy: policy, record: nil, at: now)
            introduce(id, at: now, into: &effects)
            feed(.probeRequested, to: id, at: now, into: &effects)
        }
        // Their chains may be others now.
        askWaitingMissionsAgain()
        regroup()
        reviseProbes()
    }

    private mutating func retire(_ id: LaneID, at now: Instant, into effects: inout [Effect]) {
        guard let lane = lanes[id], !lane.isRetired else { return }
        lanes[id]?.retire(at: now)
        emitRetired(id, at: now, into: &effects)
        endEpisodeWithoutRules(of: id, at: now, into: &effects)
        endRollbackWithoutRules(of: id, at: now, into: &effects)
    }

    private mutating func unretire(_ id: LaneID, at now: Instant, into effects: inout [Effect]) {
        lanes[id]?.returned()
        emitReturned(id, at: now, into: &effects)
    }

    mutating func emitReturned(_ id: LaneID, at now: Instant, into effects: inout [Effect]) {
        let isOpen = lanes[id]?.gate.state == .open
        emit(
            isOpen ? .laneOpened : .sessionResumed,
            lane: id,
            summary: "lane \(id) is in the configuration again"
                + (isOpen ? "" : " and stays drained, as an operator said"),
            at: now,
            into: &effects
        )
    }

    mutating func emitRetired(_ id: LaneID, at now: Instant, into effects: inout [Effect]) {
        let count = (lanes[id]?.queue.count ?? 0) + (lanes[id]?.heldCount ?? 0)
        emit(
            .sessionRetired,
            lane: id,
            reason: .laneRemoved,
            summary:
                "lane \(id) is not in the configuration any more; \(count) missions stay queued",
            payload: ["queued": .integer(Int64(count))],
            at: now,
            into: &effects
        )
    }
}

import DataStructures
import Protocol

/// Copies of missions, which run beside them on lanes that are tried out.
///
/// A copy is a mission of its own (`shadow_of`), with one attempt and nothing that follows from it. It
/// waits beside the lines of its lane, starts when nothing else is ready in the lane's group, and gives
/// its place to whatever becomes ready. No event tells of it and nothing about the lane's health is
/// learned from it: what it is for is the comparison of the two, told when the second one has ended.
extension ControlPlane {
    // MARK: Making

    /// Makes a copy of a mission that was just admitted, in the same transaction, if it allows that and
    /// a lane takes one.
    ///
    /// `envelope` is the mission's with its objective, `mission` the mission as it was admitted.
    mutating func copy(
        _ envelope: MissionEnvelope,
        of mission: MissionMachine,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard envelope.isShadowOK, mission.state.heldUntil == nil, estop == nil else { return }
        let lane = ShadowTarget.choose(
            for: envelope,
            from: mission.state.assignedVPID,
            among: lanes.map(\.value)
        )
        guard let lane else { return }
        let id = identifiers.nextMission(at: now.wall)
        let copied = envelope.copied(as: id, of: mission.id, on: lane.id)
        var state = MissionState(assignedVPID: lane.id, assignedBy: "shadow", at: now.wall)
        state.note(
            RouteStep(
                vpID: lane.id,
                actor: "shadow",
                reason: nil,
                summary: "a copy of mission \(mission.id)",
                at: now.wall
            )
        )
        let copy = MissionMachine(
            id: id,
            order: nextOrder,
            envelope: copied,
            digest: copied.digest,
            state: state
        )
        nextOrder += 1
        register(copy)
        enqueue(copy, at: now)
        effects.append(.write(.insertMission(copied, state)))
    }

    // MARK: Waiting

    /// Lets a copy wait on its lane, in none of its lines.
    mutating func waitAsCopy(_ copy: MissionMachine) {
        lanes.modify(copy.state.assignedVPID) { $0.shadows[copy.order] = copy.id }
    }

    /// Takes a copy out of what waits on its lane.
    mutating func waitNoMoreAsCopy(_ copy: MissionMachine) {
        lanes.modify(copy.state.assignedVPID) { $0.shadows[copy.order] = nil }
    }

    // MARK: Starting

    /// Starts copies in a group in which nothing else is ready, the oldest first.
    ///
    /// - Complexity: O(1) while there is no copy, else O(n) in the lanes of the group for each start.
    mutating func startCopies(
        in name: StartGroup.Name,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard !copies.isEmpty else { return }
        while let start = copyStart(in: name, at: now) {
            countOnHost(start, at: now)
            countStart(ofCopyOn: start.lane, at: now)
            open(start, at: now, into: &effects)
        }
    }

    /// The copy that may start now; nil if none may.
    private func copyStart(in name: StartGroup.Name, at now: Instant) -> Governor.Start? {
        var oldest: (order: UInt64, missionID: MissionID, lane: LaneID)?
        for id in groups[name]?.lanes ?? [] {
            let first = lanes.look(at: id) { lane in
                lane.shadows.first.flatMap { mayStartCopy(on: lane, at: now) ? $0 : nil }
            }
            guard let first = first ?? nil, oldest.map({ first.key < $0.order }) ?? true else {
                continue
            }
            oldest = (first.key, first.value, id)
        }
        guard let oldest, !isAnythingReady(in: name), hasPermitForCopy(in: name, at: now) else {
            return nil
        }
        return Governor.Start(
            lane: oldest.lane,
            missionID: oldest.missionID,
            missionClass: .background,
            isFreshSession: true,
            isShare: false
        )
    }

    private func mayStartCopy(on lane: Lane, at now: Instant) -> Bool {
        lane.startsCopies && mayStart(.background, on: lane, at: now)
            && LaneOffer(lane).hasSlot(for: .background)
    }

    /// True if a mission that is no copy waits in a group for nothing but its turn.
    func isAnythingReady(in name: StartGroup.Name) -> Bool { readyCount(in: name) > 0 }

    /// How many missions that are no copies wait in a group for nothing but their turn.
    ///
    /// What waits on a lane that was removed waits for an operator.
    func readyCount(in name: StartGroup.Name) -> Int {
        (groups[name]?.lanes ?? []).reduce(0) { count, id in
            count + (lanes.look(at: id) { $0.isRetired ? 0 : $0.queue.count } ?? 0)
        }
    }

    /// True if the lanes of a group share no pool, or one that serves, with a permit that is not kept
    /// for interactive missions.
    private func hasPermitForCopy(in name: StartGroup.Name, at now: Instant) -> Bool {
        guard case .pool(let pool) = name else { return true }
        guard let shared = pools[pool], let policy = configuration.pools[pool],
            shared.bucket.allows(policy.startRate, at: now.boot)
        else { return false }
        return serves(shared) && poolOffer(pool, at: now)?.hasPermit(for: .background) == true
    }

    /// Never its probe.
    private func serves(_ pool: Pool) -> Bool {
        pool.machine.state == .open && !pool.machine.isClosed
    }

    /// Notes whether a copy of a group waits for the machine, which is looked at again then.
    mutating func noteHostHoldsOfCopies(in name: StartGroup.Name, at now: Instant) {
        guard !copies.isEmpty, !isAnythingReady(in: name) else { return }
        for id in groups[name]?.lanes ?? [] {
            let hold = lanes.look(at: id) { lane in
                lane.shadows.isEmpty || !lane.startsCopies
                    ? nil : hostHold(on: .background, of: lane, at: now)
            }
            if let hold = hold ?? nil { host.note(hold, at: now.boot) }
        }
    }

    /// Start rates count a copy; shares and turns are of those that wait in lines.
    private mutating func countStart(ofCopyOn id: LaneID, at now: Instant) {
        let pool = lanes.modify(id) { lane in
            lane.bucket.started(lane.policy.startRate, at: now.boot)
            return lane.policy.pool
        }
        guard let pool = pool ?? nil, let policy = configuration.pools[pool] else { return }
        pools.modify(pool) { $0.bucket.started(policy.startRate, at: now.boot) }
    }

    /// When a copy may start in a group by its start rates though nothing happens until then; nil if
    /// one may now, or something else is in the way of all.
    func nextCopyStartAt(in name: StartGroup.Name, at now: Instant) -> MonotonicTime? {
        guard startsWork, !copies.isEmpty, !isAnythingReady(in: name) else { return nil }
        return earliestStart(in: name, at: now.boot) { $0.startsCopies && !$0.shadows.isEmpty }
    }

    // MARK: Giving way

    /// Stops the copies of a group at once if something that is ready lacks nothing but a slot or a
    /// permit.
    ///
    /// Called once everything has started in the group that could, and before a mission is asked to
    /// give way.
    mutating func stopCopiesInTheWay(
        in name: StartGroup.Name,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard !copies.isEmpty else { return }
        let running = (groups[name]?.lanes ?? []).flatMap { runningCopies(on: $0) }
        guard !running.isEmpty, isAnythingShortOfRoom(in: name, at: now) else { return }
        let why = "what is ready needs its place"
        for copy in running { endCopy(copy, because: why, at: now, into: &effects) }
    }

    /// Copies that run on a lane and are not being stopped at once yet.
    private func runningCopies(on id: LaneID) -> [MissionID] {
        lanes.look(at: id) { lane in
            guard lane.copyRunCount > 0 else { return [] }
            return lane.runs.compactMap { _, run in
                run.isCopy && !run.isStopImmediate ? run.record.missionID : nil
            }
        } ?? []
    }

    /// Not where a start rate, a session in use, the machine or the state of the pool is in the way as
    /// well: no place helps there.
    private func isAnythingShortOfRoom(in name: StartGroup.Name, at now: Instant) -> Bool {
        var pool: PoolOffer?
        if case .pool(let poolName) = name {
            guard let shared = pools[poolName], let policy = configuration.pools[poolName],
                !shared.machine.isClosed, shared.bucket.allows(policy.startRate, at: now.boot)
            else { return false }
            pool = poolOffer(poolName, at: now)
        }
        return (groups[name]?.lanes ?? []).contains { id in
            lanes.look(at: id) { lane in
                guard lane.queue.count > 0, mayStart(on: lane, at: now) else { return false }
                return LaneOffer(lane, openClasses: classesWithRoom(on: lane, at: now))
                    .isShortOfRoom(in: pool)
            } ?? false
        }
    }

    // MARK: Ends

    /// Ends the copies of lanes that take none any more, and all of them while all work is stopped.
    mutating func endCopiesOfClosedLanes(at now: Instant, into effects: inout [Effect]) {
        guard !copies.isEmpty else { return }
        for id in lanes.touchedKeys {
            let isClosed = lanes.look(at: id) { lane in
                lane.openCopyCount > 0 && (estop != nil || !lane.takesCopies)
            }
            guard isClosed == true else { continue }
            let why = "lane \(id) takes no copies any more"
            for copy in waitingCopies(on: id) + runningCopies(on: id) {
                endCopy(copy, because: why, at: now, into: &effects)
            }
        }
    }

    /// Copies that wait on a lane, the oldest first.
    func waitingCopies(on id: LaneID) -> [MissionID] {
        lanes.look(at: id) { $0.shadows.map(\.value) } ?? []
    }

    /// Cancels a copy: at once if it waits, else its run is killed first.
    mutating func endCopy(
        _ id: MissionID,
        by actor: String? = nil,
        because why: String?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let copy = missions[id], !copy.state.status.isTerminal else { return }
        guard copy.state.fence != nil else {
            dequeue(copy)
            return end(
                copy,
                .cancelled,
                .shadowEnded,
                by: actor,
                summary: why,
                at: now,
                into: &effects
            )
        }
        guard let runID = openRunID(of: copy) else { return }
        _ = stop(
            runID,
            on: copy.state.assignedVPID,
            .shadow,
            isImmediate: true,
            by: actor,
            because: why,
            at: now,
            into: &effects
        )
    }
}

extension MissionEnvelope {
    /// What a copy of the mission asks for: the same work, once, whenever nothing else is to be done.
    fileprivate func copied(
        as id: MissionID,
        of original: MissionID,
        on lane: LaneID
    ) -> MissionEnvelope {
        var copy = self
        copy.missionID = id
        copy.shadowOf = original
        copy.isShadowOK = false
        copy.idempotencyKey = nil
        copy.retryOf = nil
        copy.parentID = nil
        copy.vpID = lane
        copy.missionClass = .background
        copy.deadlineAt = nil
        copy.expireAtDeadline = false
        copy.notBefore = nil
        copy.session = .fresh
        copy.retry.maxAttempts = 1
        copy.retry.maxRecoveries = 0
        copy.retry.maxDeferrals = 0
        copy.fallback = []
        copy.isPreemptible = false
        return copy
    }
}

extension LaneOffer {
    /// True if a mission that waits here lacks nothing but a slot, or a permit of the pool.
    fileprivate func isShortOfRoom(in pool: PoolOffer?) -> Bool {
        MissionClass.allCases.contains { missionClass in
            guard openClasses.contains(missionClass), first(of: missionClass) != nil else {
                return false
            }
            guard let pool else { return !hasSlot(for: missionClass) }
            return pool.openClasses.contains(missionClass)
                && !(hasSlot(for: missionClass) && pool.hasPermit(for: missionClass))
        }
    }
}

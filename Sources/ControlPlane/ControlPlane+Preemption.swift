import DataStructures
import Protocol

extension ControlPlane {
    /// Stops what gives way to interactive missions of a group that lack nothing but a slot or a
    /// permit, one run for each.
    ///
    /// Called once everything has started in the group that could: what has a free slot, also one
    /// that is kept for interactive missions, needs nobody's.
    mutating func preempt(
        in name: StartGroup.Name,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        while let choice = preemption(in: name, at: now)?.choice {
            let isStopped = stop(
                choice.runID,
                on: choice.lane,
                .preempt,
                isImmediate: false,
                by: nil,
                because: "for mission \(choice.waiter)",
                for: choice.waiter,
                at: now,
                into: &effects
            )
            invariant(isStopped, "run \(choice.runID) gives way twice")
        }
    }

    /// A run that gave way is over: its slot and its permit are for interactive missions, before a
    /// minimum share of another class, until one has started.
    mutating func noteVacancy(on id: LaneID, inPool pool: String?) {
        lanes.modify(id) { $0.vacatedCount += 1 }
        if let pool { pools.modify(pool) { $0.vacatedCount += 1 } }
    }

    /// An interactive mission starts, in what a run gave up if one did.
    mutating func takeVacancy(on id: LaneID) {
        let found = lanes.look(at: id) { (count: $0.vacatedCount, pool: $0.policy.pool) }
        guard let found else { return }
        if found.count > 0 { lanes.modify(id) { $0.vacatedCount -= 1 } }
        guard let pool = found.pool else { return }
        pools.modify(pool) { $0.vacatedCount = max(0, $0.vacatedCount - 1) }
    }

    /// The run that gives way to a mission that waits; nil if none does.
    func runGivingWay(to mission: MissionMachine) -> AttemptRecord? {
        guard let name = lanes[mission.state.assignedVPID]?.group else { return nil }
        for id in groups[name]?.lanes ?? [] {
            let run = lanes.look(at: id) { lane in
                lane.runs.first { $0.value.gives(wayTo: mission.id) }?.value.record
            }
            if let run = run ?? nil { return run }
        }
        return nil
    }

    /// What a group has and lacks; nil if nothing may give way there.
    private func preemption(in name: StartGroup.Name, at now: Instant) -> Preemption? {
        guard configuration.classes.isPreemptionOn, let group = groups[name],
            group.lanes.contains(where: { waitingCount(on: $0, at: now) > 0 })
        else { return nil }
        var permits: Preemption.Permits?
        if case .pool(let pool) = name {
            permits = self.permits(of: pool, at: now)
            guard permits != nil else { return nil }
        }
        let named = missionsServed(in: group)
        let berths = group.lanes.compactMap { berth(of: $0, but: named, at: now) }
        return Preemption(berths: berths, permits: permits)
    }

    /// Nil unless only permits keep an interactive mission of the pool waiting.
    private func permits(of name: String, at now: Instant) -> Preemption.Permits? {
        guard let policy = configuration.pools[name], let pool = pools[name],
            case .open = pool.machine.state, !pool.machine.isClosed,
            pool.bucket.allows(policy.startRate, at: now.boot),
            let offer = poolOffer(name, at: now), offer.openClasses.contains(.interactive)
        else { return nil }
        return Preemption.Permits(grantedCount: offer.slotCount, usedCount: offer.usedCount)
    }

    /// The missions that a run of the group gives way to already.
    private func missionsServed(in group: StartGroup) -> [MissionID] {
        group.lanes.flatMap { id in
            lanes.look(at: id) { lane in lane.runs.compactMap(\.value.record.preemptedFor) } ?? []
        }
    }

    private func waitingCount(on id: LaneID, at now: Instant) -> Int {
        lanes.look(at: id) { lane in
            mayStart(.interactive, on: lane, at: now) ? lane.queue.count(of: .interactive) : 0
        } ?? 0
    }

    private func berth(
        of id: LaneID,
        but named: [MissionID],
        at now: Instant
    ) -> Preemption.Berth? {
        let waitingCount = waitingCount(on: id, at: now)
        return lanes.look(at: id) { lane in
            let waiter =
                lane.queue.oldest(of: .interactive, but: named)
                ?? lane.queue.oldest(of: .interactive, but: [])
            return Preemption.Berth(
                id: id,
                slotCount: lane.policy.slotCount,
                runs: lane.runs.map { run(of: $0.value, on: lane) },
                waitingCount: waitingCount,
                waiter: waiter.map { .init(missionID: $0.missionID, order: $0.order) }
            )
        }
    }

    private func run(of run: ActiveRun, on lane: Lane) -> Preemption.Run {
        Preemption.Run(
            runID: run.record.runID,
            fence: run.record.fence,
            holdsPermit: run.blockedSince == nil,
            isEnding: run.record.intent != nil && !lane.mayGiveUp(run.record.runID),
            mayGiveWay: mayGiveWay(run, on: lane)
        )
    }

    /// A mission gives way only where it can start again, and only so often; what a class gets as its
    /// minimum share it keeps.
    private func mayGiveWay(_ run: ActiveRun, on lane: Lane) -> Bool {
        guard run.record.intent == nil, run.missionClass == .background, !run.isMinimumShare,
            lane.canStart, let mission = missions[run.record.missionID]
        else { return false }
        return mission.envelope.isPreemptible
            && mission.state.preemptionCount < configuration.classes.preemptionCountMax
    }
}

extension ActiveRun {
    /// True if it is being stopped for this mission.
    fileprivate func gives(wayTo mission: MissionID) -> Bool {
        record.intent == .preempt && record.preemptedFor == mission
    }
}

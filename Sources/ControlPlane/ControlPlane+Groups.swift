import DataStructures
import Protocol

extension ControlPlane {
    /// A mission that is ready waits on its lane.
    mutating func wait(_ mission: MissionMachine) {
        let id = mission.state.assignedVPID
        guard let group = lanes.look(at: id, { $0.group }) else { return }
        let turn = groups.modify(group) { $0.arrived(mission.envelope) } ?? nil
        lanes.modify(id) { $0.queue.insert(mission, turn: turn) }
        if mission.envelope.missionClass == .interactive {
            let now = lastTurn.boot
            missions.modify(mission.id) { $0.becameReady(at: now) }
        }
    }

    /// A mission that is ready waits no more.
    ///
    /// - Parameter mission: As it was when it began to wait.
    mutating func waitNoMore(_ mission: MissionMachine) {
        let id = mission.state.assignedVPID
        guard let group = lanes.look(at: id, { $0.group }) else { return }
        let turn = groups.modify(group) { $0.left(mission.envelope) } ?? nil
        lanes.modify(id) { $0.queue.remove(mission, turn: turn) }
    }

    /// Sorts the lanes into groups, and lets what waits there wait again; turns are given anew.
    mutating func regroup() {
        var waiting: [MissionID] = []
        groups = OrderedTable()
        groupStarts = OrderedTable()
        for id in lanes.keys {
            guard let lane = lanes[id] else { continue }
            waiting += lane.queue.missionIDs
            lanes[id]?.queue = MissionQueue()
            groups[lane.group, default: StartGroup()].lanes.append(id)
        }
        for id in waiting {
            if let mission = missions[id] { wait(mission) }
        }
    }

    /// What may start in a group, decided from what its lanes and its pool offer now.
    func governor(of name: StartGroup.Name, at now: Instant) -> Governor? {
        guard let group = groups[name] else { return nil }
        var pool: PoolOffer?
        var vacatedCount = 0
        if case .pool(let poolName) = name {
            guard let policy = configuration.pools[poolName], let shared = pools[poolName],
                !shared.machine.isClosed,
                shared.bucket.allows(policy.startRate, at: now.boot)
            else { return nil }
            pool = offer(of: shared, policy, to: group, at: now)
            guard pool?.hasPermit == true else { return nil }
            vacatedCount = shared.vacatedCount
        }
        var offers: [LaneOffer] = []
        for id in group.lanes {
            let offer = lanes.look(at: id) { lane in
                lane.queue.count > 0 && mayStart(on: lane, at: now)
                    ? LaneOffer(lane, openClasses: classesWithRoom(on: lane, at: now)) : nil
            }
            if let offer = offer ?? nil { offers.append(offer) }
        }
        guard !offers.isEmpty else { return nil }
        if vacatedCount > 0 {
            let readyCount = offers.reduce(0) { $0 + $1.readyInteractiveCount }
            pool?.vacatedCount = min(vacatedCount, readyCount)
        }
        return Governor(
            offers: offers,
            pool: pool,
            shareEvery: configuration.classes.minShareEvery
        )
    }

    /// True if a run of some class may start on a lane now, slots, permits and the machine aside.
    func mayStart(on lane: Lane, at now: Instant) -> Bool {
        lane.canStart && lane.bucket.allows(lane.policy.startRate, at: now.boot)
    }

    /// True if a run of a class may start on a lane now, slots and permits aside.
    func mayStart(_ missionClass: MissionClass, on lane: Lane, at now: Instant) -> Bool {
        mayStart(on: lane, at: now) && hostHold(on: missionClass, of: lane, at: now) == nil
    }

    /// What a pool allows its lanes now; nil if there is no such pool.
    func poolOffer(_ name: String, at now: Instant) -> PoolOffer? {
        guard let policy = configuration.pools[name], let pool = pools[name],
            let group = groups[.pool(name)]
        else { return nil }
        return offer(of: pool, policy, to: group, at: now)
    }

    /// Runs that wait for a person hold no permit.
    private func offer(
        of pool: Pool,
        _ policy: PoolPolicy,
        to group: StartGroup,
        at now: Instant
    ) -> PoolOffer {
        var usage = SlotUsage()
        for id in group.lanes {
            _ = lanes.look(at: id) { lane in
                lane.runs.forEachValue { run in
                    if run.blockedSince == nil { usage.add(run.missionClass) }
                }
            }
        }
        let usedCount = usage.interactiveCount + usage.otherCount
        let grantedCount = pool.machine.slotCount(policy, usedCount: usedCount)
        return PoolOffer(
            usage: usage,
            slotCount: grantedCount,
            reservedSlotCount: pool.machine.reservedSlotCount(policy, grantedCount: grantedCount),
            openClasses: pool.machine.openClasses(policy, at: now.wall),
            share: pool.share
        )
    }

    /// Counts a start that was decided: shares, turns and rates move on.
    mutating func count(_ decision: Governor.Decision, at now: Instant) {
        let start = decision.start
        guard let mission = missions[start.missionID],
            let name = lanes.look(at: start.lane, { $0.group })
        else { return }
        countOnHost(start, at: now)
        lanes.modify(start.lane) { lane in
            lane.share.count(decision.onLane)
            lane.bucket.started(lane.policy.startRate, at: now.boot)
        }
        if case .pool(let poolName) = name, let policy = configuration.pools[poolName] {
            pools.modify(poolName) { pool in
                pool.share.count(decision.inGroup)
                pool.bucket.started(policy.startRate, at: now.boot)
            }
        }
        guard !start.isShare else { return }
        let (source, missionClass) = (mission.envelope.source, mission.envelope.missionClass)
        let weight = configuration.classes.policy(of: source).weight
        let turns = groups.modify(name) { $0.started(source, of: missionClass, weight: weight) }
        guard let turns = turns ?? nil else { return }
        for id in groups[name]?.lanes ?? [] {
            lanes.reorder(id) { queue in
                queue.retime(source, of: missionClass, from: turns.old, to: turns.new)
            }
        }
    }

    /// When something of a group that waits only for a start rate may start, though nothing happens
    /// until then; nil if nothing waits for that.
    func nextStartAt(in name: StartGroup.Name, at now: MonotonicTime) -> MonotonicTime? {
        guard startsWork else { return nil }
        return earliestStart(in: name, at: now) { $0.canStart && $0.queue.count > 0 }
    }

    /// The first time after now at which start rates allow something on a lane of a group; nil if
    /// they do now on all that fit.
    func earliestStart(
        in name: StartGroup.Name,
        at now: MonotonicTime,
        where fits: (Lane) -> Bool
    ) -> MonotonicTime? {
        let poolTime = poolStartAt(of: name)
        var earliest: MonotonicTime?
        for id in groups[name]?.lanes ?? [] {
            let time = lanes.look(at: id) { lane -> MonotonicTime? in
                guard let time = Self.startAt(on: lane, poolTime), time > now, fits(lane) else {
                    return nil
                }
                return time
            }
            if let time = time ?? nil { earliest = min(earliest ?? time, time) }
        }
        return earliest
    }

    /// When the start rates of a lane and of its pool allow the next start; nil if they do now.
    func nextStartAt(on lane: Lane, at now: MonotonicTime) -> MonotonicTime? {
        let time = Self.startAt(on: lane, poolStartAt(of: lane.group))
        return time.flatMap { $0 > now ? $0 : nil }
    }

    /// When the start rate of a pool allows the next start; nil without a limit.
    private func poolStartAt(of name: StartGroup.Name) -> MonotonicTime? {
        guard case .pool(let pool) = name, let policy = configuration.pools[pool] else {
            return nil
        }
        return pools[pool]?.bucket.nextStartAt(policy.startRate)
    }

    /// The later of both limits; nil if there is none.
    private static func startAt(on lane: Lane, _ poolTime: MonotonicTime?) -> MonotonicTime? {
        guard let own = lane.bucket.nextStartAt(lane.policy.startRate) else { return poolTime }
        return max(own, poolTime ?? own)
    }
}

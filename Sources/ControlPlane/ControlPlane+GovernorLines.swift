import DataStructures
public import Protocol

extension ControlPlane {
    /// The lines in which missions wait that are ready: which is the first of each, why it has not
    /// started, and which is the next of its pool, or of its lane alone, once that has room.
    ///
    /// - Returns: One line for each lane and class in which something waits, at most three for a
    ///   lane: pool by pool and lanes without a pool after them, in the order of the names; within
    ///   these the next mission first, then by class and lane.
    public func governorLines(at now: Instant) -> [GovernorLine] {
        var lines: [GovernorLine] = []
        for (name, group) in groups {
            let next = nextStart(in: name, group, at: now)
            lines += group.lanes.flatMap { self.lines(of: $0, in: name, next, at: now) }
                .sorted { Self.rank(of: $0) < Self.rank(of: $1) }
        }
        return lines
    }

    private static func rank(of line: GovernorLine) -> (Int, Int, LaneID) {
        (line.isNext ? 0 : 1, line.missionClass.rank, line.vpID)
    }

    private func lines(
        of id: LaneID,
        in name: StartGroup.Name,
        _ next: Governor.Start?,
        at now: Instant
    ) -> [GovernorLine] {
        guard let lane = lanes[id] else { return [] }
        let own = next.flatMap { $0.lane == id ? $0 : nil }
        return MissionClass.allCases.compactMap { missionClass -> GovernorLine? in
            let start = own.flatMap { $0.missionClass == missionClass ? $0 : nil }
            let first = lane.queue.first(of: missionClass, isSessionFree: true)
            guard let head = start?.missionID ?? first?.missionID, let mission = missions[head],
                let why = explain(head, at: now)
            else { return nil }
            var line = GovernorLine(
                head,
                from: mission.envelope.source,
                of: missionClass,
                on: id,
                why: why
            )
            line.waitingCount = lane.queue.count(of: missionClass)
            line.passedOverCount = lane.share.passedOverCount(of: missionClass)
            if case .pool(let pool) = name {
                line.pool = pool
                let inPool = pools[pool]?.share.passedOverCount(of: missionClass) ?? 0
                line.passedOverCount = max(line.passedOverCount, inPool)
            }
            line.isNext = start != nil
            line.isShare = start?.isShare ?? false
            return line
        }
    }

    /// What the governor would start if no slot, permit or session of the group were in use; nil
    /// while the pool starts nothing, or no lane of it that something waits for.
    private func nextStart(
        in name: StartGroup.Name,
        _ group: StartGroup,
        at now: Instant
    ) -> Governor.Start? {
        guard startsWork else { return nil }
        var pool: PoolOffer?
        if case .pool(let poolName) = name {
            guard pools[poolName]?.machine.isClosed == false,
                var offer = poolOffer(poolName, at: now)
            else { return nil }
            offer.usage = SlotUsage()
            pool = offer
        }
        let offers = group.lanes.compactMap { id -> LaneOffer? in
            guard let lane = lanes[id], lane.canStart, lane.queue.count > 0 else { return nil }
            var offer = LaneOffer(lane)
            offer.usage = SlotUsage()
            offer.isSessionFree = true
            return offer
        }
        return Governor(
            offers: offers,
            pool: pool,
            shareEvery: configuration.classes.minShareEvery
        ).decision?.start
    }
}

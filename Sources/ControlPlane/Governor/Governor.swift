import Protocol

/// Which mission starts next among the lanes of a group: those of one pool, or one lane alone.
///
/// First a class whose minimum share is due, then the classes in their order; within class
/// `deadline` the earliest deadline, within the others the source whose turn it is, then age. What
/// cannot start now is not looked at: a lane without a slot, a class without a permit, a mission
/// whose session is in use never hold up what stands behind them.
struct Governor {
    /// A start that may happen now.
    struct Start: Equatable {
        let lane: LaneID
        let missionID: MissionID
        let missionClass: MissionClass
        /// True if the run gets a session of its own.
        let isFreshSession: Bool
        /// True if it starts because its class was due.
        let isShare: Bool
    }

    /// A start, and how each lower class stood at it.
    struct Decision: Equatable {
        let start: Start
        /// On the lane of the start, in the order of `MinimumShare.lowerClasses`.
        let onLane: [MinimumShare.Standing]
        /// Over all lanes of the group.
        let inGroup: [MinimumShare.Standing]
        /// False if it takes the last permit of the pool, so that nothing else may start in it now.
        let leavesPermits: Bool
    }

    /// The lanes that can start something.
    let offers: [LaneOffer]
    /// The pool they share; nil for a lane alone.
    let pool: PoolOffer?
    /// Of this many starts each lower class gets one.
    let shareEvery: Int

    /// The next start with what it means for shares; nil if nothing that waits may start now.
    ///
    /// It holds nothing of the offers, so that the queues they show can be changed in their place.
    var decision: Decision? {
        guard let start = next else { return nil }
        return Decision(
            start: start,
            onLane: MinimumShare.lowerClasses.map { missionClass in
                standing(of: missionClass, at: start) { $0.id == start.lane }
            },
            inGroup: MinimumShare.lowerClasses.map { missionClass in
                standing(of: missionClass, at: start) { _ in true }
            },
            leavesPermits: leavesPermits(start)
        )
    }

    /// A pool never grants more for a start: to look for the next one would find none.
    private func leavesPermits(_ start: Start) -> Bool {
        guard var rest = pool else { return true }
        rest.usage.add(start.missionClass)
        // A run that gave way may have left its permit to this start.
        rest.vacatedCount = 0
        return rest.hasPermit
    }

    /// The next start, or nil if nothing that waits may start now.
    private var next: Start? {
        // In a pool one start earlier: what is due in all of it may go before what is due on a lane.
        let every = pool == nil ? shareEvery : shareEvery - 1
        let onLanes = offers.flatMap { $0.share.dues(every: every) }.sorted()
        // Each start that a pool is due may bring one lane to where its next start decides.
        for due in onLanes where due.passedOverCount >= shareEvery - 1 {
            if let start = shareOfLane(due) { return start }
        }
        for due in pool?.share.dues(every: every) ?? [] {
            let start = lowest(due.missionClass, isShare: true, among: { _ in true })
            if let start { return start }
        }
        for due in onLanes where due.passedOverCount < shareEvery - 1 {
            if let start = shareOfLane(due) { return start }
        }
        for missionClass in MissionClass.allCases {
            if let start = lowest(missionClass, isShare: false, among: { _ in true }) {
                return start
            }
        }
        return nil
    }

    private func shareOfLane(_ due: MinimumShare.Due) -> Start? {
        lowest(due.missionClass, isShare: true) {
            $0.share.passedOverCount(of: due.missionClass) == due.passedOverCount
        }
    }

    private func standing(
        of missionClass: MissionClass,
        at start: Start,
        among isMeant: (LaneOffer) -> Bool
    ) -> MinimumShare.Standing {
        var isWaiting = false
        var oldest: StartCandidate?
        for offer in offers where isMeant(offer) && offer.queue.count(of: missionClass) > 0 {
            isWaiting = true
            guard canStart(missionClass, on: offer), let own = offer.oldest(of: missionClass),
                oldest.map({ isBefore(own, $0) }) ?? true
            else { continue }
            oldest = own
        }
        guard isWaiting else { return .absent }
        guard let oldest else { return .unable }
        return oldest.missionID == start.missionID ? .served : .passedOver
    }

    private func canStart(_ missionClass: MissionClass, on offer: LaneOffer) -> Bool {
        offer.hasSlot(for: missionClass) && pool?.hasPermit(for: missionClass) != false
    }

    private func lowest(
        _ missionClass: MissionClass,
        isShare: Bool,
        among isMeant: (LaneOffer) -> Bool
    ) -> Start? {
        var lowest: (offer: LaneOffer, candidate: StartCandidate)?
        for offer in offers where isMeant(offer) && canStart(missionClass, on: offer) {
            let candidate =
                isShare ? offer.oldest(of: missionClass) : offer.first(of: missionClass)
            guard let candidate else { continue }
            if let lowest, isBefore(lowest.candidate, candidate) { continue }
            lowest = (offer, candidate)
        }
        return lowest.map { offer, candidate in
            Start(
                lane: offer.id,
                missionID: candidate.missionID,
                missionClass: missionClass,
                isFreshSession: !(offer.isSessionFree && candidate.session == .continue),
                isShare: isShare
            )
        }
    }

    private func isBefore(_ first: StartCandidate, _ second: StartCandidate) -> Bool {
        first.place < second.place
    }
}

import Protocol

/// Which run gives way to an interactive mission that waits for nothing but a slot or a permit.
///
/// Made from the lanes of a group once everything has started there that could. It names one run:
/// its stop is a coming slot when the next one is looked for, so that there are never more victims
/// than missions that wait. A victim must be enough: where one more slot or permit would not let a
/// mission start, nothing is stopped for it. Of the runs that may give way the one that started last
/// does, because the least work is lost with it.
struct Preemption: Equatable {
    /// A run of a lane of the group.
    struct Run: Equatable {
        let runID: RunID
        /// Higher for one that started later.
        let fence: Fence
        /// False while it waits for a person.
        let holdsPermit: Bool
        /// True if it is being stopped, and nothing is known to survive that.
        let isEnding: Bool
        /// True if it may be stopped for another.
        let mayGiveWay: Bool
    }

    /// The interactive mission that is served next on its lane.
    struct Waiter: Equatable {
        let missionID: MissionID
        /// Lower for one that was acknowledged earlier.
        let order: UInt64
    }

    /// A lane of the group.
    struct Berth: Equatable {
        let id: LaneID
        let slotCount: Int
        let runs: [Run]
        /// Interactive missions that could start here, were there slots and permits; 0 on a lane
        /// that starts nothing now.
        let waitingCount: Int
        /// The one for which a run would be stopped; nil if none waits.
        let waiter: Waiter?

        /// Slots that are free or will be; negative if there are fewer than are in use.
        var supply: Int { slotCount - runs.count + endingCount }

        /// Those that wait and have a slot, or will.
        var servedCount: Int { min(waitingCount, max(0, supply)) }

        /// True if one more slot would let one more start.
        var lacksOneSlot: Bool { runs.count <= slotCount && waitingCount > supply }

        private var endingCount: Int { runs.count { $0.isEnding } }
    }

    /// The permits of the pool that the lanes share.
    struct Permits: Equatable {
        /// How many it grants.
        let grantedCount: Int
        /// How many are in use.
        let usedCount: Int
    }

    /// A run that gives way, and to which mission.
    struct Choice: Equatable {
        let lane: LaneID
        let runID: RunID
        let waiter: MissionID
    }

    /// The lanes of the group, ascending.
    let berths: [Berth]
    /// Nil for a lane alone.
    let permits: Permits?

    /// The next run to be stopped; nil if nothing is gained by stopping one.
    var choice: Choice? {
        let spareCount = sparePermitCount
        if let spareCount, spareCount < 0 { return choiceForPermit }
        let needsPermit = spareCount == 0
        let short = berths.filter(\.lacksOneSlot).sorted(by: isBefore)
        for berth in short {
            if let choice = choice(for: berth, among: [berth], needsPermit: needsPermit) {
                return choice
            }
        }
        return nil
    }

    /// A mission that has a slot, or will, lacks a permit: any lane of the pool can free one.
    private var choiceForPermit: Choice? {
        guard let permits, permits.usedCount <= permits.grantedCount else { return nil }
        let served = berths.filter { $0.servedCount > 0 }.sorted(by: isBefore)
        return served.first.flatMap { choice(for: $0, among: berths, needsPermit: true) }
    }

    /// Permits that are left over once all that have a slot have theirs; nil without a pool.
    private var sparePermitCount: Int? {
        guard let permits else { return nil }
        let endingCount = berths.reduce(0) { count, berth in
            count + berth.runs.count { $0.isEnding && $0.holdsPermit }
        }
        let servedCount = berths.reduce(0) { $0 + $1.servedCount }
        return permits.grantedCount - permits.usedCount + endingCount - servedCount
    }

    private func choice(
        for waiting: Berth,
        among berths: [Berth],
        needsPermit: Bool
    ) -> Choice? {
        guard let waiter = waiting.waiter else { return nil }
        var youngest: (lane: LaneID, run: Run)?
        for berth in berths {
            for run in berth.runs where run.mayGiveWay && (run.holdsPermit || !needsPermit) {
                if let youngest, run.fence < youngest.run.fence { continue }
                youngest = (berth.id, run)
            }
        }
        return youngest.map {
            Choice(lane: $0.lane, runID: $0.run.runID, waiter: waiter.missionID)
        }
    }

    private func isBefore(_ first: Berth, _ second: Berth) -> Bool {
        (first.waiter?.order ?? .max) < (second.waiter?.order ?? .max)
    }
}

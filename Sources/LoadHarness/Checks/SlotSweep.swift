import DataStructures
import Protocol

/// Goes through the starts and ends that one source tells, and counts what runs at each instant.
struct SlotSweep {
    /// Something that should not have started.
    struct Excess: Equatable {
        /// The lane or pool.
        let object: String
        /// What is exceeded.
        let what: String
        let run: RunID
        let place: Int64
    }

    private var lanes: [SlotCount]
    private var pools: [SlotCount]
    private var laneIndexes = LookupTable<LaneID, Int>()
    private var poolIndexes: [Int?]

    init(_ quotas: Quotas) {
        pools = quotas.pools.map {
            SlotCount(
                "pool \($0.name)",
                slotCount: $0.slotCount,
                reservedSlotCount: $0.reservedSlotCount
            )
        }
        lanes = quotas.lanes.map {
            SlotCount(
                $0.id.rawValue,
                slotCount: $0.slotCount,
                reservedSlotCount: $0.reservedSlotCount
            )
        }
        var names = LookupTable<String, Int>()
        for (index, pool) in quotas.pools.enumerated() { names[pool.name] = index }
        poolIndexes = quotas.lanes.map { lane in lane.pool.flatMap { names[$0] } }
        for (index, lane) in quotas.lanes.enumerated() { laneIndexes[lane.id] = index }
    }

    /// Goes through changes.
    ///
    /// - Parameter changes: In any order; of one run a start comes before its end, and a run has one
    ///   of each. Lanes that are not in the quotas count nowhere.
    /// - Returns: In the order of places.
    /// - Complexity: O(n log n).
    mutating func excesses(in changes: [SlotChange]) -> [Excess] {
        let sorted = changes.sorted {
            ($0.place, $0.kind.rawValue, $0.run) < ($1.place, $1.kind.rawValue, $1.run)
        }
        return sorted.flatMap { apply($0) }
    }

    private mutating func apply(_ change: SlotChange) -> [Excess] {
        guard let lane = laneIndexes[change.lane] else { return [] }
        let pool = change.holdsPermit ? poolIndexes[lane] : nil
        var excesses: [Excess] = []
        func note(_ what: String?, _ object: String) {
            guard let what else { return }
            excesses.append(
                Excess(object: object, what: what, run: change.run, place: change.place)
            )
        }
        switch change.kind {
        case .started:
            note(lanes[lane].take(change.missionClass, isStart: true), lanes[lane].object)
            if let pool {
                note(pools[pool].take(change.missionClass, isStart: true), pools[pool].object)
            }
        case .retaken:
            if let pool { _ = pools[pool].take(change.missionClass, isStart: false) }
        case .released:
            if let pool { pools[pool].giveBack(change.missionClass) }
        case .ended:
            lanes[lane].giveBack(change.missionClass)
            if let pool { pools[pool].giveBack(change.missionClass) }
        }
        return excesses
    }
}

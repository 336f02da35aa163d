import Protocol

/// How much may run at once.
struct Quotas: Equatable, Sendable {
    struct Lane: Equatable, Sendable {
        let id: LaneID
        let slotCount: Int
        let reservedSlotCount: Int
        /// The pool that it shares.
        let pool: String?
    }

    struct Pool: Equatable, Sendable {
        let name: String
        let slotCount: Int
        let reservedSlotCount: Int
    }

    var lanes: [Lane] = []
    var pools: [Pool] = []
    /// Each so many starts one belongs to the class that waited longest; 0 if there is no such share.
    var minimumShareEvery = 0
}

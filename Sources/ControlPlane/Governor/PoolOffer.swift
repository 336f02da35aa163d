import Protocol

/// What a pool allows its lanes now.
struct PoolOffer: Equatable, Sendable {
    var usage = SlotUsage()
    var slotCount: Int
    var reservedSlotCount: Int
    /// Classes that its state and its windows let start.
    var openClasses: [MissionClass]
    /// Free permits that runs have given up for interactive missions which have a slot.
    var vacatedCount = 0
    var share = MinimumShare()

    /// Permits in use.
    var usedCount: Int { usage.count }

    /// True if a mission of any class may have a permit.
    var hasPermit: Bool {
        MissionClass.allCases.contains(where: hasPermit)
    }

    /// True if a mission of this class may have a permit.
    func hasPermit(for missionClass: MissionClass) -> Bool {
        openClasses.contains(missionClass)
            && usage.hasSlot(
                for: missionClass,
                of: slotCount,
                reserved: reservedSlotCount,
                vacated: vacatedCount
            )
    }
}

import Protocol

/// How many runs hold slots of a lane, or permits of a pool, and whether these are more than allowed.
struct SlotCount {
    /// The lane or pool.
    let object: String
    let slotCount: Int
    let reservedSlotCount: Int
    private var interactiveCount = 0
    private var otherCount = 0
    /// True from a start that was too much until there is room again: one excess is one finding.
    private var isOver = false
    private var isOtherOver = false

    init(_ object: String, slotCount: Int, reservedSlotCount: Int) {
        self.object = object
        self.slotCount = slotCount
        self.reservedSlotCount = reservedSlotCount
    }

    private var count: Int { interactiveCount + otherCount }
    private var otherLimit: Int { slotCount - reservedSlotCount }

    /// A run takes one.
    ///
    /// - Returns: What is exceeded by that, in the first start that does; nil otherwise. A run that
    ///   only goes on exceeds nothing: its permit was promised to it.
    mutating func take(_ missionClass: MissionClass, isStart: Bool) -> String? {
        if missionClass == .interactive { interactiveCount += 1 } else { otherCount += 1 }
        guard isStart else { return nil }
        if count > slotCount, !isOver {
            isOver = true
            return "\(count) runs in \(slotCount) slots"
        }
        guard missionClass != .interactive, otherCount > otherLimit, !isOtherOver else {
            return nil
        }
        isOtherOver = true
        return "\(otherCount) runs that are not interactive in the \(otherLimit) of \(slotCount)"
            + " slots that are not reserved"
    }

    /// A run gives one back.
    mutating func giveBack(_ missionClass: MissionClass) {
        if missionClass == .interactive { interactiveCount -= 1 } else { otherCount -= 1 }
        if count <= slotCount { isOver = false }
        if otherCount <= otherLimit { isOtherOver = false }
    }
}

import Protocol

/// What the runs of a lane, or of a pool, hold.
struct SlotUsage: Equatable, Sendable {
    var interactiveCount = 0
    var otherCount = 0

    /// How many there are.
    var count: Int { interactiveCount + otherCount }

    /// True if a run of this class may take one more slot.
    ///
    /// - Parameters:
    ///   - missionClass: The class of its mission.
    ///   - slotCount: How many slots there are.
    ///   - reservedCount: Of these, how many are kept for interactive missions.
    ///   - vacatedCount: How many of those that are free are kept for interactive missions beside
    ///     that, because a run has given way to one.
    /// - Returns: False if none is left that it may take.
    func hasSlot(
        for missionClass: MissionClass,
        of slotCount: Int,
        reserved reservedCount: Int,
        vacated vacatedCount: Int
    ) -> Bool {
        guard missionClass != .interactive else { return count < slotCount }
        return count + vacatedCount < slotCount && otherCount < slotCount - reservedCount
    }

    /// Counts one more run.
    mutating func add(_ missionClass: MissionClass) {
        if missionClass == .interactive {
            interactiveCount += 1
        } else {
            otherCount += 1
        }
    }
}

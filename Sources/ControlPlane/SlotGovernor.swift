import Protocol

/// Which mission of a lane may start next: the lane's slots, and strict priority of classes.
///
/// Pools, start rates, minimum shares and fair share between sources belong here too: the decision
/// is made in one place, from values, so that each of them is one more question asked here.
struct SlotGovernor {
    /// What a lane's slots hold.
    struct Usage: Equatable {
        var interactiveCount = 0
        var otherCount = 0
        var isSessionFree = true

        /// Counts the runs of a lane.
        init(_ runs: some Sequence<ActiveRun>) {
            for run in runs {
                if run.missionClass == .interactive {
                    interactiveCount += 1
                } else {
                    otherCount += 1
                }
                if !run.record.isFreshSession { isSessionFree = false }
            }
        }
    }

    /// A start that may happen now.
    struct Start: Equatable {
        var missionID: MissionID
        /// True if the run gets a session of its own.
        var isFreshSession: Bool
    }

    /// True if a mission of this class may take one more slot.
    static func hasSlot(
        for missionClass: MissionClass,
        _ usage: Usage,
        _ policy: LanePolicy
    ) -> Bool {
        guard usage.interactiveCount + usage.otherCount < policy.slotCount else { return false }
        guard missionClass != .interactive else { return true }
        return usage.otherCount < policy.slotCount - policy.reservedSlotCount
    }

    /// Returns the next start, or nil if nothing that waits may start now.
    static func next(
        in queue: MissionQueue,
        usage: Usage,
        policy: LanePolicy,
        mode: (MissionID) -> SessionMode
    ) -> Start? {
        for missionClass in MissionClass.allCases
        where hasSlot(for: missionClass, usage, policy) {
            // An interactive mission beside a run that continues the session gets a fresh one.
            let isSessionFree = usage.isSessionFree || missionClass == .interactive
            guard let id = queue.first(of: missionClass, isSessionFree: isSessionFree) else {
                continue
            }
            let continues = usage.isSessionFree && mode(id) == .continue
            return Start(missionID: id, isFreshSession: !continues)
        }
        return nil
    }
}

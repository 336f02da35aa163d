import DataStructures
import Protocol

/// What a lane that can start a run brings to the decision.
struct LaneOffer: Equatable, Sendable {
    let id: LaneID
    let queue: MissionQueue
    var usage = SlotUsage()
    /// The classes for which the machine has room.
    let openClasses: ClassSet
    /// False while a run continues the lane's session.
    var isSessionFree = true
    let slotCount: Int
    let reservedSlotCount: Int
    /// Free slots that runs have given up for interactive missions which wait here.
    let vacatedCount: Int
    let share: MinimumShare

    /// What a lane offers now, whether or not it can start anything.
    init(_ lane: borrowing Lane, openClasses: ClassSet = .all) {
        id = lane.id
        self.openClasses = openClasses
        queue = lane.queue
        vacatedCount = min(lane.vacatedCount, lane.queue.count(of: .interactive))
        slotCount = lane.policy.slotCount
        reservedSlotCount = lane.policy.reservedSlotCount
        share = lane.share
        lane.runs.forEachValue { run in
            usage.add(run.missionClass)
            if !run.record.isFreshSession { isSessionFree = false }
        }
    }

    /// True if the lane has a slot for a mission of this class, and the machine room.
    func hasSlot(for missionClass: MissionClass) -> Bool {
        openClasses.contains(missionClass)
            && usage.hasSlot(
                for: missionClass,
                of: slotCount,
                reserved: reservedSlotCount,
                vacated: vacatedCount
            )
    }

    /// How many interactive missions wait here that have a slot.
    var readyInteractiveCount: Int {
        min(queue.count(of: .interactive), max(0, slotCount - usage.count))
    }

    /// The mission of a class that comes before the others here; nil if none may start.
    func first(of missionClass: MissionClass) -> StartCandidate? {
        queue.first(of: missionClass, isSessionFree: canContinue(missionClass))
    }

    /// The mission of a class that is the oldest here; nil if none may start.
    func oldest(of missionClass: MissionClass) -> StartCandidate? {
        queue.oldest(of: missionClass, isSessionFree: canContinue(missionClass))
    }

    /// An interactive mission beside a run that continues the session gets a fresh one.
    private func canContinue(_ missionClass: MissionClass) -> Bool {
        isSessionFree || missionClass == .interactive
    }
}

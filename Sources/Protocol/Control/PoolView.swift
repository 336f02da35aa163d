/// A pool as clients see it: kind `Pool`.
public struct PoolView: Equatable, Sendable {
    /// Its durable state.
    public var record: PoolRecord
    /// Slots in all.
    public var slotCount = 0
    /// Slots that only interactive missions may use.
    public var reservedSlotCount = 0
    /// Slots that it grants now, those in use among them.
    public var grantedSlotCount = 0
    /// Runs that hold a permit now.
    public var usedSlotCount = 0
    /// The classes that its windows let start.
    public var openClasses: [MissionClass] = []
    /// Its lanes, ascending.
    public var lanes: [LaneID] = []
    /// Missions that wait on its lanes, by class: interactive, deadline, background.
    public var queuedCounts = [0, 0, 0]
    /// Why it is as it is.
    public var why: WhyAnswer

    /// Describes a pool without lanes.
    public init(record: PoolRecord, why: WhyAnswer) {
        self.record = record
        self.why = why
    }
}

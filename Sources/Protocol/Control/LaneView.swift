/// A lane as clients see it: kind `Lane`.
public struct LaneView: Equatable, Sendable {
    /// Its durable state.
    public var record: LaneRecord
    /// Slots in all.
    public var slotCount: Int
    /// Slots that only interactive missions may use.
    public var reservedSlotCount: Int
    /// The attempts that hold a slot now, ascending.
    public var runs: [RunID]
    /// Missions that wait for it, by class: interactive, deadline, background.
    public var queuedCounts: [Int]
    /// Missions assigned to it that are held until a time.
    public var heldCount: Int
    /// What it may use in a day: `maxCallCount`, `maxTokenCount` and `maxCostMicroUSD`; nothing else
    /// is set.
    public var dayBudget: Budget
    /// Copies of missions that wait for it; they are in no other figure.
    public var copyCount: Int
    /// What copies may use on it in a day, like `dayBudget`.
    public var shadowBudget: Budget
    /// The profile it runs.
    public var profile: String
    /// Why it is as it is.
    public var why: WhyAnswer
    /// Worker deaths since the supervisor started.
    public var restartCount: Int
    /// How long the worker has been ready; nil if it is not.
    public var readySeconds: UInt64?
    /// Processes of runs whose attempt is over.
    ///
    /// Must be 0.
    public var orphanCount: Int

    /// Describes a lane with nothing in it.
    public init(record: LaneRecord, profile: String, why: WhyAnswer) {
        self.record = record
        self.profile = profile
        self.why = why
        slotCount = 0
        reservedSlotCount = 0
        runs = []
        queuedCounts = [0, 0, 0]
        heldCount = 0
        dayBudget = Budget()
        copyCount = 0
        shadowBudget = Budget()
        restartCount = 0
        readySeconds = nil
        orphanCount = 0
    }
}

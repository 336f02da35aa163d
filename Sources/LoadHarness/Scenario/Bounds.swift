import Protocol

/// What must hold at the end besides the invariants; nil for what is only reported.
struct Bounds: Equatable, Sendable {
    /// From `queued` to `dispatched` of interactive missions, of 99 in 100.
    var interactiveWaitP99: Interval?
    /// The longest such wait of any background mission.
    var backgroundWaitMax: Interval?
    /// Deadline missions that were done too late, of all that have ended, in percent.
    var latePercentMax: Double?
    /// From the SIGKILL of a worker to its mission running again, of 99 in 100.
    var recoveryP99: Interval?
    /// From the start of a supervisor to its being ready, the slowest.
    var readyMax: Interval?
    /// Missions completed a second, on average over the duration.
    var throughputMin: Double?
    /// Growth of the supervisor's resident memory from the first to the last quarter, in percent.
    var memoryGrowthPercentMax: Double?
    /// The same of its open descriptors, as a number.
    var descriptorGrowthMax: Int?
}

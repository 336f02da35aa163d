/// A lane's durable state: a row of `vp_sessions`.
public struct LaneRecord: Equatable, Sendable {
    /// The lane.
    public let vpID: LaneID
    /// The runtime session that `continue` missions share.
    ///
    /// Stable unless an operator resets it.
    public var sessionID: SessionID
    /// The incarnation of the worker that was last started.
    public var generation = Generation(0)
    /// What its session is doing.
    public var status = LaneStatus.recovering
    /// Why it is degraded; nil unless it is.
    public var degradedCause: DegradedCause?
    /// Whether it takes new work.
    public var admission = Admission.open
    /// When a drain stops waiting for what runs; nil unless draining.
    public var drainDeadlineAt: WallTime?
    /// True while an operator's pause stands.
    public var isPaused = false
    /// True while an operator's drain stands.
    ///
    /// A lane that drains without one was removed from the configuration. Not shown to clients.
    public var isDrainOrdered = false
    /// Who paused or resumed it last, why and when.
    public var pauseChange: OperatorChange?
    /// Who drained or opened it last, why and when.
    public var drainChange: OperatorChange?
    /// Where what comes back to its queue goes; nil if it stays.
    public var reroute: LaneReroute?
    /// The rollout that is in force.
    public var rollout = LaneRollout()
    /// The rollout that an operator has set; nil if none did.
    public var rolloutOrder: RolloutOrder?
    /// What is remembered of its health.
    public var health = LaneHealth()
    /// What is remembered for its rollback triggers.
    public var rollback = LaneRollback()
    /// What it has used in a day, and whether that is all it may use.
    public var dayUsage = LaneDayUsage()
    /// What copies of missions have used on it in a day, and whether that is all they may use; it is no
    /// part of `dayUsage`.
    public var shadowUsage = LaneDayUsage()
    /// What it shares with other lanes, for as long as something runs on it after it was removed
    /// from the configuration; nil if it shares nothing.
    ///
    /// Not shown to clients: the configuration says it.
    public var pool: String?
    /// When the worker's lease ends: a backstop for a supervisor that does not come back.
    public var leaseExpiresAt: WallTime?
    /// The worker process, if one is known.
    public var worker: ProcessIdentity?
    /// Runs that an operator gave up with processes alive, which are not proved gone yet.
    ///
    /// Not shown to clients.
    public var givenUpRuns: [RunRemains] = []
    /// When the lane was first seen.
    public let createdAt: WallTime

    /// Creates the record of a lane that is new to the ledger.
    public init(vpID: LaneID, sessionID: SessionID, createdAt: WallTime) {
        self.vpID = vpID
        self.sessionID = sessionID
        self.createdAt = createdAt
    }
}

/// What changes in a mission's life: the mutable columns of its row.
public struct MissionState: Equatable, Sendable {
    /// Where it is.
    public var status = MissionStatus.queued
    /// Why it is there: the reason of the last change.
    ///
    /// Never nil once terminal.
    public var reason: ReasonCode?
    /// What the last failure says something about; nil unless an attempt failed.
    public var scope: FailureScope?
    /// How far the run has come; nil unless `running` or `blocked`.
    public var phase: RunPhase?
    /// The lane that is to run it, or ran it last.
    public var assignedVPID: LaneID
    /// Who chose the lane: `pin`, `router`, `fallback`, `shadow` for a copy, or an operator.
    public var assignedBy: String
    /// The lanes that it left by fallback, oldest first: it never returns to one by itself.
    ///
    /// The lane that it is on is among them while it waits for another one to take it.
    public var leftVPIDs: [LaneID] = []
    /// Every choice of a lane, oldest first, at most `routeCountMax`; of more, the first is kept and
    /// the oldest after it are dropped.
    public var route: [RouteStep] = []
    /// Attempts opened so far, of every outcome; the number in the last run id.
    public var attemptCount = 0
    /// Attempts charged to `max_attempts`.
    public var failureCount = 0
    /// Attempts charged to `max_recoveries`.
    public var recoveryCount = 0
    /// Attempts charged to `max_deferrals`.
    public var deferralCount = 0
    /// Attempts that gave way to an interactive mission; charged to nothing.
    public var preemptionCount = 0
    /// What its ended attempts used, as far as they reported it.
    public var usage = Usage()
    /// The fence of the open attempt; nil when none is open.
    public var fence: Fence?
    /// Not started before this: `not_before`, a back-off or a deferral.
    public var heldUntil: WallTime?
    /// Who holds it, why and since when: not started until an operator releases it.
    public var hold: OperatorChange?
    /// When it was acknowledged.
    public var createdAt: WallTime
    /// When it last became queued.
    public var queuedAt: WallTime
    /// When its first run started.
    public var startedAt: WallTime?
    /// When it became terminal.
    public var endedAt: WallTime?
    /// Who ended it, if a person did.
    public var endedBy: String?
    /// One sentence: the runtime's result, or what went wrong.
    ///
    /// At most 4 KiB.
    public var summary: String?
    /// The runtime's phase, handed back as `LANE_PHASE` on the next attempt.
    public var resumePhase: String?
    /// True once the SLA event of its deadline has been emitted.
    public var isLate = false
    /// What the other one of a mission and its copy came to, if that ended first; nil before that, and
    /// where there is no other one.
    public var counterpart: ShadowSide?

    /// The most steps that `route` keeps.
    public static let routeCountMax = 16

    /// True while it may not run on its lane again and waits for another one.
    public var isLeaving: Bool { leftVPIDs.contains(assignedVPID) }

    /// Notes a choice of a lane, and makes room for it.
    ///
    /// - Parameter step: The lane, who chose it and why.
    public mutating func note(_ step: RouteStep) {
        if route.count == Self.routeCountMax { route.remove(at: 1) }
        route.append(step)
    }

    /// Creates the state of a mission that was acknowledged at `now`.
    public init(assignedVPID: LaneID, assignedBy: String, at now: WallTime) {
        self.assignedVPID = assignedVPID
        self.assignedBy = assignedBy
        createdAt = now
        queuedAt = now
    }
}

/// One try at running a mission, on one lane: a row of `vp_attempts`.
public struct AttemptRecord: Equatable, Sendable {
    /// `<mission_id>.<number>`.
    public let runID: RunID
    /// The mission.
    public let missionID: MissionID
    /// 1 for the first attempt.
    public let number: Int
    /// The lane that runs it.
    public let vpID: LaneID
    /// The incarnation of the worker it was first sent to.
    public let generation: Generation
    /// What every write about it must carry.
    public let fence: Fence
    /// The runtime session it runs in.
    public let sessionID: SessionID
    /// True if that session was made for it alone.
    public let isFreshSession: Bool
    /// When it was committed, before the worker heard of it.
    public let dispatchedAt: WallTime
    /// When its process was started.
    public var startedAt: WallTime?
    /// The leader of its process tree.
    public var leader: ProcessIdentity?
    /// How far it has come.
    public var phase = RunPhase.starting
    /// Why we end it; nil unless we do.
    public var intent: StopIntent?
    /// Who asked for its end; nil if nobody did, or a rule.
    ///
    /// Not shown to clients.
    public var stoppedBy: String?
    /// The mission that it was stopped for; nil unless it gave way to one.
    public var preemptedFor: MissionID?
    /// What an operator has said that its mission ends with; nil unless one has.
    public var resolution: MissionResolution?
    /// Since when its runtime waits for an answer; nil unless it does.
    ///
    /// Not shown to clients.
    public var blockedAt: WallTime?
    /// How long it waited for answers before, in milliseconds.
    ///
    /// Not shown to clients.
    public var blockedMilliseconds: UInt64 = 0
    /// Nil while it is open.
    public var outcome: AttemptOutcome?
    /// Why it ended so.
    public var reason: ReasonCode?
    /// What its failure says something about.
    public var scope: FailureScope?
    /// When its tree was proved gone and its result committed.
    public var endedAt: WallTime?
    /// How the leader ended.
    public var exit: ExitStatus?
    /// The runtime's own session, as it named it in its reports; nil where it named none.
    public var runtimeSession: String?
    /// Processes of its tree that were left when the leader had exited.
    public var leftoverProcessCount = 0
    /// What the runtime used, as it reported it.
    public var usage = Usage()
    /// One sentence: the result or what went wrong.
    public var summary: String?
    /// Bytes of log that were cut, because the log was full.
    public var logBytesDropped: UInt64 = 0

    /// Creates the record of an attempt that is about to be sent to its lane.
    public init(
        runID: RunID,
        missionID: MissionID,
        number: Int,
        vpID: LaneID,
        generation: Generation,
        fence: Fence,
        sessionID: SessionID,
        isFreshSession: Bool,
        dispatchedAt: WallTime
    ) {
        self.runID = runID
        self.missionID = missionID
        self.number = number
        self.vpID = vpID
        self.generation = generation
        self.fence = fence
        self.sessionID = sessionID
        self.isFreshSession = isFreshSession
        self.dispatchedAt = dispatchedAt
    }
}

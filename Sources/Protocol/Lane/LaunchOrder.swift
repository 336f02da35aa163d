/// Everything a worker needs to run one attempt; parameters of `lane.start_mission`.
public struct LaunchOrder: Equatable, Sendable {
    /// The attempt.
    public var runID: RunID
    /// Its fence: the same fence again changes nothing.
    public var fence: Fence
    /// Which attempt of the mission it is; 1 for the first.
    public var attemptNumber: Int
    /// The runtime session it runs in.
    public var sessionID: SessionID
    /// True if the session was made for it alone.
    public var isFreshSession: Bool
    /// The phase that the last attempt reported, if any.
    public var resumePhase: String?
    /// What the client asked for; its `missionID` is never nil here.
    public var envelope: MissionEnvelope
    /// How the runtime is started.
    public var profile: LaunchProfile

    /// Creates an order for a first attempt in the lane's own session.
    public init(
        runID: RunID,
        fence: Fence,
        sessionID: SessionID,
        envelope: MissionEnvelope,
        profile: LaunchProfile
    ) {
        self.runID = runID
        self.fence = fence
        attemptNumber = 1
        self.sessionID = sessionID
        isFreshSession = false
        self.envelope = envelope
        self.profile = profile
    }
}

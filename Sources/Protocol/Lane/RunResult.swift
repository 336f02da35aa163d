/// How a run ended, as its worker keeps it in the outbox until it is acknowledged.
///
/// It is made when the whole tree of the run is gone, never before.
public struct RunResult: Equatable, Sendable {
    /// The most bytes one may have in an outbox: it is sent as one frame, and what it holds is
    /// bounded far below.
    public static let byteCountMax = 2 << 20

    /// The attempt.
    public var runID: RunID
    /// Its fence.
    public var fence: Fence
    /// How it ended.
    public var outcome: AttemptOutcome
    /// Why.
    public var reason: ReasonCode
    /// What a failure says something about.
    public var scope: FailureScope?
    /// How the leader ended; nil if it was never started.
    public var exit: ExitStatus?
    /// One sentence: the runtime's result, or what went wrong.
    ///
    /// At most 4 KiB.
    public var summary: String?
    /// Processes left when the leader had exited.
    public var leftoverProcessCount = 0
    /// When the process was started; nil if it never was.
    public var startedAt: WallTime?
    /// When the tree was gone.
    public var endedAt: WallTime
    /// What the runtime used.
    public var usage = Usage()
    /// How long to wait before the next attempt, if the runtime said so.
    public var retryAfterMilliseconds: UInt64?
    /// The last limit by which the provider refused the run something; nil if it refused nothing.
    public var limit: LimitReport?
    /// The phase to hand back on the next attempt.
    public var resumePhase: String?
    /// The runtime's own session, as it named it last, by which a later run could resume it; 1 to
    /// 256 bytes.
    public var runtimeSession: String?
    /// Paths that the runtime reported, at most 100.
    public var artifacts: [String] = []
    /// Bytes of log that were cut.
    public var logBytesDropped: UInt64 = 0

    /// Creates a result without figures.
    public init(
        runID: RunID,
        fence: Fence,
        outcome: AttemptOutcome,
        reason: ReasonCode,
        endedAt: WallTime
    ) {
        self.runID = runID
        self.fence = fence
        self.outcome = outcome
        self.reason = reason
        self.endedAt = endedAt
    }
}

/// One run that a worker has, as it says in its hello.
public struct RunPresence: Equatable, Sendable {
    /// The attempt.
    public var runID: RunID
    /// Its fence.
    public var fence: Fence
    /// How far it has come; `ended` if its result is in the outbox.
    public var phase: RunPhase

    /// Describes one run.
    public init(runID: RunID, fence: Fence, phase: RunPhase) {
        self.runID = runID
        self.fence = fence
        self.phase = phase
    }
}

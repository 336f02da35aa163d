public import Protocol

/// What a worker must be told to start a run, but for the envelope, which is in the ledger.
public struct StartOrder: Equatable, Sendable {
    /// The attempt, as committed.
    public var attempt: AttemptRecord
    /// The phase that an earlier attempt reported.
    public var resumePhase: String?
    /// How the runtime is started.
    public var profile: LaunchProfile

    /// Describes a start.
    public init(attempt: AttemptRecord, resumePhase: String?, profile: LaunchProfile) {
        self.attempt = attempt
        self.resumePhase = resumePhase
        self.profile = profile
    }
}

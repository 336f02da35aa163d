/// A mission as clients see it: kind `Mission`.
///
/// Flat on the wire: the fields of the envelope and of the state side by side.
public struct MissionView: Equatable, Sendable {
    /// What was asked for.
    ///
    /// In lists, the objective is cut to its first 200 bytes.
    public var envelope: MissionEnvelope
    /// Where it is.
    public var state: MissionState
    /// Its attempts, oldest first; empty in lists.
    public var attempts: [AttemptRecord]
    /// What it waits for, in one sentence; nil unless `queued` or `blocked`.
    public var waitingFor: WhyAnswer?
    /// False in the answer to a submit that found the same key and body.
    public var isNew: Bool

    /// Pairs an envelope with its state.
    public init(envelope: MissionEnvelope, state: MissionState) {
        self.envelope = envelope
        self.state = state
        attempts = []
        waitingFor = nil
        isNew = true
    }
}

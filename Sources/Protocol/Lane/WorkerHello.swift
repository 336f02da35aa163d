/// The answer to `lane.hello`.
public struct WorkerHello: Equatable, Sendable {
    /// Whether the worker takes new runs.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// It does.
        case serving
        /// It was told to quiesce.
        case quiescing
        /// It exits as soon as it can.
        case exiting
    }

    /// The protocol version that both speak.
    public var protocolVersion: Int
    /// The worker's version.
    public var version: String
    /// The lane it serves.
    public var vpID: LaneID
    /// Its generation.
    public var generation: Generation
    /// Whether it takes new runs.
    public var state: State
    /// Its runs, those in the outbox included (as `ended`), ascending by run id.
    public var runs: [RunPresence]
    /// How many outbox entries follow, one `mission.ended` frame each.
    public var outboxEntryCount: Int

    /// Creates an answer of a worker that runs nothing.
    public init(protocolVersion: Int, version: String, vpID: LaneID, generation: Generation) {
        self.protocolVersion = protocolVersion
        self.version = version
        self.vpID = vpID
        self.generation = generation
        state = .serving
        runs = []
        outboxEntryCount = 0
    }
}

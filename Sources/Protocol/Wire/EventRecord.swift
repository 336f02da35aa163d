public import DataStructures

/// One thing that happened: a row of `vp_events`, and what `events.subscribe` sends.
public struct EventRecord: Equatable, Sendable {
    /// Where it stands in the one order of all events; the cursor.
    public let sequence: UInt64
    /// What kind of thing happened.
    public let type: EventType
    /// When.
    public let emittedAt: WallTime
    /// The mission it is about.
    public var missionID: MissionID?
    /// The lane it is about.
    public var vpID: LaneID?
    /// The attempt it is about.
    public var runID: RunID?
    /// The runtime session it is about.
    public var sessionID: SessionID?
    /// The mission's trace.
    public var traceID: String?
    /// Who caused it: `supervisor`, `worker`, `runtime`, or an operator.
    public var actor: String
    /// Why.
    public var reason: ReasonCode?
    /// One sentence for a person.
    public var summary: String
    /// The figures.
    public var payload = OrderedTable<String, JSONValue>()

    /// Creates an event with nothing but the required fields.
    public init(
        sequence: UInt64,
        type: EventType,
        emittedAt: WallTime,
        actor: String,
        summary: String
    ) {
        self.sequence = sequence
        self.type = type
        self.emittedAt = emittedAt
        self.actor = actor
        self.summary = summary
    }
}

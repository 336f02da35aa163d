public import DataStructures

/// What a client asks for: mission envelope, version 1, with every default filled in.
///
/// It never changes after submit; what changes is `MissionState`. Field names on the wire are the
/// snake_case forms of these.
public struct MissionEnvelope: Equatable, Sendable {
    /// The version of this layout.
    public static let version = 1
    /// The most lanes that `fallback` may name.
    public static let fallbackCountMax = 3
    /// The most bytes an objective may have.
    public static let objectiveByteCountMax = 256 * 1024

    /// Nil until the supervisor names it, unless the client did.
    public var missionID: MissionID?
    /// Same key and body again is the same mission.
    ///
    /// 1 to 200 bytes.
    public var idempotencyKey: String?
    /// The mission that this one repeats on purpose.
    public var retryOf: MissionID?
    /// The mission from inside which this one was submitted.
    public var parentID: MissionID?
    /// The lane that must run it; nil lets the router choose.
    public var vpID: LaneID?
    /// The intent used for routing; 1 to 64 bytes.
    ///
    /// Default `custom`.
    public var missionType = "custom"
    /// The text handed to the runtime; 1 byte to 256 KiB.
    public var objective: String
    /// Default background.
    public var missionClass = MissionClass.background
    /// Required for class `deadline`.
    public var deadlineAt: WallTime?
    /// Ends it `timed_out` if it has not started by `deadlineAt`.
    public var expireAtDeadline = false
    /// Held until then.
    public var notBefore: WallTime?
    /// Who is accountable for it; never the executor.
    ///
    /// At most 128 bytes. Default: empty.
    public var owner = ""
    /// Who sent it.
    ///
    /// At most 128 bytes. Default: empty.
    public var source = ""
    /// What bounds an attempt.
    public var budget = Budget()
    /// Handed to the runtime as they are.
    public var constraints = Constraints()
    /// Capabilities that the lane's profile must have.
    public var requires: [Capability] = []
    /// Texts for the runtime.
    public var successCriteria: [String] = []
    /// Commands run in the workspace afterwards; all must exit 0.
    public var checks: [[String]] = []
    /// Which runtime session it runs in.
    public var session = SessionMode.continue
    /// How often it may be tried.
    public var retry = RetryLimits()
    /// The lanes that take over from its lane, first choice first; nil for those that the lane's
    /// configuration names, empty for none.
    ///
    /// At most 3, each once, never the pin.
    public var fallback: [LaneID]?
    /// Free keys and values for selection; at most 32.
    public var labels = OrderedTable<String, String>()
    /// True if an interactive mission may have its slot: it is stopped then and queued again, free
    /// of charge.
    ///
    /// Only in class background.
    public var isPreemptible = false
    /// True if a copy of it may run beside it, on a lane that is tried out.
    public var isShadowOK = false
    /// The mission that this one is a copy of; nil for one that somebody submitted.
    ///
    /// Set by the supervisor only.
    public var shadowOf: MissionID?
    /// Passed to the runtime and stamped on every event.
    public var traceID: String?
    /// W3C trace context, passed to the runtime.
    public var traceparent: String?

    /// True for a copy of a mission, which runs for comparison only.
    public var isCopy: Bool { shadowOf != nil }

    /// Creates an envelope with defaults for everything but the objective.
    public init(objective: String) {
        self.objective = objective
    }
}

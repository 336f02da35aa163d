public import Protocol

/// Limits of one lane: an entry of `lanes`, on top of `defaults`.
public struct LanePolicy: Equatable, Sendable {
    /// The profile it runs.
    public var profile = "shell"
    /// Mission types that the router may give it; empty means every type.
    public var intents: [String] = []
    /// Runs at once: 1 to 64.
    public var slotCount = 2
    /// Of these, kept for interactive missions: 0 to `slotCount` - 1.
    public var reservedSlotCount = 1
    /// The lanes that take over what may not go on here, first choice first: at most 3.
    public var fallback: [LaneID] = []
    /// Which missions without a pin it gets; nil where the configuration does not say.
    public var rollout: Rollout?
    /// The pool whose permits its runs need; nil for none.
    public var pool: String?
    /// How fast runs may start.
    public var startRate = StartRate()
    /// What its runs may use in a day together: `maxCallCount`, `maxTokenCount` and
    /// `maxCostMicroUSD`, in the bounds of `Budget`; nothing else is set.
    public var dayBudget = Budget()
    /// What copies of missions may use on it in a day together, like `dayBudget` and beside it.
    public var shadowBudget = Budget()
    /// How many missions may be assigned to it and open: 1 to 1,000,000.
    public var openCountMax = 100_000
    /// How long a drain waits for what runs: 0 to 604,800 s.
    public var drainDeadlineSeconds: UInt64 = 3600
    /// How long a worker has from its start to its hello: 100 to 600,000 ms.
    public var readyDeadlineMilliseconds: UInt64 = 10_000
    /// How long a run has from dispatch to its process: 100 to 600,000 ms.
    public var startDeadlineMilliseconds: UInt64 = 60_000
    /// How long a run may wait for a person's answer: 1 to 604,800 s.
    public var answerTimeoutSeconds: UInt64 = 3600
    /// How long a tool in flight may be silent, where the mission bounds silence at all: 1 to
    /// 604,800 s.
    public var toolTimeoutSeconds: UInt64 = 3600
    /// How workers are started again.
    public var restart = RestartPolicy()
    /// When a silent worker is taken for dead.
    public var liveness = LivenessPolicy()
    /// When it is kept out of use for its failures.
    public var health = HealthPolicy()
    /// When it is rolled back.
    public var rollback = RollbackPolicy()
    /// How long failed and deferred missions wait.
    public var backoff = BackoffPolicy()

    /// Creates the defaults.
    public init() {}
}

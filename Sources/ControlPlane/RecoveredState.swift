public import Protocol

/// What the ledger says at boot.
public struct RecoveredState: Equatable, Sendable {
    /// A mission that is not terminal.
    public struct Mission: Equatable, Sendable {
        /// What was asked for; the objective may be left empty.
        public var envelope: MissionEnvelope
        /// `envelope.digest` of the whole.
        public var digest: String
        /// Where it is.
        public var state: MissionState
        /// Its open attempt, if it has one.
        public var attempt: AttemptRecord?

        /// Describes a mission.
        public init(
            envelope: MissionEnvelope,
            digest: String,
            state: MissionState,
            attempt: AttemptRecord?
        ) {
            self.envelope = envelope
            self.digest = digest
            self.state = state
            self.attempt = attempt
        }
    }

    /// This incarnation; committed.
    public var epoch: Epoch
    /// The highest fence ever given.
    public var lastFence: Fence
    /// The sequence number of the last event.
    public var lastEventSequence: UInt64
    /// Who stopped all work, why and when; nil if nobody did, or it was ended.
    public var estop: OperatorChange?
    /// Every lane the ledger knows, ascending.
    public var lanes: [LaneRecord]
    /// Every pool the ledger knows, ascending by name.
    public var pools: [PoolRecord]
    /// Every mission that is not terminal, in the order they were acknowledged.
    public var missions: [Mission]
    /// True if the machine was restarted since the last incarnation.
    public var isHostRestarted: Bool
    /// True if the last incarnation ended as it was asked to.
    public var wasStoppedCleanly: Bool

    /// Describes an empty ledger.
    public init(epoch: Epoch) {
        self.epoch = epoch
        lastFence = Fence(0)
        lastEventSequence = 0
        lanes = []
        pools = []
        missions = []
        isHostRestarted = false
        wasStoppedCleanly = true
    }
}

public import Protocol

extension LaneCore {
    /// What a worker knows from its start on.
    public struct Configuration: Equatable, Sendable {
        /// The lane it serves.
        public var vpID: LaneID
        /// Its own incarnation.
        public var generation: Generation
        /// The version it says in its hello.
        public var version: String
        /// The most runs and unacknowledged results at once, 1 to 10,000.
        public var outboxEntryCountMax = 256
        /// How long it stays idle without a supervisor before it exits.
        public var unsupervisedIdle = Interval.seconds(600)
        /// How long a tree may survive SIGKILL before it is reported.
        public var treeDeathPatience = Interval.seconds(30)

        /// Creates the configuration of a worker with the limits of the contracts.
        public init(vpID: LaneID, generation: Generation, version: String) {
            self.vpID = vpID
            self.generation = generation
            self.version = version
        }
    }
}

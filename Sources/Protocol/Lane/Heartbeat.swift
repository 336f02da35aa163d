/// Parameters of `lane.heartbeat`: sent each second while a run is active, else every ten.
public struct Heartbeat: Equatable, Sendable {
    /// The figures of one run.
    public struct Run: Equatable, Sendable {
        /// The attempt.
        public var runID: RunID
        /// Its fence.
        public var fence: Fence
        /// Grows with every byte of output and every report; never shrinks.
        public var progressCounter: UInt64
        /// True while a tool that the runtime announced has not ended.
        public var isToolInFlight: Bool
        /// What it has used so far.
        public var usage: Usage
        /// Resident memory of its processes, in KiB; 0 if it is not known.
        public var residentKiB: UInt64 = 0

        /// Describes a run.
        public init(
            runID: RunID,
            fence: Fence,
            progressCounter: UInt64,
            isToolInFlight: Bool,
            usage: Usage
        ) {
            self.runID = runID
            self.fence = fence
            self.progressCounter = progressCounter
            self.isToolInFlight = isToolInFlight
            self.usage = usage
        }
    }

    /// The active runs, ascending by run id.
    public var runs: [Run]
    /// Resident memory of the worker itself, in KiB.
    public var residentKiB: UInt64

    /// Creates a heartbeat.
    public init(runs: [Run], residentKiB: UInt64) {
        self.runs = runs
        self.residentKiB = residentKiB
    }
}

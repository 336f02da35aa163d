/// What `supervisor.status` answers: kind `Status`.
public struct SupervisorStatus: Equatable, Sendable {
    /// The supervisor's version.
    public var version = ""
    /// Its process id.
    public var pid: Int32 = 0
    /// Its incarnation.
    public var epoch = Epoch(0)
    /// `starting`, `ready`, `stopping`.
    public var phase = ""
    /// Who stopped all work, why and when; nil if nobody did, or it was ended.
    public var estop: OperatorChange?
    /// How long it has run.
    public var uptimeSeconds: UInt64 = 0
    /// The state folder.
    public var stateDirectory = ""
    /// The ledger file.
    public var ledgerPath = ""
    /// The configuration in use: a path, `built-in`, or `last accepted`.
    public var configuration = ""
    /// What is wrong with the configuration on disk, if the last accepted one is used instead.
    public var configurationProblems: [String] = []
    /// Missions by status, in the order of `MissionStatus.allCases`; terminal ones of the last day.
    public var missionCounts: [Int] = []
    /// Every lane.
    public var lanes: [LaneView] = []
    /// Free space of the state folder's file system, in MiB; nil until it was measured.
    public var freeMiB: UInt64?
    /// Below this much free space nothing new is taken, in MiB, as configured.
    public var minFreeMiB: UInt64 = 0
    /// Memory that can be had without swapping, in MiB; nil if it is not known.
    public var availableMiB: UInt64?
    /// Memory that stays available after a start, in MiB, as configured.
    public var minAvailableMiB: UInt64 = 0
    /// Share of the last 10 s in which something waited for memory, in percent; nil if not known.
    public var memoryPressurePercent: UInt64?
    /// Share of the last 10 s in which something waited for a processor; nil if not known.
    public var cpuPressurePercent: UInt64?
    /// Whether each run gets a control group: `available`, or a sentence that says why not.
    public var controlGroups = ""
    /// When the last copy of the ledger was begun that was checked in full and found sound; nil if
    /// there is none.
    public var lastBackupAt: WallTime?
    /// Sequence number of the last event.
    public var lastEventSequence: UInt64 = 0

    /// Creates a status to be filled in.
    public init() {}
}

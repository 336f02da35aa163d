import DataStructures
import Protocol

/// One lane: its durable record, its machines, what waits for it and what it runs.
struct Lane: Equatable {
    /// The durable state, brought up to date at the end of every turn.
    @Boxed var record: LaneRecord
    /// The record as the ledger has it; nil if it has none.
    @Boxed var savedRecord: LaneRecord?
    @Boxed var policy: LanePolicy
    @Boxed var profile: RuntimeProfile
    var worker: WorkerMachine
    var gate: LaneMachine
    var health: HealthModel
    @Boxed var rollback = RollbackModel()
    var queue = MissionQueue()
    /// How often the oldest of each lower class was passed over here.
    var share = MinimumShare()
    /// How much memory runs have needed here.
    var memory = MemoryEvidence()
    /// How fast runs start here.
    var bucket = StartBucket()
    /// Slots that runs have given up, and that no interactive mission has taken yet.
    var vacatedCount = 0
    /// Open attempts; each holds a slot until its tree is proved gone and its end is committed.
    var runs = OrderedTable<RunID, ActiveRun>()
    /// True while it is not in the configuration.
    var isRetired = false
    /// Processes that survived SIGKILL after the worker's death.
    var survivorCount = 0
    /// True from a boot that finds the lane degraded by such processes, or by those of a run, until
    /// it is heard whether they live.
    var isTreeInDoubt = false
    /// What has kept its recovery from going on for long; nil if nothing has.
    var recoveryProblem: String?
    /// Missions assigned to it that wait for a time, by age.
    var held = OrderedTable<UInt64, MissionID>()
    /// Missions assigned to it that may not run here, again or by its rollout, and wait for another
    /// lane, by age.
    var leaving = OrderedTable<UInt64, MissionID>()
    /// Copies of missions that wait for it, by age: in none of its lines.
    var shadows = OrderedTable<UInt64, MissionID>()
    /// How many of its runs are of copies.
    var copyRunCount = 0
    /// True from a loss that was told until it works again.
    var isRecovering = false
    /// True while something other than its own work keeps interactive missions from starting.
    var isHeldUp = false
    /// When that last ended, in this incarnation.
    var heldUpUntil: MonotonicTime?
    /// True while the lane's lock is held by this supervisor without a worker.
    var holdsLock = false

    var id: LaneID { record.vpID }

    /// The lanes that its starts are weighed against.
    var group: StartGroup.Name { policy.pool.map { .pool($0) } ?? .lane(id) }

    /// How many missions assigned to it wait for a time, or for another lane.
    var heldCount: Int { held.count + leaving.count }

    /// Missions that are assigned to it and open, without copies of missions.
    var openCount: Int { queue.count + heldCount + runs.count - copyRunCount }

    var hasActiveRun: Bool { !runs.isEmpty }

    var isTreeNotDead: Bool {
        guard !isTreeInDoubt, survivorCount == 0 else { return true }
        var isNotDead = false
        runs.forEachValue { if $0.isTreeNotDead { isNotDead = true } }
        return isNotDead
    }

    /// True if a tree of it is being ended, which may be the one in doubt.
    var endsTree: Bool {
        runs.contains { $0.value.record.phase == .stopping }
    }

    /// True if an operator may end this attempt though processes of it live: they survive SIGKILL.
    ///
    /// Once the worker is dead, it is not told which run the survivors are of.
    func mayGiveUp(_ runID: RunID) -> Bool {
        survivorCount > 0 || runs[runID]?.isTreeNotDead == true
    }

    /// True if a run may be sent to its worker now, slots aside.
    var canStart: Bool {
        gate.startsWork && worker.isReady && !isRetired && !isTreeNotDead && health.allowsStart
            && !record.dayUsage.isSpent
    }

    /// What it has used on the day that counts now, with what was heard and is not written yet.
    func dayUsage(at now: WallTime) -> LaneDayUsage {
        var result = record.dayUsage
        result.advance(to: now)
        for (_, run) in runs where !run.isCopy { result.usage.add(run.unsavedUsage) }
        return result
    }

    /// The first bound of its day of which nothing is left; nil if there is none.
    func spentBound(at now: WallTime) -> BudgetBound? {
        guard !isRetired, policy.dayBudget != Budget() else { return nil }
        return policy.dayBudget.bounds(against: dayUsage(at: now).usage).first(where: \.isSpent)
    }

    /// True if what waits on it is better off elsewhere.
    var isOut: Bool { isUnable || isSendingAway }

    /// True while it is rolled back and its queue goes along its chain.
    var isSendingAway: Bool {
        !isRetired && gate.state != .open && rollback.memory.sendsAway
    }

    /// True if it is not well, or its budget of the day is spent, and it starts nothing.
    ///
    /// Not where an operator holds it, or took it out of the configuration: what waits stays then.
    private var isUnable: Bool {
        guard !isRetired, gate.state == .open, !gate.isPaused else { return false }
        guard !record.dayUsage.isSpent else { return true }
        guard let degradedCause else { return false }
        return degradedCause != .ejected || health.memory.state == .ejected
    }

    /// True if its rollout lets a mission in.
    func admits(_ envelope: MissionEnvelope) -> Bool {
        record.rollout.rollout.admits(envelope)
    }

    /// True while it is degraded only until one mission has shown that it is well, and none is there.
    var wantsProbe: Bool {
        degradedCause == .ejected && health.memory.state == .probing && openCount == 0
    }

    /// The status by the facts of now.
    var status: LaneStatus {
        if isRetired { return .retired }
        if degradedCause != nil { return .degraded }
        if gate.isPaused { return .paused }
        switch worker.state {
        case .ready, .leaving: return runs.isEmpty ? .idle : .active
        case .vacant where !gate.wantsWorker, .backingOff where !gate.wantsWorker: return .idle
        case .unprobed, .probing, .clearing, .vacant, .backingOff, .starting, .greeting, .killing,
            .parked:
            return .recovering
        }
    }

    var degradedCause: DegradedCause? {
        if isTreeNotDead { return .treeNotDead }
        if worker.state == .parked { return .parked }
        return health.isOut ? .ejected : nil
    }

    /// It is not in the configuration any more: it drains, unless it does so already.
    mutating func retire(at now: Instant) {
        isRetired = true
        let wait = Interval.seconds(policy.drainDeadlineSeconds)
        guard gate.retired(deadline: now.boot + wait) else { return }
        record.drainDeadlineAt = now.wall + wait
    }

    /// It is in the configuration again: it takes work, unless an operator drained it.
    mutating func returned() {
        isRetired = false
        if gate.returned() { record.drainDeadlineAt = nil }
    }

    /// Brings the record up to date and takes it for saved.
    ///
    /// - Returns: What is to be written; nil if the ledger has it already.
    mutating func takeRecordToSave() -> LaneRecord? {
        refreshRecord()
        guard !isSaved else { return nil }
        savedRecord = record
        return record
    }

    /// True if the ledger has the record as it is.
    private var isSaved: Bool {
        guard let savedRecord else { return false }
        return savedRecord == record
    }

    /// Brings the record's derived columns up to date.
    mutating func refreshRecord() {
        record.generation = worker.generation
        record.status = status
        record.degradedCause = degradedCause
        record.admission = gate.admission
        record.isPaused = gate.isPaused
        record.isDrainOrdered = gate.isDrainOrdered
        record.pool = policy.pool
        record.health = health.memory
        record.rollback = rollback.memory
    }
}

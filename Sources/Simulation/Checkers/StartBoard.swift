import ControlPlane
import DataStructures
import Protocol

/// What waits and what runs, as far as it can be told from what was written: for the checkers of
/// starts.
struct StartBoard {
    /// A mission.
    struct Row {
        let id: MissionID
        let order: Int
        let missionClass: MissionClass
        let session: SessionMode
        let source: String
        let deadline: Int64
        /// True for one that no rollout concerns.
        let isPinned: Bool
        var state: MissionState
        /// When its hold ends on the boot clock; nil if it ends by civil time.
        var releaseAt: MonotonicTime?
        /// The turn in which its hold was over: a clock that is set back does not hold it again.
        var releasedIn: Int?

        /// True if it needs the lane's session to be free.
        var continuesSession: Bool {
            session == .continue && state.scope != .session && missionClass != .interactive
        }

        /// True if it comes before another of its class whatever the turns of sources.
        func isBefore(_ other: Row) -> Bool {
            if missionClass == .deadline {
                return (state.isLate ? 1 : 0, deadline, order)
                    < (other.state.isLate ? 1 : 0, other.deadline, other.order)
            }
            return source == other.source && order < other.order
        }
    }

    /// An open attempt.
    private struct Run {
        let lane: LaneID
        let missionID: MissionID
        let isInteractive: Bool
        let isFreshSession: Bool
    }

    private(set) var rows = LookupTable<MissionID, Row>()
    private(set) var shareEvery = 10
    private var lanes = OrderedTable<LaneID, LanePolicy>()
    private var pools = OrderedTable<String, PoolPolicy>()
    private var poolRecords = OrderedTable<String, PoolRecord>()
    private var classes = ClassPolicy()
    private var rollouts = OrderedTable<LaneID, Rollout>()
    private var queued = OrderedTable<Int, MissionID>()
    private var runs = OrderedTable<RunID, Run>()
    private var count = 0
    /// Slots that runs have given up, and that no interactive mission has taken since.
    private var vacatedSlots = OrderedTable<LaneID, Int>()
    /// The same of permits.
    private var vacatedPermits = OrderedTable<String, Int>()
    /// The latest turns: a commit that failed is tried again in a later one.
    private var turns: [(number: Int, began: Instant)] = []
    private var turnCount = 0
    private static let turnsKept = 256
    /// What is in force for the machine, and what it said last.
    private var host = HostPolicy()
    private var figures = HostFigures()
    /// Until when starts are spaced out; nil unless the machine went down uncleanly.
    private var uncleanUntil: MonotonicTime?
    /// True until the supervisor that has just started has its configuration.
    private var isFresh = true

    mutating func configure(_ configuration: Configuration) {
        // A lane that was removed keeps its limits for what still runs on it, until a supervisor
        // starts that has never known them; its pool is in the ledger.
        if isFresh {
            for (id, old) in lanes {
                var policy = LanePolicy()
                policy.pool = old.pool
                lanes[id] = policy
            }
        }
        isFresh = false
        for (id, policy) in configuration.lanes { lanes[id] = policy }
        pools = configuration.pools
        host = configuration.supervisor.host
        classes = configuration.classes
        shareEvery = classes.minShareEvery
    }

    /// What pools and rollouts are at the starts of a turn: their rows are its last writes.
    mutating func prepare(_ writes: [LedgerWrite]) {
        for case .savePool(let record) in writes { poolRecords[record.name] = record }
        for case .saveLane(let record) in writes { rollouts[record.vpID] = record.rollout.rollout }
    }

    /// A turn begins: holds that are over by its time are over for good.
    mutating func turnBegan(at now: Instant) {
        turnCount += 1
        turns.append((turnCount, now))
        if turns.count > Self.turnsKept { turns.removeFirst() }
        for (_, id) in queued {
            guard let row = rows[id], row.releasedIn == nil, let heldUntil = row.state.heldUntil
            else { continue }
            let isOver = row.releaseAt.map { $0 <= now.boot } ?? (heldUntil <= now.wall)
            if isOver { rows[id]?.releasedIn = turnCount }
        }
    }

    /// The machine was measured.
    mutating func measured(_ figures: HostFigures) { self.figures = figures }

    /// This supervisor starts after the machine went down without a clean stop.
    mutating func bootedUncleanly(at now: MonotonicTime) {
        uncleanUntil = now + .seconds(host.uncleanStartSeconds)
    }

    /// False if the machine may hold what is not interactive, as far as can be told from here.
    func hasHostRoom(at now: WallTime) -> Bool {
        if let uncleanUntil {
            guard let turn = turns.last(where: { $0.began.wall == now }),
                turn.began.boot >= uncleanUntil
            else { return false }
        }
        // More than all the runs that there can be are expected to take.
        let hasMemory = figures.availableKiB.map { $0 >= 4 << 20 } ?? true
        return hasMemory && (figures.memoryPressurePercent ?? 0) == 0
            && (figures.cpuPressurePercent ?? 0) == 0
    }

    /// The wait after an attempt is a span from its end on, whatever civil time is set to.
    private func releaseTime(of state: MissionState, after row: Row) -> MonotonicTime? {
        guard let heldUntil = state.heldUntil, state.attemptCount > 0 else { return nil }
        if heldUntil == row.state.heldUntil { return row.releaseAt }
        guard let turn = turns.last(where: { $0.began.wall == state.queuedAt })?.began else {
            return nil
        }
        return turn.boot + heldUntil.since(turn.wall)
    }

    /// A supervisor starts, which holds again what is to be held by its clock.
    mutating func supervisorStarted() {
        isFresh = true
        vacatedSlots = OrderedTable()
        vacatedPermits = OrderedTable()
        uncleanUntil = nil
        figures = HostFigures()
        for (_, id) in queued {
            rows[id]?.releasedIn = nil
            rows[id]?.releaseAt = nil
        }
    }

    mutating func apply(_ write: LedgerWrite) {
        switch write {
        case .insertMission(let envelope, let state):
            insert(envelope, state)
        case .updateMission(let id, let state):
            let releaseAt = rows[id].flatMap { releaseTime(of: state, after: $0) }
            rows[id]?.releaseAt = releaseAt
            rows[id]?.state = state
            rows[id]?.releasedIn = nil
            if let row = rows[id] { queued[row.order] = state.status == .queued ? id : nil }
        case .insertAttempt(let attempt):
            // What has no row is a copy: it takes a slot and a permit, and is in nobody's line.
            let row = rows[attempt.missionID]
            if let row { queued[row.order] = nil }
            let isInteractive = row?.missionClass == .interactive
            runs[attempt.runID] = Run(
                lane: attempt.vpID,
                missionID: attempt.missionID,
                isInteractive: isInteractive,
                isFreshSession: attempt.isFreshSession
            )
            if isInteractive { vacate(-1, on: attempt.vpID) }
        case .updateAttempt(let attempt) where attempt.outcome != nil:
            runs[attempt.runID] = nil
            if attempt.intent == .preempt { vacate(1, on: attempt.vpID) }
        case .updateAttempt, .saveLane, .appendEvent, .savePool, .saveEstop, .markCleanStop:
            break
        }
    }

    private mutating func insert(_ envelope: MissionEnvelope, _ state: MissionState) {
        guard let id = envelope.missionID else { return }
        rows[id] = Row(
            id: id,
            order: count,
            missionClass: envelope.missionClass,
            session: envelope.session,
            source: envelope.source,
            deadline: envelope.deadlineAt?.nanoseconds ?? .max,
            isPinned: envelope.vpID != nil,
            state: state
        )
        if state.status == .queued { queued[count] = id }
        count += 1
    }

    private mutating func vacate(_ change: Int, on lane: LaneID) {
        vacatedSlots[lane] = max(0, vacatedSlots[lane, default: 0] + change)
        guard let pool = lanes[lane]?.pool else { return }
        vacatedPermits[pool] = max(0, vacatedPermits[pool, default: 0] + change)
    }

    func pool(of lane: LaneID) -> String? { lanes[lane]?.pool }

    func lanes(ofPool name: String) -> [LaneID] {
        lanes.filter { $0.value.pool == name }.map(\.key)
    }

    func weight(of source: String) -> Int {
        (classes.sources[source] ?? classes.source).weight
    }

    func isSessionFree(on lane: LaneID) -> Bool {
        !runs.contains { $0.value.lane == lane && !$0.value.isFreshSession }
    }

    /// True if a mission of the class is queued on the lane and not held, able to start or not.
    func waits(_ missionClass: MissionClass, on lane: LaneID, at now: WallTime) -> Bool {
        queued.contains { entry in
            guard let row = rows[entry.value], row.missionClass == missionClass else {
                return false
            }
            return row.state.assignedVPID == lane && !isHeld(row, at: now)
        }
    }

    /// How many of the class are queued on the lane and held by nobody, those among them whose time
    /// has not come.
    func waitingCount(_ missionClass: MissionClass, on lane: LaneID) -> Int {
        queued.count { entry in
            guard let row = rows[entry.value] else { return false }
            return row.missionClass == missionClass && row.state.assignedVPID == lane
                && row.state.hold == nil
        }
    }

    private func isHeld(_ row: Row, at now: WallTime) -> Bool {
        if row.state.isLeaving || row.state.hold != nil || isShutOut(row) { return true }
        guard let heldUntil = row.state.heldUntil else { return false }
        // What was decided in a turn whose commit failed was decided by its clock.
        guard let turn = turns.last(where: { $0.began.wall == now }) ?? turns.last else {
            return heldUntil > now
        }
        if let releasedIn = row.releasedIn, releasedIn <= turn.number { return false }
        guard let releaseAt = row.releaseAt else { return heldUntil > now }
        return releaseAt > turn.began.boot
    }

    private func isShutOut(_ row: Row) -> Bool {
        guard !row.isPinned, let rollout = rollouts[row.state.assignedVPID] else { return false }
        return !RolloutChecker.isOpen(rollout, to: row.id)
    }

    /// What could start on a lane but for others, slots aside.
    func ready(on lane: LaneID, at now: WallTime) -> [Row] {
        let isSessionFree = isSessionFree(on: lane)
        return queued.compactMap { entry in
            guard let row = rows[entry.value], row.state.assignedVPID == lane else { return nil }
            if isHeld(row, at: now) { return nil }
            return isSessionFree || !row.continuesSession ? row : nil
        }
    }

    /// True if the slots of the lane, and the permits of its pool, let one more of the class start.
    func hasRoom(for missionClass: MissionClass, on lane: LaneID, at now: WallTime) -> Bool {
        guard let policy = lanes[lane] else { return false }
        let onLane = runs.filter { $0.value.lane == lane }.map(\.value)
        guard
            Self.hasRoom(missionClass, onLane, policy.slotCount, policy.reservedSlotCount),
            missionClass == .interactive || !isVacated(lane, at: now)
        else { return false }
        guard let name = policy.pool, let pool = pools[name] else { return true }
        let record = poolRecords[name] ?? PoolRecord(name: name)
        // Where it cannot be told for sure whether the class could start, it could not.
        let gate = Self.gatePercent(of: missionClass, pool) * 10
        guard record.status == .open, record.hold == nil, record.slotLimit == nil,
            missionClass == .interactive || vacatedPermits[name, default: 0] == 0,
            record.readings.allSatisfy({ pool.chargedPermille(of: $0) < gate })
        else { return false }
        return Self.hasRoom(missionClass, inPool(name), pool.slotCount, pool.reservedSlotCount)
    }

    /// True if a lane has no pool, or its pool closes to no class and limits nothing but by its own
    /// slots; and neither of them has a start rate.
    func startsFreely(_ lane: LaneID) -> Bool {
        guard let policy = lanes[lane], policy.startRate.perMinute == 0 else { return false }
        guard let name = policy.pool else { return true }
        guard let pool = pools[name], pool.startRate.perMinute == 0 else { return false }
        let record = poolRecords[name] ?? PoolRecord(name: name)
        return record.status == .open && record.hold == nil && record.slotLimit == nil
            && record.readings.isEmpty
    }

    /// The lanes whose starts are weighed together with those of a lane, itself among them.
    func group(of lane: LaneID) -> [LaneID] {
        pool(of: lane).map(lanes(ofPool:)) ?? [lane]
    }

    /// True if something could start in the group of a lane but for others, slots aside.
    func isReadyInGroup(of lane: LaneID, at now: WallTime) -> Bool {
        group(of: lane).contains { !ready(on: $0, at: now).isEmpty }
    }

    /// True if every free slot of the lane was given up for an interactive mission that waits there.
    func isVacated(_ lane: LaneID, at now: WallTime) -> Bool {
        guard let policy = lanes[lane], let vacated = vacatedSlots[lane], vacated > 0 else {
            return false
        }
        let waiting = ready(on: lane, at: now).count { $0.missionClass == .interactive }
        let used = runs.count { $0.value.lane == lane }
        return used + min(vacated, waiting) >= policy.slotCount
    }

    /// How the start of a run made its pool exceed its limits; a run that waits for a person holds
    /// no permit.
    func excessOfPool(by attempt: AttemptRecord) -> String? {
        guard let name = lanes[attempt.vpID]?.pool, let pool = pools[name] else { return nil }
        let runs = inPool(name)
        if runs.count > pool.slotCount {
            return "pool \(name) has \(runs.count) runs in \(pool.slotCount) slots"
        }
        // Runs that go on after an answer may exceed what is not reserved; the others still start.
        guard rows[attempt.missionID]?.missionClass != .interactive else { return nil }
        let otherCount = runs.count { !$0.isInteractive }
        let limit = pool.slotCount - pool.reservedSlotCount
        guard otherCount > limit else { return nil }
        return "pool \(name) has \(otherCount) runs that are not interactive in \(limit) slots"
    }

    private static func gatePercent(of missionClass: MissionClass, _ pool: PoolPolicy) -> Int {
        switch missionClass {
        case .interactive: pool.interactiveGatePercent
        case .deadline: pool.deadlineGatePercent
        case .background: pool.backgroundGatePercent
        }
    }

    private func inPool(_ name: String) -> [Run] {
        runs.map(\.value).filter {
            lanes[$0.lane]?.pool == name && rows[$0.missionID]?.state.status != .blocked
        }
    }

    private static func hasRoom(
        _ missionClass: MissionClass,
        _ runs: [Run],
        _ slotCount: Int,
        _ reservedCount: Int
    ) -> Bool {
        guard runs.count < slotCount else { return false }
        return missionClass == .interactive
            || runs.count { !$0.isInteractive } < slotCount - reservedCount
    }
}

import DataStructures
public import Protocol

/// The supervisor's mind: decides what runs where and when, and what follows from every event.
///
/// A value that reads no clock and touches nothing: events in, effects out. It composes machines
/// that do not know each other (`WorkerMachine`, `LaneMachine`, `MissionMachine`, the queue and the
/// slot governor); the order in which what one says feeds the next is written in the extensions
/// beside this file and nowhere else.
///
/// The rules that everything hangs on:
/// - A mission is in exactly one state, and at most one attempt of it is open. An attempt is closed
///   only when its tree is proved gone, by its worker's result or by `treesGone` after the worker's
///   death; only then may the mission run again.
/// - What a worker says counts only with the current generation and the attempt's fence.
/// - Every change is an `Effect.write` of the same turn as the effects it allows, and the turn's
///   driver performs nothing before all writes are durable.
public struct ControlPlane {
    /// What is in force.
    public internal(set) var configuration: Configuration
    /// This incarnation.
    public let epoch: Epoch
    /// How far the supervisor has come.
    public internal(set) var phase = SupervisorPhase.starting
    /// Events that came too late to mean anything, for the statistics.
    public internal(set) var staleEventCount = 0
    /// Turns that came late after a gap of more than a second, so that leases began anew.
    public internal(set) var oversleptTurnCount = 0

    var lanes = LaneTable()
    /// The lanes by what their starts are weighed in; every lane is in exactly one.
    var groups = OrderedTable<StartGroup.Name, StartGroup>()
    /// When something may start in a group though nothing happens until then: its start rate is used
    /// up.
    var groupStarts = OrderedTable<StartGroup.Name, MonotonicTime>()
    /// What lanes share, by name.
    var pools = PoolTable()
    var missions = LookupTable<MissionID, MissionMachine>()
    /// Missions in memory by idempotency key.
    var keys = LookupTable<String, MissionID>()
    var tally = OpenTally()
    /// Missions by their lane-side name.
    var runs = LookupTable<RunID, MissionID>()
    var lastFence: Fence
    var lastEventSequence: UInt64
    var nextOrder: UInt64 = 1
    var identifiers: IdentifierSource
    /// Spreads waits, so that not everybody comes back at once.
    var jitterSource: SeededGenerator
    /// When to look at missions again: a hold's end, a deadline.
    var alarms = MissionAlarms()
    /// Missions that came back to the queue of a lane while a reroute was in force, which has not
    /// been applied to them yet.
    var cameBack = OrderedTable<LaneID, [MissionID]>()
    /// Missions that may not run on their lane again and wait for another one, by age.
    var leavers = OrderedTable<UInt64, MissionID>()
    /// Those of them that nobody has looked at yet.
    var newLeavers: [MissionID] = []
    /// When a turn of ours last came late.
    var lastGapAt: MonotonicTime?
    /// Missions that came to a lane which starts nothing, and that nobody has looked at yet.
    var newcomers: [MissionID] = []
    /// The lanes that were out when they were last looked at.
    var lanesThatAreOut = OrderedTable<LaneID, Bool>()
    /// The lanes that took work when they were last looked at.
    var lanesThatTakeWork = OrderedTable<LaneID, Bool>()
    /// True once a lane was rolled back in this turn, so that its queue is to be looked at again.
    var isRollbackNews = false
    /// Open copies of missions, by the mission that they are copies of.
    var copies = OrderedTable<MissionID, MissionID>()
    var waiters: [Waiter] = []
    /// Terminal missions that leave memory once the turn is durable.
    var finished: [MissionID] = []
    /// Free space for the ledger, in MiB; nil until it was measured.
    var freeMiB: UInt64?
    /// Whether the machine has room.
    var host = HostGate()
    /// Who stopped all work, why and when; nil if nobody did, or it was ended.
    var estop: OperatorChange?
    var startedAt: MonotonicTime
    var stop: Stop?
    var leaseWrittenAt: MonotonicTime?
    var lastTurn: Instant
    var dueAt: MonotonicTime?

    /// A client that waits for a mission's end.
    struct Waiter: Equatable {
        var client: ClientID
        var requestID: RequestID
        var missionID: MissionID
        var deadline: MonotonicTime?
    }

    /// A stop that is under way.
    struct Stop: Equatable {
        var deadline: MonotonicTime
        var isImmediate = false
    }

    /// Creates the mind of a supervisor that has just opened its ledger.
    ///
    /// `boot` must come first.
    ///
    /// - Parameters:
    ///   - configuration: Validated.
    ///   - recovered: What the ledger says.
    ///   - seed: For names and jitter: random in the supervisor, given in a simulation.
    ///   - now: The time of the first turn.
    public init(
        configuration: Configuration,
        recovered: RecoveredState,
        seed: UInt64,
        at now: Instant
    ) {
        self.configuration = configuration
        epoch = recovered.epoch
        lastFence = recovered.lastFence
        lastEventSequence = recovered.lastEventSequence
        estop = recovered.estop
        identifiers = IdentifierSource(seed: seed)
        jitterSource = SeededGenerator(seed: seed ^ 0x706f_6f6c)
        startedAt = now.boot
        lastTurn = now
        restore(recovered, at: now)
    }

    /// Applies one event and appends what must be done about it.
    ///
    /// - Parameters:
    ///   - event: What happened. `.tick` comes last in every turn.
    ///   - now: The turn's one clock reading; its boot time never goes back.
    ///   - effects: Receives the effects, in the order they must be carried out.
    public mutating func handle(_ event: Event, at now: Instant, into effects: inout [Effect]) {
        invariant(now.boot >= lastTurn.boot, "the boot clock went back")
        noticeOversleeping(at: now, into: &effects)
        lastTurn = now
        switch event {
        case .requestReceived(let request):
            requestReceived(request, at: now, into: &effects)
        case .clientClosed(let client):
            waiters.removeAll { $0.client == client }
        case .workerFound(let lane, let generation, let identity):
            recoveryWentOn(lane, at: now, into: &effects)
            workerFound(lane, generation, identity, at: now, into: &effects)
        case .workerMissing(let lane):
            recoveryWentOn(lane, at: now, into: &effects)
            feed(.missing, to: lane, at: now, into: &effects)
        case .workerSpawned(let lane, let generation, let identity):
            workerSpawned(lane, generation, identity, at: now, into: &effects)
        case .workerSpawnFailed(let lane, let generation, let message):
            workerSpawnFailed(lane, generation, message, at: now, into: &effects)
        case .workerExited(let lane, let generation, let status):
            workerExited(lane, generation, status, at: now, into: &effects)
        case .reported(let lane, let generation, let report):
            reported(lane, generation, report, at: now, into: &effects)
        case .linkClosed(let lane, let generation):
            feed(.linkClosed(generation), to: lane, at: now, into: &effects)
        case .treesGone(let lane, let generation):
            recoveryWentOn(lane, at: now, into: &effects)
            treesGone(lane, generation, at: now, into: &effects)
        case .treesNotDead(let lane, let generation, let count):
            recoveryWentOn(lane, at: now, into: &effects)
            treesNotDead(lane, generation, count, at: now, into: &effects)
        case .lockTaken(let lane, let generation):
            recoveryWentOn(lane, at: now, into: &effects)
            lanes.modify(lane) { $0.holdsLock = true }
            feed(.lockTaken(generation), to: lane, at: now, into: &effects)
        case .outboxRead(let lane, let generation, let results):
            recoveryWentOn(lane, at: now, into: &effects)
            outboxRead(lane, generation, results, at: now, into: &effects)
        case .recoveryStalled(let lane, let problem):
            recoveryStalled(lane, problem, at: now, into: &effects)
        case .incidentCaptured(let lane, let sequence):
            _ = lanes.modify(lane) { $0.rollback.captured(sequence) }
        case .incidentCaptureFailed(let lane, let sequence, let problem):
            captureFailed(lane, sequence, problem, at: now, into: &effects)
        case .diskMeasured(let freeMiB):
            self.freeMiB = freeMiB
            lanes.touchAll()
        case .hostMeasured(let figures):
            hostMeasured(figures)
        case .configurationLoaded(let configuration):
            configurationLoaded(configuration, at: now, into: &effects)
        case .stopRequested:
            stopRequested(at: now, into: &effects)
        case .replacementRequested:
            // Replaced now, the stop would be forgotten and everything would start again.
            if stop == nil { effects.append(.replaceProgram(nil, nil)) }
        case .tick:
            tick(at: now, into: &effects)
        }
    }

    /// Everything that was asked for is durable: what is terminal leaves memory.
    public mutating func didCommit() {
        for id in finished {
            guard let mission = missions.removeValue(forKey: id) else { continue }
            guard mission.state.status.isTerminal else {
                missions[id] = mission
                continue
            }
            if let key = mission.envelope.idempotencyKey { keys[key] = nil }
        }
        finished.removeAll(keepingCapacity: true)
    }

    /// When `.tick` is next due, or nil if time alone changes nothing.
    public var nextDeadline: MonotonicTime? { dueAt }

    // MARK: Time

    /// How long before a worker's deadline a turn is taken, so that a gap of over a second that
    /// spans the deadline is seen to be one, however soon after the deadline it ends.
    ///
    /// At most half a second: a gap that begins after that turn ends as much after the deadline, or
    /// is no longer than a second.
    private static let watch = Interval.milliseconds(500)

    /// After a stop or suspend of this process, silence of others proves nothing.
    private mutating func noticeOversleeping(at now: Instant, into effects: inout [Effect]) {
        guard let dueAt, now.boot.since(dueAt) >= Self.watch,
            now.boot.since(lastTurn.boot) > .seconds(1)
        else { return }
        oversleptTurnCount += 1
        lastGapAt = now.boot
        for lane in lanes.keys {
            feed(.rearmed, to: lane, at: now, into: &effects)
            rearmRuns(on: lane, at: now)
        }
    }

    /// The last turn in which a worker can be heard before its deadline, or the deadline itself.
    private func watched(_ deadline: MonotonicTime?, at now: Instant) -> MonotonicTime? {
        guard let deadline, deadline.since(now.boot) > Self.watch else { return deadline }
        return MonotonicTime(nanoseconds: deadline.nanoseconds - Self.watch.nanoseconds)
    }

    private mutating func tick(at now: Instant, into effects: inout [Effect]) {
        if host.ticked(at: now.boot) { lanes.touchAll() }
        releaseWaiters(at: now, into: &effects)
        ringAlarms(at: now, into: &effects)
        advanceHealth(at: now)
        watchDayBudgets(at: now, into: &effects)
        watchShadowBudgets(at: now, into: &effects)
        repeat {
            isRollbackNews = false
            endCopiesOfClosedLanes(at: now, into: &effects)
            applyReroutes(at: now, into: &effects)
            applyFallbacks(at: now, into: &effects)
            let names = settleLanes(at: now, into: &effects)
            tickPools(at: now, into: &effects)
            noteHoldUps(at: now)
            dispatch(near: names, at: now, into: &effects)
        } while isRollbackNews
        advancePhase(at: now, into: &effects)
        saveLanes(at: now, into: &effects)
        savePools(into: &effects)
        for id in lanes.touchedKeys {
            lanes.settled(id, dueAt: nextDeadline(ofLane: id, at: now))
        }
        lanes.endTurn()
        pools.endTurn(configuration.pools)
        dueAt = earliestDeadline(at: now)
    }

    /// Looks at the lanes that were changed in this turn or are due.
    ///
    /// - Returns: Their names, ascending.
    private mutating func settleLanes(
        at now: Instant,
        into effects: inout [Effect]
    ) -> [LaneID] {
        if stop != nil { lanes.touchAll() }
        lanes.touchDue(at: now.boot)
        var seen = OrderedTable<LaneID, Bool>()
        // To settle one lane may change another.
        while seen.count < lanes.touchedKeys.count {
            for id in lanes.touchedKeys where !seen.contains(id) {
                seen[id] = true
                watchRuns(of: id, at: now, into: &effects)
                settle(id, at: now, into: &effects)
            }
        }
        return lanes.touchedKeys
    }

    /// When a lane is to be looked at though nothing happens to it; nil for never.
    private func nextDeadline(ofLane id: LaneID, at now: Instant) -> MonotonicTime? {
        lanes.look(at: id) { nextDeadline(of: $0, at: now) } ?? nil
    }

    private func nextDeadline(of lane: Lane, at now: Instant) -> MonotonicTime? {
        var earliest = watched(
            lane.worker.nextDeadline(hasActiveRun: lane.hasActiveRun),
            at: now
        )
        func consider(_ time: MonotonicTime?) {
            guard let time else { return }
            earliest = min(earliest ?? time, time)
        }
        if phase == .starting, let end = readyWaitEnd(of: lane), end > now.boot { consider(end) }
        // A stop has a deadline of its own, and a drain's is not acted on meanwhile.
        if stop == nil, case .draining(let deadline) = lane.gate.state,
            lane.runs.contains(where: { !$0.value.isStopImmediate })
        {
            consider(nextDrainStep(of: lane, deadline: deadline))
        }
        consider(lane.health.ejectedUntil)
        consider(nextDayLook(of: lane, at: now))
        consider(nextShadowLook(of: lane, at: now))
        for (_, run) in lane.runs { consider(nextDeadline(of: run, on: lane)) }
        return earliest
    }

    private func earliestDeadline(at now: Instant) -> MonotonicTime? {
        var earliest: MonotonicTime?
        func consider(_ time: MonotonicTime?) {
            guard let time else { return }
            earliest = min(earliest ?? time, time)
        }
        consider(lanes.firstDue)
        if startsWork { for (_, time) in groupStarts { consider(time) } }
        consider(host.lookAt)
        consider(nextPoolChange(at: now))
        for waiter in waiters { consider(waiter.deadline) }
        consider(alarms.nextLook(at: now))
        if let stop { consider(max(stop.deadline, now.boot + .milliseconds(100))) }
        if let leaseWrittenAt, lanes.readyCount > 0 { consider(leaseWrittenAt + .seconds(60)) }
        return earliest
    }
}

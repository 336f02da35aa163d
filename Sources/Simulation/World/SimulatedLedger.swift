import ControlPlane
import DataStructures
import Protocol

/// The ledger, in memory: it takes what the real one takes, and refuses what the real one refuses.
struct SimulatedLedger {
    /// A mission's row.
    struct Mission {
        var envelope: MissionEnvelope
        var state: MissionState
        var order: Int
        var openRun: RunID?
        /// Its attempts, oldest first.
        var runs: [RunID] = []
        /// The supervisor that took it.
        var madeIn = Epoch(0)
        /// The one that ended it; nil while it is open.
        var endedIn: Epoch?
    }

    private(set) var missions = LookupTable<MissionID, Mission>()
    /// Every mission, in the order of acknowledgement.
    private(set) var missionIDs: [MissionID] = []
    /// Open missions, by their order.
    private(set) var open = OrderedTable<Int, MissionID>()
    private(set) var keys = LookupTable<String, MissionID>()
    private(set) var attempts = LookupTable<RunID, AttemptRecord>()
    private(set) var lanes = OrderedTable<LaneID, LaneRecord>()
    private(set) var pools = OrderedTable<String, PoolRecord>()
    private(set) var epoch = Epoch(0)
    private(set) var lastFence = Fence(0)
    private(set) var events: [EventRecord] = []
    var lastEventSequence: UInt64 { events.last?.sequence ?? 0 }
    private(set) var commitCount: UInt64 = 0
    private(set) var isCleanStop = false
    private(set) var estop: OperatorChange?

    /// Applies a transaction, in place.
    ///
    /// - Returns: Nil, or why it is refused; the ledger is of no use after that.
    mutating func take(_ writes: [LedgerWrite]) -> String? {
        commitCount += 1
        for write in writes {
            if let refusal = apply(write) { return refusal }
        }
        return nil
    }

    /// A supervisor starts: the next epoch is durable before it does anything.
    mutating func beginEpoch() {
        epoch = epoch.next
        isCleanStop = false
    }

    /// What a supervisor that starts now finds.
    func recovered(isHostRestarted: Bool, wasStoppedCleanly: Bool) -> RecoveredState {
        var state = RecoveredState(epoch: epoch)
        state.lastFence = lastFence
        state.lastEventSequence = lastEventSequence
        state.estop = estop
        state.lanes = lanes.map(\.value)
        state.pools = pools.map(\.value)
        state.isHostRestarted = isHostRestarted
        state.wasStoppedCleanly = wasStoppedCleanly
        for (_, id) in open {
            guard let mission = missions[id] else { continue }
            state.missions.append(
                RecoveredState.Mission(
                    envelope: mission.envelope,
                    digest: mission.envelope.digest,
                    state: mission.state,
                    attempt: mission.openRun.flatMap { attempts[$0] }
                )
            )
        }
        return state
    }

    /// What is known under the key or the id of a mission that is submitted.
    func known(_ envelope: MissionEnvelope) -> KnownMission? {
        if let key = envelope.idempotencyKey, let id = keys[key] {
            return KnownMission(
                missionID: id,
                isSameKey: true,
                difference: difference(envelope, id)
            )
        }
        guard let id = envelope.missionID, missions.contains(id) else { return nil }
        return KnownMission(missionID: id, isSameKey: false, difference: difference(envelope, id))
    }

    /// The first field in which a body differs from the one in the ledger.
    func difference(_ envelope: MissionEnvelope, _ id: MissionID) -> String? {
        guard var stored = missions[id]?.envelope else { return nil }
        stored.missionID = envelope.missionID
        return stored == envelope ? nil : envelope.firstDifference(from: stored)
    }

    // MARK: Writes

    private mutating func apply(_ write: LedgerWrite) -> String? {
        switch write {
        case .insertMission(let envelope, let state): insert(envelope, state)
        case .updateMission(let id, let state): update(id, state)
        case .insertAttempt(let attempt): insert(attempt)
        case .updateAttempt(let attempt): update(attempt)
        case .saveLane(let record): save(record)
        case .savePool(let record): save(record)
        case .appendEvent(let event): append(event)
        case .saveEstop(let change): save(change)
        case .markCleanStop: markCleanStop()
        }
    }

    private mutating func insert(_ envelope: MissionEnvelope, _ state: MissionState) -> String? {
        guard let id = envelope.missionID else { return "a mission without an id" }
        guard !missions.contains(id) else { return "mission \(id) is inserted twice" }
        guard lanes[state.assignedVPID] != nil else {
            return "mission \(id) names lane \(state.assignedVPID), which the ledger lacks"
        }
        if let key = envelope.idempotencyKey {
            guard !keys.contains(key) else { return "key \(key) is inserted twice" }
            keys[key] = id
        }
        let order = missionIDs.count
        missions[id] = Mission(envelope: envelope, state: state, order: order, madeIn: epoch)
        missionIDs.append(id)
        if !state.status.isTerminal { open[order] = id }
        return nil
    }

    private mutating func update(_ id: MissionID, _ state: MissionState) -> String? {
        guard let mission = missions[id] else { return "mission \(id) is updated, never inserted" }
        guard !mission.state.status.isTerminal else {
            return "mission \(id) is \(mission.state.status.rawValue) and is updated"
        }
        guard lanes[state.assignedVPID] != nil else {
            return "mission \(id) names lane \(state.assignedVPID), which the ledger lacks"
        }
        missions[id]?.state = state
        if state.status.isTerminal {
            open[mission.order] = nil
            missions[id]?.endedIn = epoch
        }
        return nil
    }

    private mutating func insert(_ attempt: AttemptRecord) -> String? {
        guard !attempts.contains(attempt.runID) else {
            return "run \(attempt.runID) is inserted twice"
        }
        guard missions.contains(attempt.missionID), lanes[attempt.vpID] != nil else {
            return "run \(attempt.runID) names a mission or lane that the ledger lacks"
        }
        if let open = missions[attempt.missionID]?.openRun {
            return "run \(attempt.runID) is inserted while \(open) is open"
        }
        guard attempt.fence > lastFence else {
            return "run \(attempt.runID) has fence \(attempt.fence), not above \(lastFence)"
        }
        lastFence = attempt.fence
        attempts[attempt.runID] = attempt
        missions[attempt.missionID]?.openRun = attempt.runID
        missions[attempt.missionID]?.runs.append(attempt.runID)
        return nil
    }

    private mutating func update(_ attempt: AttemptRecord) -> String? {
        guard let stored = attempts[attempt.runID] else {
            return "run \(attempt.runID) is updated, never inserted"
        }
        guard stored.outcome == nil else { return "run \(attempt.runID) is closed and is updated" }
        attempts[attempt.runID] = attempt
        if attempt.outcome != nil, missions[attempt.missionID]?.openRun == attempt.runID {
            missions[attempt.missionID]?.openRun = nil
        }
        return nil
    }

    private mutating func save(_ record: LaneRecord) -> String? {
        if let stored = lanes[record.vpID] {
            guard record.generation >= stored.generation else {
                return "lane \(record.vpID) goes back to generation \(record.generation)"
            }
        }
        lanes[record.vpID] = record
        return nil
    }

    private mutating func save(_ record: PoolRecord) -> String? {
        if record.probe != nil, record.status != .probing {
            return "pool \(record.name) has a probe and is \(record.status.rawValue)"
        }
        pools[record.name] = record
        return nil
    }

    private mutating func append(_ event: EventRecord) -> String? {
        guard event.sequence == lastEventSequence + 1 else {
            return "event \(event.sequence) follows event \(lastEventSequence)"
        }
        events.append(event)
        return nil
    }

    private mutating func save(_ change: OperatorChange?) -> String? {
        estop = change
        return nil
    }

    private mutating func markCleanStop() -> String? {
        isCleanStop = true
        return nil
    }
}

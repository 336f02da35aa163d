import ControlPlane
import DataStructures
import Protocol

/// A copy starts only where nothing that is ready waits, on a lane that is well and takes work, and
/// never to find out for its pool; it is stopped in the turn in which a mission lacks a slot or a
/// permit, and for nothing else but its lane; and no mission gives way where a copy could.
///
/// Whether a lane could have started something is not written. So a copy that goes on though
/// something waits is a debt of its lane, and reported when something starts there though nothing has
/// happened to the lane meanwhile.
struct CopyStartChecker: Checker {
    static let rule = "copies come last"

    /// A copy that went on though a lane of its group had something ready.
    private struct Debt: Equatable {
        let copy: MissionID
        let lane: LaneID
        let mission: MissionID
    }

    /// False where nothing may start at times because the disk is full or the machine is short of
    /// memory, which is not written.
    private let startsSteadily: Bool
    private var filter = CopyFilter()
    private var copies = CopyBoard()
    private var starts = StartBoard()
    private var debts: [Debt] = []
    /// Runs that are being stopped for an interactive mission.
    private var victims = OrderedTable<RunID, LaneID>()
    /// Copies that survive SIGKILL, and whose slot nobody gets.
    private var survivors = LookupTable<RunID, Bool>()
    private var now = WallTime(nanoseconds: 0)

    init(startsSteadily: Bool = true) {
        self.startsSteadily = startsSteadily
    }

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        filter.note(observation)
        copies.observe(observation)
        switch observation {
        case .supervisorStarted:
            starts.supervisorStarted()
            debts.removeAll()
        case .configured(let configuration):
            starts.configure(configuration)
            debts.removeAll()
        case .turnBegan(let instant):
            starts.turnBegan(at: instant)
            now = instant.wall
        case .workerStarted(let lane, _), .workerEnded(let lane, _):
            debts.removeAll { $0.lane == lane }
        case .survivorsTold(let run): survivors[run] = true
        case .committed(let writes): return committed(writes, ledger)
        case .performed, .acknowledged, .exited, .runStarted, .workDone, .runEnded,
            .stopDelivered, .resultMade, .resultDurable, .resultDeleted:
            break
        }
        return nil
    }

    private mutating func committed(
        _ writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> String? {
        copies.begin()
        starts.prepare(writes)
        forgive(by: writes)
        let before = copies.lanes
        var after = before
        for case .saveLane(let record) in writes { after[record.vpID] = record }
        for write in writes {
            if let problem = problem(of: write, before, after, writes, ledger) { return problem }
            note(write)
            copies.apply(write)
            if filter.shows(write, in: .runs) { starts.apply(write) }
        }
        noteDebts()
        return nil
    }

    private mutating func note(_ write: LedgerWrite) {
        guard case .updateAttempt(let attempt) = write else { return }
        let isVictim = attempt.intent == .preempt && attempt.outcome == nil
        victims[attempt.runID] = isVictim ? attempt.vpID : nil
    }

    private mutating func problem(
        of write: LedgerWrite,
        _ before: OrderedTable<LaneID, LaneRecord>,
        _ after: OrderedTable<LaneID, LaneRecord>,
        _ writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> String? {
        switch write {
        case .insertAttempt(let attempt) where filter.isCopy(attempt.missionID):
            return started(attempt, before, after, writes)
        case .insertAttempt(let attempt):
            return unpaidDebt(at: attempt)
        case .updateAttempt(let attempt) where filter.isCopy(attempt.missionID):
            let isNew = ledger.attempts[attempt.runID]?.intent == nil && attempt.outcome == nil
            guard isNew, attempt.intent == .shadow else { return nil }
            return stopped(attempt, before, after, writes)
        case .updateAttempt(let attempt):
            guard attempt.intent == .preempt, attempt.outcome == nil,
                victims[attempt.runID] == nil
            else { return nil }
            return givesWay(attempt)
        case .insertMission, .updateMission, .saveLane, .savePool, .saveEstop, .appendEvent,
            .markCleanStop:
            return nil
        }
    }

    // MARK: Starts

    private func started(
        _ attempt: AttemptRecord,
        _ before: OrderedTable<LaneID, LaneRecord>,
        _ after: OrderedTable<LaneID, LaneRecord>,
        _ writes: [LedgerWrite]
    ) -> String? {
        let lane = attempt.vpID
        // Which lanes share a pool is known once the configuration is.
        let rivals = copies.isSettled ? starts.group(of: lane) : [lane]
        // What waits on a lane that was removed waits for an operator.
        for rival in rivals where after[rival]?.status != .retired {
            if let first = starts.ready(on: rival, at: attempt.dispatchedAt).first {
                return "copy \(attempt.runID) starts on lane \(lane) before \(first.id)"
            }
        }
        for case .savePool(let record) in writes where record.probe == attempt.runID {
            return "copy \(attempt.runID) finds out for pool \(record.name)"
        }
        let isFit = [before[lane], after[lane]].contains { $0.map(Self.isFit) == true }
        guard isFit || isTold(of: lane, in: writes) else {
            return "copy \(attempt.runID) starts on lane \(lane), which is not well or takes none"
        }
        return nil
    }

    private static func isFit(_ record: LaneRecord) -> Bool {
        record.admission == .open && !record.isPaused && record.degradedCause == nil
            && record.status != .retired && record.health.state == .healthy
            && !record.dayUsage.isSpent && !record.shadowUsage.isSpent
            && record.rollout.rollout == .shadow
    }

    /// True if something happened to a lane in a turn, which may have taken work before or after.
    private func isTold(of lane: LaneID, in writes: [LedgerWrite]) -> Bool {
        writes.contains { write in
            guard case .appendEvent(let event) = write else { return false }
            return event.vpID == lane && event.missionID == nil
        }
    }

    // MARK: Stops

    private func stopped(
        _ attempt: AttemptRecord,
        _ before: OrderedTable<LaneID, LaneRecord>,
        _ after: OrderedTable<LaneID, LaneRecord>,
        _ writes: [LedgerWrite]
    ) -> String? {
        let lane = attempt.vpID
        guard copies.isSettled, copies.configurations.count == 1, !copies.isStopped,
            !isTold(of: lane, in: writes),
            copies.copies[attempt.missionID].map({ copies.isCancelled($0.original) }) == false,
            [before[lane], after[lane]].allSatisfy({ $0.map(copies.keepsCopies) == true }),
            !starts.isReadyInGroup(of: lane, at: now)
        else { return nil }
        return "copy \(attempt.runID) is stopped, and nothing waits for its slot"
    }

    /// A mission gives way only where what copies give up is not enough.
    private func givesWay(_ attempt: AttemptRecord) -> String? {
        guard let waiter = attempt.preemptedFor.flatMap({ starts.rows[$0] }) else { return nil }
        let lane = waiter.state.assignedVPID
        let lanes = lane == attempt.vpID ? [lane] : starts.group(of: lane)
        let copyCount = copies.copies.count { entry in
            guard let run = entry.value.run, survivors[run] == nil else { return false }
            return lanes.contains(entry.value.lane)
        }
        guard copyCount > 0 else { return nil }
        let victimCount = 1 + victims.count { lanes.contains($0.value) }
        let waitingCount = lanes.reduce(0) { $0 + starts.waitingCount(.interactive, on: $1) }
        guard victimCount + copyCount > waitingCount else { return nil }
        return "\(attempt.runID) gives way on lane \(attempt.vpID), where \(copyCount) copies run"
    }

    // MARK: Debts

    private mutating func noteDebts() {
        guard startsSteadily, copies.isSettled, !copies.isStopped else { return }
        debts.removeAll { debt in
            let isWaiting = starts.rows[debt.mission]?.state.status == .queued
            return copies.copies[debt.copy]?.intent != nil || !isWaiting
        }
        for (id, copy) in copies.copies where copy.run != nil && copy.intent == nil {
            for lane in starts.group(of: copy.lane) where mayStart(lane) {
                guard let first = starts.ready(on: lane, at: now).first else { continue }
                let debt = Debt(copy: id, lane: lane, mission: first.id)
                if !debts.contains(debt) { debts.append(debt) }
            }
        }
    }

    /// True if a lane seems to start what it can.
    private func mayStart(_ lane: LaneID) -> Bool {
        guard let record = copies.lanes[lane] else { return false }
        return Self.isUp(record) && starts.startsFreely(lane)
    }

    private static func isUp(_ record: LaneRecord) -> Bool {
        record.takesWork && record.health.state == .healthy
            && (record.status == .idle || record.status == .active)
    }

    /// What happens to a lane or its pool may have kept it from starting anything before.
    private mutating func forgive(by writes: [LedgerWrite]) {
        guard !debts.isEmpty else { return }
        for write in writes {
            switch write {
            case .saveLane(let record) where !Self.isUp(record):
                debts.removeAll { $0.lane == record.vpID }
            case .savePool(let record):
                let lanes = starts.lanes(ofPool: record.name)
                debts.removeAll { lanes.contains($0.lane) }
            case .saveEstop, .markCleanStop:
                debts.removeAll()
            case .saveLane, .insertMission, .updateMission, .insertAttempt, .updateAttempt,
                .appendEvent:
                break
            }
        }
    }

    /// A mission starts on a lane: what waited there before could have started, had the copies gone.
    private func unpaidDebt(at start: AttemptRecord) -> String? {
        guard let debt = debts.first(where: { $0.lane == start.vpID }) else { return nil }
        return "copy \(debt.copy) went on while \(debt.mission) waited on lane \(debt.lane)"
    }
}

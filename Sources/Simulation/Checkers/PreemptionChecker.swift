import ControlPlane
import DataStructures
import Protocol

/// Only a background mission that is marked gives way, only where that is switched on, only so often,
/// and only to an interactive mission that waits and could not start; never more of them than there
/// are such missions; it is queued again free of charge, and what it gives up is not for others.
struct PreemptionChecker: Checker {
    static let rule = "preemption makes room, and no more"

    private struct Victim {
        let lane: LaneID
        let waiter: MissionID
    }

    private var board = StartBoard()
    private var classes = ClassPolicy()
    /// Runs that are being stopped for another mission.
    private var victims = OrderedTable<RunID, Victim>()
    private var counts = LookupTable<MissionID, Int>()
    private var now = WallTime(nanoseconds: 0)

    mutating func observe(_ observation: Observation, _ ledger: SimulatedLedger) -> String? {
        switch observation {
        case .turnBegan(let instant):
            board.turnBegan(at: instant)
            now = instant.wall
        case .supervisorStarted:
            board.supervisorStarted()
        case .configured(let configuration):
            board.configure(configuration)
            classes = configuration.classes
        case .survivorsTold(let run):
            victims[run] = nil
        case .committed(let writes):
            return committed(writes, ledger)
        case .performed, .acknowledged, .exited, .workerStarted, .workerEnded, .runStarted,
            .workDone, .runEnded, .stopDelivered, .resultMade, .resultDurable, .resultDeleted:
            break
        }
        return nil
    }

    private mutating func committed(
        _ writes: [LedgerWrite],
        _ ledger: SimulatedLedger
    ) -> String? {
        board.prepare(writes)
        var fresh: [AttemptRecord] = []
        for write in writes {
            if case .insertAttempt(let attempt) = write, let problem = started(attempt) {
                return problem
            }
            board.apply(write)
            switch write {
            case .updateAttempt(let attempt):
                if isNew(attempt, ledger) { fresh.append(attempt) }
                note(attempt)
            case .updateMission(let id, let state):
                if let problem = count(of: id, state) { return problem }
            case .insertMission, .insertAttempt, .saveLane, .savePool, .appendEvent, .saveEstop,
                .markCleanStop:
                break
            }
        }
        // Nothing follows in a turn but what gives way.
        for attempt in fresh {
            if let problem = problem(of: attempt, ledger) { return problem }
        }
        return nil
    }

    private func isNew(_ attempt: AttemptRecord, _ ledger: SimulatedLedger) -> Bool {
        attempt.intent == .preempt && attempt.outcome == nil && victims[attempt.runID] == nil
            && ledger.attempts[attempt.runID]?.intent != .preempt
    }

    private mutating func note(_ attempt: AttemptRecord) {
        victims[attempt.runID] = nil
        guard attempt.intent == .preempt, let waiter = attempt.preemptedFor else { return }
        if attempt.outcome == nil {
            victims[attempt.runID] = Victim(lane: attempt.vpID, waiter: waiter)
        } else if attempt.reason == .preempted {
            counts[attempt.missionID] = (counts[attempt.missionID] ?? 0) + 1
        }
    }

    private func count(of id: MissionID, _ state: MissionState) -> String? {
        let expected = counts[id] ?? 0
        guard state.preemptionCount != expected else { return nil }
        return "mission \(id) gave way \(expected) times, and says \(state.preemptionCount)"
    }

    /// What a run gave up goes to no other class while an interactive mission waits for it.
    private func started(_ attempt: AttemptRecord) -> String? {
        guard let row = board.rows[attempt.missionID], row.missionClass != .interactive,
            board.isVacated(attempt.vpID, at: attempt.dispatchedAt)
        else { return nil }
        return "\(attempt.runID) (\(row.missionClass.rawValue)) takes the slot that was given up"
            + " for an interactive mission on lane \(attempt.vpID)"
    }

    // MARK: A victim

    private func problem(of attempt: AttemptRecord, _ ledger: SimulatedLedger) -> String? {
        let run = attempt.runID
        guard classes.isPreemptionOn else { return "\(run) gives way, and nothing may" }
        guard let envelope = ledger.missions[attempt.missionID]?.envelope,
            envelope.missionClass == .background, envelope.isPreemptible
        else { return "\(run) gives way, and its mission may not" }
        guard (counts[attempt.missionID] ?? 0) < classes.preemptionCountMax else {
            return "\(run) gives way after \(counts[attempt.missionID] ?? 0) others of its mission"
        }
        guard let waiter = attempt.preemptedFor, let row = board.rows[waiter],
            row.missionClass == .interactive, row.state.status == .queued, row.state.hold == nil
        else { return "\(run) gives way to a mission that does not wait for its slot" }
        let lane = row.state.assignedVPID
        if board.hasRoom(for: .interactive, on: lane, at: now) {
            return "\(run) gives way to \(waiter), which has a slot on lane \(lane)"
        }
        return excess(of: attempt, waitingOn: lane)
    }

    /// One victim for one mission that waits, on the lane, or in the pool where permits are short.
    private func excess(of attempt: AttemptRecord, waitingOn lane: LaneID) -> String? {
        let pool = board.pool(of: lane)
        guard lane == attempt.vpID || (pool != nil && pool == board.pool(of: attempt.vpID)) else {
            return "\(attempt.runID) gives way to a mission of lane \(lane)"
        }
        let lanes = lane == attempt.vpID ? [lane] : pool.map(board.lanes(ofPool:)) ?? []
        let stopping = victims.count { lanes.contains($0.value.lane) }
        let waiting = lanes.reduce(0) { $0 + board.waitingCount(.interactive, on: $1) }
        guard stopping > waiting else { return nil }
        return "\(stopping) runs give way to \(waiting) missions of lane \(lane)"
    }
}

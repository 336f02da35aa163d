import DataStructures
import Protocol

extension ControlPlane {
    /// Puts an open mission into the tables.
    mutating func register(_ mission: MissionMachine) {
        missions[mission.id] = mission
        if let original = mission.envelope.shadowOf {
            copies[original] = mission.id
        } else {
            tally.add(mission.envelope)
        }
        if let key = mission.envelope.idempotencyKey { keys[key] = mission.id }
        if armsDeadline(mission) { alarms.armDeadline(of: mission) }
    }

    /// Lets a queued mission wait: among the ready ones of its lane, for its time, or to be
    /// released.
    mutating func enqueue(_ mission: MissionMachine, at now: Instant) {
        invariant(
            mission.state.status == .queued,
            "mission \(mission.id) enqueued while not queued"
        )
        guard !mission.envelope.isCopy else { return waitAsCopy(mission) }
        let isShutOut = isShutOut(mission)
        if mission.state.isLeaving {
            missions[mission.id]?.released()
            waitForAnotherLane(mission)
            newLeavers.append(mission.id)
        } else if isShutOut {
            waitForAnotherLane(mission)
        } else if mission.isReady(at: now) {
            missions[mission.id]?.released()
            wait(mission)
        } else {
            hold(mission)
        }
        if isShutOut || lanes[mission.state.assignedVPID]?.isOut == true {
            newcomers.append(mission.id)
        }
    }

    private mutating func hold(_ mission: MissionMachine) {
        lanes[mission.state.assignedVPID]?.held[mission.order] = mission.id
        alarms.hold(mission)
    }

    /// Takes a queued mission out of its lane's tables.
    ///
    /// - Parameter mission: As it was when it was enqueued.
    mutating func dequeue(_ mission: MissionMachine) {
        guard !mission.envelope.isCopy else { return waitNoMoreAsCopy(mission) }
        let lane = mission.state.assignedVPID
        // Where it is, not where it belongs: a rollout may have changed since.
        let isBeside = lanes.look(at: lane) { $0.leaving.contains(mission.order) } ?? false
        guard !isBeside else {
            leavers[mission.order] = nil
            lanes[lane]?.leaving[mission.order] = nil
            alarms.release(mission)
            return
        }
        // Held from `enqueue` until its alarm rings, whatever the clock says meanwhile.
        if mission.isHeld {
            lanes[lane]?.held[mission.order] = nil
            alarms.release(mission)
        } else {
            waitNoMore(mission)
        }
    }

    func armsDeadline(_ mission: MissionMachine) -> Bool {
        mission.envelope.deadlineAt != nil && !mission.state.isLate
            && !mission.state.status.isTerminal
    }

    /// Looks again at every mission whose time has come.
    mutating func ringAlarms(at now: Instant, into effects: inout [Effect]) {
        while let id = alarms.popDeadline(at: now) {
            guard let mission = missions[id], armsDeadline(mission) else { continue }
            deadlinePassed(mission, at: now, into: &effects)
        }
        while let id = alarms.popHold(at: now) {
            if let mission = missions[id] { releaseHold(of: mission) }
        }
    }

    private mutating func releaseHold(of mission: MissionMachine) {
        // An operator's hold outlasts every time.
        guard mission.state.status == .queued, mission.state.hold == nil else { return }
        dequeue(mission)
        missions[mission.id]?.released()
        if let released = missions[mission.id] { enqueueAgain(released) }
    }

    private mutating func deadlinePassed(
        _ mission: MissionMachine,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let isQueued = mission.state.status == .queued
        if isQueued { dequeue(mission) }
        missions[mission.id]?.becameLate()
        guard let late = missions[mission.id] else { return }
        emit(
            .missionSLABreached,
            mission: late,
            summary: "mission \(late.id) is past its deadline, \(late.state.status.rawValue)",
            at: now,
            into: &effects
        )
        if isQueued, late.isExpired {
            end(
                late,
                .timedOut,
                .deadlineExpired,
                summary: lateSummary(of: late, at: now),
                at: now,
                into: &effects
            )
            return
        }
        if isQueued { enqueueAgain(late) }
        effects.append(.write(.updateMission(late.id, late.state)))
    }

    /// What is said of a mission that its deadline ends in the queue, with what kept it there.
    func lateSummary(of mission: MissionMachine, at now: Instant) -> String {
        let why = explain(mission.id, at: now)?.summary ?? "unknown"
        return "not started by its deadline; lane \(mission.state.assignedVPID): \(why)"
    }

    /// Puts a mission back where `dequeue` took it from, with its place computed anew.
    mutating func enqueueAgain(_ mission: MissionMachine) {
        if mission.state.isLeaving || isShutOut(mission) {
            waitForAnotherLane(mission)
        } else if mission.isHeld {
            hold(mission)
        } else {
            wait(mission)
        }
    }

    private mutating func waitForAnotherLane(_ mission: MissionMachine) {
        if mission.state.isLeaving {
            leavers[mission.order] = mission.id
        } else {
            // It has not left its lane, so its wait for a time goes on.
            alarms.hold(mission)
        }
        lanes[mission.state.assignedVPID]?.leaving[mission.order] = mission.id
    }

    /// Ends a mission that has no attempt open and is in no queue.
    mutating func end(
        _ mission: MissionMachine,
        _ status: MissionStatus,
        _ reason: ReasonCode,
        by actor: String? = nil,
        summary: String?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        var ended = mission
        ended.ended(status, reason, by: actor, summary: summary, at: now.wall)
        missions[ended.id] = ended
        effects.append(.write(.updateMission(ended.id, ended.state)))
        emit(
            Self.terminalEvent(of: status),
            mission: ended,
            actor: actor ?? "supervisor",
            reason: reason,
            summary: "mission \(ended.id) \(status.rawValue): \(summary ?? reason.rawValue)",
            at: now,
            into: &effects
        )
        forget(ended, into: &effects)
        notePairEnd(of: ended, with: nil, at: now, into: &effects)
    }

    /// A mission has become terminal: it leaves memory after the commit, and who waits for it hears.
    mutating func forget(_ mission: MissionMachine, into effects: inout [Effect]) {
        if !mission.envelope.isCopy { tally.remove(mission.envelope) }
        alarms.disarmDeadline(of: mission)
        finished.append(mission.id)
        for waiter in waiters where waiter.missionID == mission.id {
            effects.append(.answer(waiter.client, waiter.requestID, .mission(mission.id)))
        }
        waiters.removeAll { $0.missionID == mission.id }
    }

    private static func terminalEvent(of status: MissionStatus) -> EventType {
        switch status {
        case .completed: .missionCompleted
        case .failed: .missionFailed
        case .cancelled: .missionCancelled
        case .timedOut: .missionTimedOut
        case .queued, .running, .blocked:
            fatalError("invariant broken: \(status.rawValue) is not terminal")
        }
    }

    mutating func releaseWaiters(at now: Instant, into effects: inout [Effect]) {
        for waiter in waiters {
            guard let deadline = waiter.deadline, now.boot >= deadline else { continue }
            let error = ControlError(
                .waitTimedOut,
                .waitTimedOut,
                "mission \(waiter.missionID) is not terminal yet",
                object: waiter.missionID.rawValue,
                hint: "lanectl why \(waiter.missionID)"
            )
            effects.append(.reply(waiter.client, waiter.requestID, .error(error)))
        }
        waiters.removeAll { $0.deadline.map { now.boot >= $0 } ?? false }
    }
}

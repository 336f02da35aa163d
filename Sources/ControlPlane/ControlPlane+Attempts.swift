import DataStructures
import Protocol

extension ControlPlane {
    private static let yearMilliseconds: UInt64 = 31_536_000_000

    /// Weighs a worker's result, live or from the outbox of a dead one.
    ///
    /// - Returns: What became of it; the worker may be told only after the commit.
    mutating func settle(
        _ result: RunResult,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) -> ResultDisposition {
        guard let run = lanes.look(at: id, { $0.runs[result.runID] }) ?? nil else {
            staleEventCount += 1
            // A worker makes a result once the tree is gone.
            lanes[id]?.record.givenUpRuns.removeAll { $0.runID == result.runID }
            return .duplicate
        }
        guard run.record.fence == result.fence else {
            staleEventCount += 1
            return .stale
        }
        var end = MissionMachine.AttemptEnd(
            outcome: result.outcome,
            reason: result.reason,
            scope: result.scope,
            summary: result.summary
        )
        // A number from outside: a year at most, so that no sum overflows.
        end.retryAfter = result.retryAfterMilliseconds.map {
            .milliseconds(min($0, Self.yearMilliseconds))
        }
        weigh(run.record.intent, into: &end)
        end.actor = run.record.stoppedBy
        close(result.runID, on: id, end, result: result, at: now, into: &effects)
        return .recorded
    }

    /// A stop that we asked for ends with our intent's outcome, whatever the exit status says.
    ///
    /// A result that was in the outbox before the stop took hold is not a stop's, and stands.
    private func weigh(_ intent: StopIntent?, into end: inout MissionMachine.AttemptEnd) {
        switch end.outcome {
        case .cancelled, .timedOut, .interrupted:
            guard let intent else { return }
            end.outcome = intent.outcome
            end.reason = intent.reason
            end.scope = intent.scope
        case .completed, .failed, .crashed, .deferred:
            guard let intent else { return }
            // `startTimedOut` is a stop's too, and the intent may have changed since. A cancel
            // stands against everything but success: nothing may run the mission again.
            let isStopped = end.reason == intent.reason || end.reason == .startTimedOut
            guard isStopped || (intent == .cancel && end.outcome != .completed) else { return }
            end.outcome = intent.outcome
            end.reason = intent.reason
            end.scope = intent.scope
        }
    }

    /// Closes an attempt whose tree is proved gone and that left no result.
    mutating func closeWithoutResult(
        _ runID: RunID,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = lanes[id]?.runs[runID] else { return }
        var end: MissionMachine.AttemptEnd
        if let intent = run.record.intent {
            end = .init(outcome: intent.outcome, reason: intent.reason, scope: intent.scope)
        } else if run.isFromBeforeHostRestart {
            end = .init(outcome: .interrupted, reason: .hostRestarted, scope: .host)
        } else {
            // Also where its worker was not heard to take it: it may have, and what it said last is
            // lost with it. Work that must not repeat may not be tried again on a guess.
            end = .init(outcome: .crashed, reason: .workerDied, scope: .lane)
        }
        end.actor = run.record.stoppedBy
        close(runID, on: id, end, result: nil, at: now, into: &effects)
    }

    /// Closes an attempt: the row, the mission, the slot.
    mutating func close(
        _ runID: RunID,
        on id: LaneID,
        _ end: MissionMachine.AttemptEnd,
        result: RunResult?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        // Before the run is removed: with it, what keeps the lane degraded may go.
        let before = lanes.look(at: id) { lane in
            (
                pool: lane.policy.pool, backoff: lane.policy.backoff,
                isTreeNotDead: lane.isTreeNotDead
            )
        }
        guard let before, var run = lanes[id]?.runs.remove(runID) else {
            fatalError("invariant broken: run \(runID) is closed twice")
        }
        runs[runID] = nil
        if run.isCopy { lanes.modify(id) { $0.copyRunCount -= 1 } }
        if run.record.intent == .preempt { noteVacancy(on: id, inPool: before.pool) }
        host.ended(unusedKiB: run.unusedKiB)
        lanes.modify(id) { $0.memory.note(peakKiB: run.peakKiB) }
        // Only an operator closes an attempt for that reason: its processes may live.
        let isGivenUp = end.reason == .treeNotDead
        if isGivenUp { lanes[id]?.record.givenUpRuns.append(run.remains) }
        var end = end
        if let intent = run.record.intent, intent.outcome == end.outcome {
            end.summary = run.record.summary ?? end.summary
        }
        end.resolution = run.record.resolution
        end.note = run.record.summary
        end.isStopped = run.record.intent != nil
        finish(&run.record, end, result: result, at: now)
        countUsage(of: run, on: id, at: now)
        let usage = run.record.usage
        end.isHeldByPool = runEnded(
            run.record,
            result,
            inPool: before.pool,
            at: now,
            into: &effects
        )
        let offer = missions[run.record.missionID].map { fallbackChain(of: $0).offer }
        let ended = missions.modify(run.record.missionID) { mission in
            mission.noteResumePhase(result?.resumePhase)
            mission.noteUsage(usage)
            let eventType = mission.attemptEnded(
                end,
                backoff: before.backoff,
                offer: offer ?? .nothing,
                at: now.wall
            )
            mission.beginHold(at: now)
            return (eventType: eventType, mission: mission)
        }
        guard let (eventType, mission) = ended else {
            fatalError("invariant broken: run \(runID) has no mission")
        }
        effects.append(.write(.updateAttempt(run.record)))
        effects.append(.write(.updateMission(mission.id, mission.state)))
        for artifact in result?.artifacts ?? [] {
            emit(
                .missionArtifact,
                mission: mission,
                run: run.record,
                actor: "runtime",
                summary: artifact,
                at: now,
                into: &effects
            )
        }
        emitEnd(eventType, mission, run.record, actor: end.actor, at: now, into: &effects)
        if !run.isCopy { weigh(end, of: runID, on: id, at: now, into: &effects) }
        settleDoubt(about: id)
        if before.isTreeNotDead, lanes.look(at: id, { $0.isTreeNotDead }) == false {
            closeIncident(on: id, givenUp: isGivenUp ? run.remains : nil, at: now, into: &effects)
        }
        follow(mission, at: now, into: &effects)
        if mission.state.status.isTerminal {
            notePairEnd(of: mission, with: run.record, at: now, into: &effects)
        }
        if !run.isCopy { noteEnd(of: mission, on: id, at: now, into: &effects) }
    }

    private func finish(
        _ record: inout AttemptRecord,
        _ end: MissionMachine.AttemptEnd,
        result: RunResult?,
        at now: Instant
    ) {
        record.phase = .ended
        record.outcome = end.outcome
        record.reason = end.reason
        record.scope = end.scope
        record.summary = end.summary
        record.endedAt = now.wall
        guard let result else { return }
        record.startedAt = record.startedAt ?? result.startedAt
        record.exit = result.exit
        record.runtimeSession = result.runtimeSession
        record.leftoverProcessCount = result.leftoverProcessCount
        record.usage = result.usage
        record.logBytesDropped = result.logBytesDropped
    }

    private mutating func emitEnd(
        _ type: EventType,
        _ mission: MissionMachine,
        _ record: AttemptRecord,
        actor: String?,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        var payload: OrderedTable<String, JSONValue> = [
            "attempt": .integer(Int64(record.number)),
            "outcome": .string((record.outcome ?? .crashed).rawValue),
        ]
        if let startedAt = record.startedAt {
            payload["run_ms"] = .integer(Int64(now.wall.since(startedAt).wholeMilliseconds))
        }
        if record.leftoverProcessCount > 0 {
            payload["leftover_processes"] = .integer(Int64(record.leftoverProcessCount))
        }
        put(mission.envelope.budget, mission.state.usage, into: &payload)
        if let heldUntil = mission.state.heldUntil {
            payload["held_ms"] = .integer(Int64(heldUntil.since(now.wall).wholeMilliseconds))
        }
        let outcome = (record.outcome ?? .crashed).rawValue
        var reason = (record.reason ?? .workerDied).rawValue
        let isNoted =
            record.resolution == nil
            && (record.scope == .operator || record.reason == .preempted)
        if isNoted, let note = record.summary { reason += ": \(note)" }
        if record.reason == .preempted, let waiter = record.preemptedFor {
            payload["preempted_for"] = .string(waiter.rawValue)
        }
        var sentence =
            "attempt \(record.number) of mission \(mission.id) \(outcome) (\(reason));"
            + " it is \(mission.state.status.rawValue)"
        if record.resolution != nil, let actor {
            sentence += ", resolved by \(actor): \(mission.state.summary ?? "")"
        }
        emit(
            type,
            mission: mission,
            run: record,
            actor: actor ?? "supervisor",
            reason: mission.state.reason,
            summary: sentence,
            payload: payload,
            at: now,
            into: &effects
        )
    }

    /// Puts a mission whose attempt is over where it belongs.
    private mutating func follow(
        _ mission: MissionMachine,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        switch mission.state.status {
        case .queued where mission.isExpired:
            // Its deadline passed while an attempt was open that never started.
            end(
                mission,
                .timedOut,
                .deadlineExpired,
                summary: lateSummary(of: mission, at: now),
                at: now,
                into: &effects
            )
        case .queued:
            enqueue(mission, at: now)
            noteReturn(of: mission)
        case .blocked: break
        case .completed, .failed, .cancelled, .timedOut: forget(mission, into: &effects)
        case .running:
            fatalError("invariant broken: mission \(mission.id) runs without an attempt")
        }
    }

    // MARK: Stops

    /// Commits why a run is ended, and tells its worker.
    ///
    /// The note is what an operator gave as the reason; it is committed with the intent, so that it
    /// survives us, and so are the mission that it gives way to and how an operator ends its own.
    ///
    /// - Returns: False if the same stop was under way already.
    mutating func stop(
        _ runID: RunID,
        on id: LaneID,
        _ intent: StopIntent,
        isImmediate: Bool,
        by actor: String?,
        because note: String? = nil,
        for waiter: MissionID? = nil,
        resolved resolution: MissionResolution? = nil,
        at now: Instant,
        into effects: inout [Effect]
    ) -> Bool {
        guard let lane = lanes[id], var run = lane.runs[runID] else { return false }
        // The first intent stands; only a cancel takes its place.
        let isNewIntent =
            run.record.intent == nil || (intent == .cancel && run.record.intent != .cancel)
        let escalates = isImmediate && !run.isStopImmediate
        guard isNewIntent || escalates else { return false }
        if isNewIntent {
            run.record.intent = intent
            run.record.summary = note
            run.record.stoppedBy = actor
            run.record.preemptedFor = waiter
            run.record.resolution = resolution
        }
        run.isStopImmediate = run.isStopImmediate || isImmediate
        run.record.phase = .stopping
        run.blockedSince = nil
        run.record.blockedAt = nil
        lanes[id]?.runs[runID] = run
        if missions[run.record.missionID]?.state.status == .blocked {
            missions[run.record.missionID]?.setBlocked(false)
        }
        missions[run.record.missionID]?.advanced(to: .stopping)
        guard let mission = missions[run.record.missionID] else { return false }
        saveAttempt(runID, on: id, at: now, into: &effects)
        effects.append(.write(.updateMission(mission.id, mission.state)))
        sendStop(of: run, intent: run.record.intent ?? intent, on: lane, into: &effects)
        return true
    }

    func sendStop(
        of run: ActiveRun,
        intent: StopIntent,
        on lane: Lane,
        into effects: inout [Effect]
    ) {
        effects.append(
            .send(
                lane.id,
                lane.worker.generation,
                .cancelMission(
                    runID: run.record.runID,
                    fence: run.record.fence,
                    intent: intent,
                    isImmediate: run.isStopImmediate
                )
            )
        )
    }

    // MARK: Time

    /// Ends runs whose budget, start deadline, drain or stop is over.
    mutating func watchRuns(of id: LaneID, at now: Instant, into effects: inout [Effect]) {
        for (runID, due) in dueStops(on: id, at: now) {
            _ = stop(
                runID,
                on: id,
                due.intent,
                isImmediate: due.isImmediate,
                by: nil,
                because: due.note,
                at: now,
                into: &effects
            )
        }
    }

    /// A stop that a rule asks for.
    private struct DueStop {
        let intent: StopIntent
        var isImmediate = false
        /// The figures behind it, for a person.
        var note: String?
    }

    private func dueStops(on id: LaneID, at now: Instant) -> [(RunID, DueStop)] {
        let due = lanes.look(at: id) { lane in
            var due: [(RunID, DueStop)] = []
            for (runID, run) in lane.runs {
                if let stop = dueStop(of: run, on: lane, at: now) { due.append((runID, stop)) }
            }
            return due
        }
        return due ?? []
    }

    private func dueStop(of run: ActiveRun, on lane: Lane, at now: Instant) -> DueStop? {
        if let stop {
            let isImmediate = stop.isImmediate || now.boot >= stop.deadline
            return DueStop(intent: .stop, isImmediate: isImmediate)
        }
        if case .draining(let deadline) = lane.gate.state {
            if now.boot >= deadline { return DueStop(intent: .drain, isImmediate: true) }
            // Nobody can be waited for here: the mission asks again where it runs next.
            if run.blockedSince != nil { return DueStop(intent: .drain) }
            if now.boot >= nextDrainStep(of: lane, deadline: deadline) {
                return DueStop(intent: .drain)
            }
        }
        if let startDeadline = run.startDeadline, now.boot >= startDeadline,
            run.record.startedAt == nil, run.record.intent == nil
        {
            return DueStop(intent: .startDeadline, isImmediate: true)
        }
        if let bound = passedBound(of: run) {
            return DueStop(intent: bound.intent, note: bound.sentence)
        }
        guard let end = end(of: run, on: lane), now.boot >= end.at else { return nil }
        return DueStop(intent: end.intent)
    }

    /// When a run's patience with its runtime ends: its budgets, or the wait for an answer.
    private func end(of run: ActiveRun, on lane: Lane) -> (at: MonotonicTime, intent: StopIntent)? {
        if let since = run.blockedSince {
            // Nobody is asked for a copy: its mission asks for itself.
            let patience = run.isCopy ? 0 : lane.policy.answerTimeoutSeconds
            return (since + .seconds(patience), .answerTimeout)
        }
        return run.budgetEnd(
            missions[run.record.missionID]?.envelope.budget ?? Budget(),
            toolTimeoutSeconds: lane.policy.toolTimeoutSeconds
        )
    }

    /// The ladder must fit into a drain's deadline: SIGTERM that much before it, SIGKILL at it.
    func nextDrainStep(of lane: Lane, deadline: MonotonicTime) -> MonotonicTime {
        let grace = Interval.milliseconds(lane.profile.launch.termGraceMilliseconds)
        let isTermSent = lane.runs.allSatisfy { $0.value.record.intent != nil }
        if isTermSent { return deadline }
        return MonotonicTime(
            nanoseconds: deadline.nanoseconds > grace.nanoseconds
                ? deadline.nanoseconds - grace.nanoseconds : 0
        )
    }

    func nextDeadline(of run: ActiveRun, on lane: Lane) -> MonotonicTime? {
        guard run.record.intent == nil else { return nil }
        let startDeadline = run.record.startedAt == nil ? run.startDeadline : nil
        return startDeadline.earlier(end(of: run, on: lane)?.at)
    }
}

import DataStructures
import Protocol

extension ControlPlane {
    /// What a worker says.
    ///
    /// It counts only on the connection of the lane's current generation, and about a run only with
    /// the fence of its open attempt.
    mutating func reported(
        _ id: LaneID,
        _ generation: Generation,
        _ report: LaneReport,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard lanes.look(at: id, { $0.worker.isAlive(generation) }) == true else {
            staleEventCount += 1
            return
        }
        feed(.heard(generation), to: id, at: now, into: &effects)
        switch report {
        case .hello(let hello):
            helloed(hello, on: id, generation, at: now, into: &effects)
        case .helloRefused(let message):
            helloRefused(message, on: id, generation, at: now, into: &effects)
        case .accepted(let runID, let fence):
            withRun(runID, fence, on: id) { $0.isAccepted = true }
        case .refused(let runID, let fence, let message):
            refused(runID, fence, message, on: id, at: now, into: &effects)
        case .heartbeat(let heartbeat):
            for beat in heartbeat.runs { heard(beat, on: id, at: now, into: &effects) }
        case .started(let runID, let fence, let leader):
            started(runID, fence, leader, on: id, at: now, into: &effects)
        case .phaseChanged(let runID, let fence, let phase):
            advanced(runID, fence, to: phase, on: id, at: now, into: &effects)
        case .progress(let runID, let fence, let text, let percent):
            progressed(runID, fence, text, percent, on: id, at: now, into: &effects)
        case .blocked(let runID, let fence, let question):
            setBlocked(runID, fence, question: question, on: id, at: now, into: &effects)
        case .unblocked(let runID, let fence):
            setBlocked(runID, fence, question: nil, on: id, at: now, into: &effects)
        case .limit(let runID, let fence, let limit):
            limitReported(runID, fence, limit, on: id, at: now, into: &effects)
        case .treeNotDead(let runID, let fence, let count):
            treeNotDead(runID, fence, count, on: id, at: now, into: &effects)
        case .ended(let result):
            ended(result, on: id, at: now, into: &effects)
        }
    }

    // MARK: Hello

    /// Reconciles what the worker has with what the ledger has.
    private mutating func helloed(
        _ hello: WorkerHello,
        on id: LaneID,
        _ generation: Generation,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        feed(.helloed(generation), to: id, at: now, into: &effects)
        // The worker has a run until its tree is gone, and its result until that is acknowledged.
        lanes[id]?.record.givenUpRuns.removeAll { run in
            !hello.runs.contains { $0.runID == run.runID && $0.phase != .ended }
        }
        guard let lane = lanes[id] else { return }
        for presence in hello.runs where presence.phase != .ended {
            if lane.runs[presence.runID]?.record.fence != presence.fence {
                // A run whose attempt is over must not live on.
                effects.append(
                    .send(
                        id,
                        generation,
                        .cancelMission(
                            runID: presence.runID,
                            fence: presence.fence,
                            intent: .requeue,
                            isImmediate: true
                        )
                    )
                )
            }
        }
        for (runID, run) in lane.runs {
            let presence = hello.runs.first {
                $0.runID == runID && $0.fence == run.record.fence
            }
            reconcile(run, with: presence, on: lane, at: now, into: &effects)
        }
        if settleDoubt(about: id) { closeIncident(on: id, at: now, into: &effects) }
        if hello.state != .serving, lane.worker.isReady {
            // It is going; what comes next needs a new one.
            lanes[id]?.gate.restartRequested()
        }
    }

    private mutating func reconcile(
        _ run: ActiveRun,
        with presence: RunPresence?,
        on lane: Lane,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let runID = run.record.runID
        guard let presence else {
            if run.isAccepted {
                feed(.killRequested(.workerContradiction), to: lane.id, at: now, into: &effects)
            } else if run.record.intent != nil {
                // It never started and never will: the worker has not seen it.
                closeWithoutResult(runID, on: lane.id, at: now, into: &effects)
            } else if lane.isRetired {
                closeUnsent(run, on: lane.id, at: now, into: &effects)
            } else {
                let resumePhase = missions[run.record.missionID]?.state.resumePhase
                send(run, on: lane, resumePhase: resumePhase, into: &effects)
                armStart(of: runID, on: lane, at: now)
            }
            return
        }
        lanes[lane.id]?.runs[runID]?.isAccepted = true
        switch presence.phase {
        case .ended:
            return
        case .starting:
            armStart(of: runID, on: lane, at: now)
        case .executing, .checking, .stopping:
            if run.record.startedAt == nil {
                // It was started while nobody listened.
                started(runID, run.record.fence, nil, on: lane.id, at: now, into: &effects)
            }
            if run.record.intent == nil {
                let fence = run.record.fence
                catchUp(runID, fence, to: presence.phase, on: lane.id, at: now, into: &effects)
            }
        }
        if let intent = run.record.intent {
            sendStop(of: run, intent: intent, on: lane, into: &effects)
        }
    }

    /// Closes an attempt that its worker never saw and that is not sent again: the lane is not in
    /// the configuration any more, and neither may its profile be.
    private mutating func closeUnsent(
        _ run: ActiveRun,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        close(
            run.record.runID,
            on: id,
            MissionMachine.AttemptEnd(outcome: .interrupted, reason: .laneRemoved),
            result: nil,
            at: now,
            into: &effects
        )
    }

    /// This process was stopped or suspended: what waits for a sign of a run begins anew.
    ///
    /// The starts under way get their whole time again, and so do the runs whose silence is bounded.
    mutating func rearmRuns(on id: LaneID, at now: Instant) {
        guard let lane = lanes[id] else { return }
        for (runID, run) in lane.runs {
            if run.startDeadline != nil { armStart(of: runID, on: lane, at: now) }
            if run.startedAt != nil { lanes[id]?.runs[runID]?.progressAt = now.boot }
        }
    }

    private mutating func armStart(of runID: RunID, on lane: Lane, at now: Instant) {
        lanes[lane.id]?.runs[runID]?.startDeadline =
            now.boot + .milliseconds(lane.policy.startDeadlineMilliseconds)
    }

    private mutating func helloRefused(
        _ message: String,
        on id: LaneID,
        _ generation: Generation,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        emit(
            .sessionRecovering,
            lane: id,
            reason: .workerContradiction,
            summary: "worker \(generation) of lane \(id) refuses hello: \(message)",
            at: now,
            into: &effects
        )
        feed(.killRequested(.workerContradiction), to: id, at: now, into: &effects)
    }

    // MARK: A run goes on

    /// Changes a run of this lane if the fence is its attempt's, else counts a stale report.
    private mutating func withRun(
        _ runID: RunID,
        _ fence: Fence,
        on id: LaneID,
        _ change: (inout ActiveRun) -> Void
    ) {
        guard lanes[id]?.runs[runID]?.record.fence == fence else {
            staleEventCount += 1
            return
        }
        lanes[id]?.runs.modify(runID, change)
    }

    private func openRun(_ runID: RunID, _ fence: Fence, on id: LaneID) -> ActiveRun? {
        guard let run = lanes[id]?.runs[runID], run.record.fence == fence else { return nil }
        return run
    }

    private mutating func refused(
        _ runID: RunID,
        _ fence: Fence,
        _ message: String,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = openRun(runID, fence, on: id), !run.isAccepted else {
            staleEventCount += 1
            return
        }
        // Nothing was started, so nothing has to be proved gone.
        close(
            runID,
            on: id,
            MissionMachine.AttemptEnd(
                outcome: run.record.intent?.outcome ?? .interrupted,
                reason: run.record.intent?.reason ?? .laneRecovering,
                scope: run.record.intent?.scope,
                summary: "refused by the worker: \(message)",
                actor: run.record.stoppedBy
            ),
            result: nil,
            at: now,
            into: &effects
        )
        // Whatever its reason, this worker takes no work: a new one will.
        lanes[id]?.gate.restartRequested()
    }

    private mutating func heard(
        _ beat: Heartbeat.Run,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        withRun(beat.runID, beat.fence, on: id) { run in
            if beat.progressCounter != run.progressCounter {
                run.progressCounter = beat.progressCounter
                run.progressAt = now.boot
            }
            if run.isToolInFlight, !beat.isToolInFlight { run.progressAt = now.boot }
            run.isToolInFlight = beat.isToolInFlight
            run.record.usage = beat.usage
            run.residentKiB = min(beat.residentKiB, Self.residentKiBMax)
            run.peakKiB = max(run.peakKiB, run.residentKiB)
        }
        guard beat.usage != Usage(), let run = openRun(beat.runID, beat.fence, on: id) else {
            return
        }
        servedProbe(run.record, on: id, at: now, into: &effects)
    }

    private mutating func started(
        _ runID: RunID,
        _ fence: Fence,
        _ leader: ProcessIdentity?,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = openRun(runID, fence, on: id) else {
            staleEventCount += 1
            return
        }
        guard run.record.startedAt == nil else {
            noteLeader(leader, of: run, on: id, at: now, into: &effects)
            return
        }
        lanes[id]?.runs.modify(runID) { run in
            run.isAccepted = true
            run.startDeadline = nil
            run.startedAt = now.boot
            run.progressAt = now.boot
            run.record.startedAt = now.wall
            run.record.leader = leader
            run.record.phase = run.record.intent == nil ? .executing : .stopping
        }
        let isStopping = run.record.intent != nil
        missions.modify(run.record.missionID) { mission in
            mission.started(at: now.wall)
            if isStopping { mission.advanced(to: .stopping) }
        }
        guard let record = lanes[id]?.runs[runID]?.record,
            let mission = missions[record.missionID]
        else { return }
        saveAttempt(runID, on: id, at: now, into: &effects)
        effects.append(.write(.updateMission(mission.id, mission.state)))
        emit(
            .missionAccepted,
            mission: mission,
            run: record,
            actor: "worker",
            summary: "lane \(id) has taken mission \(mission.id)",
            at: now,
            into: &effects
        )
        emit(
            .missionStarted,
            mission: mission,
            run: record,
            actor: "worker",
            summary: "mission \(mission.id) runs"
                + (leader.map { " as pid \($0.pid)" } ?? ""),
            payload: leader.map { ["pid": .integer(Int64($0.pid))] } ?? [:],
            at: now,
            into: &effects
        )
    }

    /// A run is known to have started; its process may not be, if a hello told of the start.
    private mutating func noteLeader(
        _ leader: ProcessIdentity?,
        of run: ActiveRun,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let leader, run.record.leader == nil else {
            staleEventCount += 1
            return
        }
        lanes[id]?.runs.modify(run.record.runID) { run in
            run.record.leader = leader
            run.startedAt = Self.startTime(of: leader, at: now)
        }
        saveAttempt(run.record.runID, on: id, at: now, into: &effects)
    }

    /// A run may have come further while nobody listened.
    private mutating func catchUp(
        _ runID: RunID,
        _ fence: Fence,
        to phase: RunPhase,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = openRun(runID, fence, on: id), run.record.phase != phase else { return }
        advanced(runID, fence, to: phase, on: id, at: now, into: &effects)
    }

    private mutating func advanced(
        _ runID: RunID,
        _ fence: Fence,
        to phase: RunPhase,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = openRun(runID, fence, on: id), run.record.phase != phase else {
            staleEventCount += 1
            return
        }
        // A question ends with the runtime that asked it, also where its end was not heard.
        if phase != .executing, run.blockedSince != nil {
            setBlocked(runID, fence, question: nil, on: id, at: now, into: &effects)
        }
        lanes[id]?.runs[runID]?.record.phase = phase
        missions[run.record.missionID]?.advanced(to: phase)
        guard let mission = missions[run.record.missionID] else { return }
        saveAttempt(runID, on: id, at: now, into: &effects)
        effects.append(.write(.updateMission(mission.id, mission.state)))
    }

    private mutating func progressed(
        _ runID: RunID,
        _ fence: Fence,
        _ text: String,
        _ percent: Int?,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = openRun(runID, fence, on: id) else {
            staleEventCount += 1
            return
        }
        lanes[id]?.runs[runID]?.progressAt = now.boot
        emit(
            .missionProgress,
            mission: missions[run.record.missionID],
            run: run.record,
            actor: "runtime",
            summary: text,
            payload: percent.map { ["percent": .integer(Int64($0))] } ?? [:],
            at: now,
            into: &effects
        )
    }

    private mutating func setBlocked(
        _ runID: RunID,
        _ fence: Fence,
        question: String?,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        let isBlocked = question != nil
        guard let run = openRun(runID, fence, on: id), run.record.intent == nil,
            isBlocked != (run.blockedSince != nil)
        else {
            staleEventCount += 1
            return
        }
        lanes[id]?.runs.modify(runID) { run in
            if let since = run.blockedSince {
                run.record.blockedMilliseconds += now.boot.since(since).wholeMilliseconds
                run.progressAt = now.boot
            }
            run.blockedSince = isBlocked ? now.boot : nil
            run.record.blockedAt = isBlocked ? now.wall : nil
        }
        missions[run.record.missionID]?.setBlocked(isBlocked)
        guard let mission = missions[run.record.missionID] else { return }
        saveAttempt(runID, on: id, at: now, into: &effects)
        effects.append(.write(.updateMission(mission.id, mission.state)))
        emit(
            isBlocked ? .missionBlocked : .missionUnblocked,
            mission: mission,
            run: run.record,
            actor: "runtime",
            reason: isBlocked ? .question : nil,
            summary: question ?? "mission \(mission.id) goes on",
            at: now,
            into: &effects
        )
    }

    private mutating func treeNotDead(
        _ runID: RunID,
        _ fence: Fence,
        _ processCount: Int,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let run = openRun(runID, fence, on: id), !run.isTreeNotDead else {
            staleEventCount += 1
            return
        }
        let isNews = lanes[id]?.isTreeNotDead == false
        lanes[id]?.isTreeInDoubt = false
        lanes[id]?.runs[runID]?.isTreeNotDead = true
        if isNews { openIncident(on: id, processCount: processCount, at: now, into: &effects) }
    }

    // MARK: A run ends

    private mutating func ended(
        _ result: RunResult,
        on id: LaneID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard let generation = lanes.look(at: id, { $0.worker.generation }) else { return }
        let disposition = settle(result, on: id, at: now, into: &effects)
        effects.append(
            .send(
                id,
                generation,
                .acknowledge(runID: result.runID, fence: result.fence, disposition: disposition)
            )
        )
    }
}

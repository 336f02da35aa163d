import ControlPlane
import DataStructures
import LaneCore
import Protocol

/// The workers' processes.
extension World {
    mutating func spawnWorker(of lane: LaneID, _ generation: Generation) {
        guard let site = siteIndex[lane] else { return }
        if strikes(.spawnFailed) {
            deliver(.workerSpawnFailed(lane, generation, message: "not found"))
            return
        }
        let worker = workers.count
        let identity = nextIdentity()
        workers.append(
            SimulatedWorker(
                lane: site,
                generation: generation,
                identity: identity,
                parent: supervisor.incarnation
            )
        )
        sites[site].worker = worker
        sites[site].isLockHeldBySupervisor = false
        observe(.workerStarted(lane, generation))
        deliver(.workerSpawned(lane, generation, identity))
        planBeginning(of: worker, at: site)
    }

    private mutating func planBeginning(of worker: Int, at site: Int) {
        if strikes(.exitAtStartAgain) {
            sites[site].cursedStartCount = Int(random.next(in: 2...7))
        }
        if sites[site].cursedStartCount > 0, !isCalm {
            sites[site].cursedStartCount -= 1
            clock.plan(.workerStumbles(worker: worker), after: moment())
        } else if strikes(.exitBeforeHello) {
            clock.plan(.workerStumbles(worker: worker), after: moment())
        }
        let wait = strikes(.readyTimeout) ? longTime() : moment()
        clock.plan(.workerListens(worker: worker), after: wait)
    }

    mutating func workerListens(_ worker: Int) {
        guard workers[worker].state == .booting else { return }
        let site = workers[worker].lane
        var configuration = LaneCore.Configuration(
            vpID: sites[site].id,
            generation: workers[worker].generation,
            version: "1"
        )
        configuration.unsupervisedIdle = scenario.unsupervisedIdle
        configuration.treeDeathPatience = scenario.treeDeathPatience
        workers[worker].core = LaneCore(
            configuration,
            outbox: sites[site].outbox.map(\.value),
            at: now
        )
        workers[worker].state = .serving
        planWorkerTurn(worker, at: now.boot)
    }

    // MARK: Turns

    mutating func planWorkerTurn(_ worker: Int, at time: MonotonicTime) {
        guard workers[worker].state == .serving, !workers[worker].isHung else { return }
        let time = max(time, now.boot)
        if let turnAt = workers[worker].turnAt, turnAt <= time { return }
        workers[worker].token += 1
        workers[worker].turnAt = time
        clock.plan(.workerTurn(worker: worker, token: workers[worker].token), at: time)
    }

    /// Something for a worker's next turn.
    mutating func deliver(_ event: LaneCore.Event, to worker: Int) {
        guard workers[worker].state == .serving else { return }
        workers[worker].inbox.append(event)
        let wait = Interval(nanoseconds: random.next(in: 1_000...300_000))
        planWorkerTurn(worker, at: now.boot + wait)
    }

    mutating func takeWorkerTurn(_ worker: Int) {
        workers[worker].turnAt = nil
        let events = workers[worker].inbox
        workers[worker].inbox.removeAll(keepingCapacity: true)
        coverage.observe(events, workers[worker].core)
        var effects: [LaneCore.Effect] = []
        var heardStops: [RunID] = []
        let instant = now
        for event in events {
            let before = effects.count
            workers[worker].core?.handle(event, at: instant, into: &effects)
            if let run = stoppedRun(event, effects[before...]) { heardStops.append(run) }
            noteRunWithoutProcess(event, effects[before...], of: worker)
        }
        workers[worker].core?.handle(.tick, at: instant, into: &effects)
        noteSpin(of: worker, isIdle: events.isEmpty && effects.isEmpty)
        perform(effects, of: worker)
        // A stop has taken hold once the turn's effects are done.
        for run in heardStops { observe(.stopDelivered(run)) }
        guard workers[worker].isAlive, let next = workers[worker].core?.nextDeadline else { return }
        planWorkerTurn(worker, at: max(next, now.boot + Interval(nanoseconds: 50_000)))
    }

    private mutating func noteSpin(of worker: Int, isIdle: Bool) {
        workers[worker].idleTurnCount = isIdle ? workers[worker].idleTurnCount + 1 : 0
        if workers[worker].idleTurnCount > 1_000 {
            violate("nobody spins", "worker of lane \(sites[workers[worker].lane].id)")
        }
    }

    /// The run that a worker was told to stop; nil if it did not listen.
    ///
    /// It closes a connection that does not speak for the supervisor (any more), instead.
    private func stoppedRun(
        _ event: LaneCore.Event,
        _ effects: ArraySlice<LaneCore.Effect>
    ) -> RunID? {
        guard
            case .commandReceived(let connection, .cancelMission(let run, let fence, _, _)) = event,
            !effects.contains(.closeConnection(connection)),
            let index = runIndex[run], runs[index].fence == fence
        else { return nil }
        return run
    }

    /// Outbox writes first, then the others in order, as `LaneCore.Effect` says.
    private mutating func perform(_ effects: [LaneCore.Effect], of worker: Int) {
        if trace.isRecorded, !effects.isEmpty {
            let lane = sites[workers[worker].lane].id
            for effect in effects {
                note("  worker \(lane)/\(workers[worker].generation) \(effect)")
            }
        }
        var left = Int.max
        if !effects.isEmpty, strikes(.workerCrashBetweenEffects) {
            left = Int(random.next(below: UInt64(effects.count)))
        }
        for effect in effects {
            guard case .writeOutbox = effect else { continue }
            performUnlessDead(effect, of: worker, left: &left)
        }
        for effect in effects {
            if case .writeOutbox = effect { continue }
            performUnlessDead(effect, of: worker, left: &left)
        }
    }

    private mutating func performUnlessDead(
        _ effect: LaneCore.Effect,
        of worker: Int,
        left: inout Int
    ) {
        guard workers[worker].isAlive, violation == nil else { return }
        if left == 0 {
            endWorker(worker, .signal(9))
            return
        }
        left -= 1
        carryOut(effect, of: worker)
    }

    private mutating func carryOut(_ effect: LaneCore.Effect, of worker: Int) {
        trace.fold(130 | UInt64(worker) << 8)
        switch effect {
        case .send(let connection, let report): say(report, worker, connection)
        case .sendHeartbeat(let connection, var runs):
            // The runs of each lane need what its number says: 10 MiB and more.
            let lane = UInt64(workers[worker].lane)
            for index in runs.indices { runs[index].residentKiB = (lane + 1) * 10_240 }
            say(.heartbeat(Heartbeat(runs: runs, residentKiB: 800)), worker, connection)
        case .closeConnection(let connection): close(connection, of: worker)
        case .launch(let order): launch(order, on: worker)
        case .launchCheck(let run, let index, _): launchCheck(run, index)
        case .signalTree(let run, let signal): signalTree(run, signal)
        case .surveyTree(let run): surveyTree(run, for: worker)
        case .writeOutbox(let result): writeOutbox(result, of: worker)
        case .deleteOutboxEntry(let run):
            deleteOutboxEntry(sites[workers[worker].lane].id, run)
        case .exit(let code): endWorker(worker, .code(code.rawValue))
        }
    }

    private mutating func writeOutbox(_ result: RunResult, of worker: Int) {
        let site = workers[worker].lane
        checkResult(result)
        observe(.resultMade(result.runID))
        if strikes(.outboxWriteFailed) {
            deliver(.outboxWriteFailed(result.runID, message: "no space"), to: worker)
            return
        }
        if strikes(.diedBeforeRename) {
            endWorker(worker, .signal(9))
            return
        }
        sites[site].outbox[result.runID] = result
        observe(.resultDurable(sites[site].id, result))
        if strikes(.diedAfterRename) {
            endWorker(worker, .signal(9))
            return
        }
        deliver(.outboxWritten(result.runID), to: worker)
    }

    /// A result is made when the whole tree is gone, never before.
    private mutating func checkResult(_ result: RunResult) {
        guard let run = runIndex[result.runID] else {
            if !runsWithoutProcess.contains(result.runID) {
                violate("a result has a run", "\(result.runID) has a result and was never launched")
            }
            return
        }
        if runs[run].processCount > 0 {
            violate("a result after the tree", "\(result.runID) has a result and lives")
        }
    }

    // MARK: Death

    mutating func killWorker(of lane: LaneID, _ generation: Generation) {
        guard let worker = livingWorker(of: lane), workers[worker].generation == generation else {
            return
        }
        clock.plan(.workerDies(worker: worker), after: Interval(nanoseconds: 20_000))
    }

    /// SIGSTOP.
    mutating func hangWorker(_ worker: Int) {
        guard workers[worker].isAlive else { return }
        if trace.isRecorded { note("worker \(worker) hangs") }
        workers[worker].isHung = true
        clock.plan(
            .workerContinues(worker: worker),
            after: random.chance(percent: 50) ? longTime() : moment()
        )
    }

    /// SIGCONT.
    mutating func continueWorker(_ worker: Int) {
        guard workers[worker].isHung else { return }
        workers[worker].isHung = false
        workers[worker].turnAt = nil
        planWorkerTurn(worker, at: now.boot)
    }

    mutating func endWorker(_ worker: Int, _ status: ExitStatus) {
        guard workers[worker].isAlive else { return }
        let site = workers[worker].lane
        let lane = sites[site].id
        if trace.isRecorded { note("worker \(lane)/\(workers[worker].generation) ends: \(status)") }
        workers[worker].state = .dead
        workers[worker].core = nil
        workers[worker].inbox.removeAll()
        for link in workers[worker].links { dropLinkOfWorker(link) }
        for run in workers[worker].runs { orphan(run) }
        workers[worker].runs.removeAll()
        observe(.workerEnded(lane, workers[worker].generation))
        guard supervisor.isAlive, workers[worker].knownTo == supervisor.incarnation else { return }
        let isChild = workers[worker].parent == supervisor.incarnation
        arrive(
            .workerExited(lane, workers[worker].generation, isChild ? status : .unknown),
            after: strikes(.lateExit) ? longTime() : moment()
        )
    }
}

import ControlPlane
import DataStructures
import LaneCore
import Protocol

/// The process trees of the runs.
extension World {
    mutating func launch(_ order: LaunchOrder, on worker: Int) {
        guard let mission = order.envelope.missionID else { return }
        if runIndex.contains(order.runID) {
            violate("a run is launched once", "\(order.runID) is launched again")
            return
        }
        let run = runs.count
        let plan = drawPlan(for: order)
        runs.append(
            SimulatedRun(
                order: order,
                missionID: mission,
                lane: workers[worker].lane,
                worker: worker,
                plan: plan
            )
        )
        runIndex[order.runID] = run
        workers[worker].runs.append(run)
        clock.plan(.launch(run: run), after: plan.launchTime)
    }

    mutating func finishLaunch(_ run: Int) {
        guard runs[run].state == .launching, workers[runs[run].worker].isAlive else { return }
        if let failure = runs[run].plan.launchFailure {
            runs[run].state = .neverStarted
            deliver(.launchFailed(runs[run].id, failure), to: runs[run].worker)
            return
        }
        let identity = nextIdentity()
        runs[run].identity = identity
        runs[run].state = .running
        let lane = sites[runs[run].lane].id
        if trace.isRecorded { note("run \(runs[run].id) starts on \(lane)") }
        observe(.runStarted(runs[run].id, runs[run].missionID, lane, runs[run].missionClass))
        deliver(.launched(runs[run].id, leader: identity), to: runs[run].worker)
        planStep(of: run)
    }

    mutating func planStep(of run: Int) {
        let index = runs[run].nextStep
        guard runs[run].plan.steps.indices.contains(index) else { return }
        clock.plan(.runtimeStep(run: run), after: runs[run].plan.steps[index].wait)
    }

    mutating func takeStep(_ run: Int) {
        let index = runs[run].nextStep
        guard runs[run].isLeaderAlive, runs[run].plan.steps.indices.contains(index) else { return }
        runs[run].nextStep += 1
        let worker = runs[run].worker
        switch runs[run].plan.steps[index].step {
        case .output(let byteCount):
            let event = LaneCore.Event.outputReceived(
                runs[run].id,
                byteCount: byteCount,
                droppedByteCount: 0
            )
            deliver(event, to: worker)
        case .report(let report): deliver(.reported(runs[run].id, report), to: worker)
        case .finishWork:
            runs[run].hasReachedEnd = true
            observe(.workDone(runs[run].id))
        case .fork(let count): runs[run].descendantCount += count
        case .exit(let status, let resultFile):
            endLeader(of: run, status, resultFile)
            return
        }
        planStep(of: run)
    }

    private mutating func endLeader(
        of run: Int,
        _ status: ExitStatus,
        _ resultFile: ResultReport?
    ) {
        guard runs[run].isLeaderAlive else { return }
        runs[run].state = .ended
        let event = LaneCore.Event.leaderExited(runs[run].id, status, resultFile: resultFile)
        deliver(event, to: runs[run].worker)
        noteEnd(of: run)
    }

    /// Tells of the tree's end if that was its last process.
    private mutating func noteEnd(of run: Int) {
        guard runs[run].processCount == 0, runs[run].state == .ended else { return }
        if trace.isRecorded { note("run \(runs[run].id) is gone") }
        observe(.runEnded(runs[run].id))
    }

    // MARK: Checks

    mutating func launchCheck(_ id: RunID, _ index: Int) {
        guard let run = runIndex[id] else { return }
        runs[run].runningChecks.append(index)
        clock.plan(.checkEnds(run: run, index: index), after: runs[run].plan.checkTime)
    }

    mutating func endCheck(_ run: Int, _ index: Int) {
        guard runs[run].runningChecks.contains(index) else { return }
        runs[run].runningChecks.removeAll { $0 == index }
        let event = LaneCore.Event.checkExited(
            runs[run].id,
            index: index,
            runs[run].plan.checkExit
        )
        deliver(event, to: runs[run].worker)
        noteEnd(of: run)
    }

    // MARK: Signals

    mutating func signalTree(_ id: RunID, _ signal: LaneCore.TreeSignal) {
        guard let run = runIndex[id] else { return }
        switch signal {
        case .terminate: terminate(run)
        case .kill: kill(run)
        }
    }

    private mutating func terminate(_ run: Int) {
        if !runs[run].plan.descendantsIgnoreTerm, runs[run].descendantCount > 0 {
            let isSurvivorLeft = runs[run].plan.survival > .zero
            runs[run].descendantCount = isSurvivorLeft ? 1 : 0
        }
        for index in runs[run].runningChecks { endCheck(run, index) }
        if runs[run].isLeaderAlive, !runs[run].plan.ignoresTerm, !runs[run].isTermPending {
            runs[run].isTermPending = true
            clock.plan(.leaderTerminates(run: run), after: runs[run].plan.termTime)
        }
        noteEnd(of: run)
    }

    mutating func leaderTerminates(_ run: Int) {
        endLeader(of: run, runs[run].plan.termExit, nil)
    }

    /// SIGKILL to every process of the run; one of them may survive for a while.
    private mutating func kill(_ run: Int) {
        let hadProcesses = runs[run].processCount > 0
        for index in runs[run].runningChecks { endCheck(run, index) }
        guard !runs[run].isKilled else {
            if runs[run].plan.survival == .zero { runs[run].descendantCount = 0 }
            endLeader(of: run, .signal(9), nil)
            noteEnd(of: run)
            return
        }
        runs[run].isKilled = true
        runs[run].descendantCount = 0
        if hadProcesses, runs[run].plan.survival > .zero {
            runs[run].descendantCount = 1
            coverage.hit(.survivor)
            clock.plan(.survivorsDie(run: run), after: runs[run].plan.survival)
        }
        let wasLeaderAlive = runs[run].isLeaderAlive
        endLeader(of: run, .signal(9), nil)
        if !wasLeaderAlive, hadProcesses { noteEnd(of: run) }
    }

    mutating func survivorsDie(_ run: Int) {
        guard runs[run].descendantCount > 0 else { return }
        runs[run].descendantCount = 0
        runs[run].plan.survival = .zero
        noteEnd(of: run)
    }

    mutating func surveyTree(_ id: RunID, for worker: Int) {
        guard let run = runIndex[id] else { return }
        let count = runs[run].processCount
        deliver(count == 0 ? .treeGone(id) : .treeSurveyed(id, processCount: count), to: worker)
    }

    /// Its worker has died: the leader and the checks die of PDEATHSIG, the others live on.
    mutating func orphan(_ run: Int) {
        if runs[run].state == .launching { runs[run].state = .neverStarted }
        let had = runs[run].processCount
        runs[run].runningChecks.removeAll()
        if runs[run].isLeaderAlive { runs[run].state = .ended }
        if had > 0 { noteEnd(of: run) }
    }

    // MARK: What a dead worker left

    mutating func endTrees(_ lane: LaneID, _ generation: Generation, _ remains: [RunRemains]) {
        let search = TreeSearch(
            incarnation: supervisor.incarnation,
            lane: lane,
            generation: generation,
            runs: remains.compactMap { runIndex[$0.runID] }
        )
        clock.plan(.treesEnd(parcel: searches.put(search)), after: moment())
    }

    mutating func searchTrees(parcel: Int) {
        guard var search = searches.take(parcel), supervisor.isAlive,
            search.incarnation == supervisor.incarnation
        else { return }
        for run in search.runs { kill(run) }
        let count = search.runs.reduce(0) { $0 + runs[$1].processCount }
        guard count > 0 else {
            arrive(.treesGone(search.lane, search.generation), after: moment())
            return
        }
        let killedAt = search.killedAt ?? now.boot
        search.killedAt = killedAt
        if now.boot.since(killedAt) >= scenario.treeDeathPatience, !search.isTold {
            search.isTold = true
            coverage.hit(.survivorPastPatience)
            for run in search.runs where runs[run].processCount > 0 {
                observe(.survivorsTold(runs[run].id))
            }
            deliver(.treesNotDead(search.lane, search.generation, processCount: count))
        }
        clock.plan(.treesEnd(parcel: searches.put(search)), after: .milliseconds(500))
    }
}

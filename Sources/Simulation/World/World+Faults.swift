import ControlPlane
import DataStructures
import LaneCore
import Protocol

/// What goes wrong by itself, and the end of it.
extension World {
    mutating func faultStrikes() {
        guard !isCalm else { return }
        let pause = scenario.faultPause.wholeMilliseconds
        clock.plan(.faultStrikes, after: .milliseconds(random.next(in: 1...pause)))
        strikeMemory()
        strikeClock()
        strikeSupervisor()
        strikeWorker()
        strikeLink()
        if strikes(.diskLow) {
            deliver(.diskMeasured(freeMiB: 3))
            arrive(.diskMeasured(freeMiB: 9_000), after: .milliseconds(random.next(in: 1...3_000)))
        }
    }

    /// Room for everything, for interactive starts alone, or for none; now and then it is unknown.
    private mutating func strikeMemory() {
        guard scenario.measuresHost, hostRandom.chance(percent: 20) else { return }
        hostFigures = HostFigures()
        guard hostRandom.chance(percent: 85) else { return }
        let isShort = hostRandom.chance(percent: 50)
        hostFigures.availableKiB = isShort ? hostRandom.next(in: 0...400) * 1024 : 8 << 20
        if hostRandom.chance(percent: 30) {
            hostFigures.memoryPressurePercent = hostRandom.next(in: 0...100)
            hostFigures.cpuPressurePercent = hostRandom.next(in: 0...100)
        }
    }

    private mutating func strikeClock() {
        if strikes(.suspend) {
            let length = drawSleep()
            if trace.isRecorded { note("the machine sleeps for \(length.wholeMilliseconds) ms") }
            clock.suspend(for: length)
        }
        if strikes(.wallBack) {
            clock.stepWall(by: -Int64(random.next(in: 1_000_000...60_000_000_000)))
        }
        if strikes(.wallForward) {
            clock.stepWall(by: Int64(random.next(in: 1_000_000...60_000_000_000)))
        }
    }

    /// Now and then a sleep ends just after something was due.
    private mutating func drawSleep() -> Interval {
        if let turnAt = supervisor.turnAt, random.chance(percent: 30) {
            coverage.hit(.suspendPastDeadline)
            return turnAt.since(now.boot) + .milliseconds(random.next(in: 0...1_000))
        }
        return random.chance(percent: 30) ? longTime() : moment()
    }

    private mutating func strikeSupervisor() {
        guard supervisor.isAlive else { return }
        if strikes(.hostRestart) { return restartHost() }
        if strikes(.crashIdle) { return crashSupervisor() }
        if strikes(.supervisorStall) {
            let resumesAt = now.boot + (random.chance(percent: 20) ? longTime() : moment())
            supervisor.resumesAt = resumesAt
            supervisor.turnAt = nil
            planSupervisorTurn(at: resumesAt)
        }
        if strikes(.operatorStop) {
            supervisor.isStopping = true
            deliver(.stopRequested)
            if random.chance(percent: 30) {
                coverage.hit(.operatorStopTwice)
                arrive(.stopRequested, after: moment())
            }
        }
        if random.next(below: 1_000) < scenario.rate(.programReplaced) { send(.supervisorReexec) }
    }

    private mutating func strikeWorker() {
        guard let worker = sites[Int(random.next(below: UInt64(sites.count)))].worker,
            workers[worker].isAlive
        else { return }
        if strikes(.workerCrash) { return endWorker(worker, .signal(11)) }
        if strikes(.workerHang) { return hangWorker(worker) }
        if strikes(.workerTerminated) { deliver(.terminationRequested, to: worker) }
        sayStrayResult(of: worker)
    }

    /// A result of an open attempt with a fence that was given before it: as from an outbox that
    /// somebody copied back, or a ledger that was restored.
    private mutating func sayStrayResult(of worker: Int) {
        guard let link = sites[workers[worker].lane].link, let run = workers[worker].runs.last,
            ledger.attempts[runs[run].id]?.outcome == nil, runs[run].fence > Fence(1),
            strikes(.strayResult)
        else { return }
        let result = RunResult(
            runID: runs[run].id,
            fence: Fence(runs[run].fence.rawValue - 1),
            outcome: .completed,
            reason: .finished,
            endedAt: now.wall
        )
        say(.ended(result), worker, links[link].connection)
    }

    private mutating func strikeLink() {
        let site = Int(random.next(below: UInt64(sites.count)))
        guard let link = sites[site].link, strikes(.linkBreak) else { return }
        breakLink(link)
    }

    /// Power off and on: nothing lives, and what is on disk is there.
    private mutating func restartHost() {
        if trace.isRecorded { note("the machine restarts") }
        crashSupervisor()
        isHostRestarted = true
        for worker in workers.indices where workers[worker].isAlive {
            endWorker(worker, .signal(9))
        }
        for run in runs.indices where runs[run].processCount > 0 {
            runs[run].descendantCount = 0
            orphan(run)
            observe(.runEnded(runs[run].id))
        }
    }

    /// The faults are off.
    mutating func becomeCalm() {
        isCalm = true
        if trace.isRecorded { note("calm") }
        supervisor.resumesAt = nil
        supervisor.turnAt = nil
        deliver(.diskMeasured(freeMiB: 9_000))
        hostFigures = HostFigures()
        hostFigures.availableKiB = 8 << 20
        for site in sites.indices { sites[site].cursedStartCount = 0 }
        for worker in workers.indices { continueWorker(worker) }
        for run in runs.indices {
            runs[run].plan.ignoresTerm = false
            if runs[run].isTermPending { leaderTerminates(run) }
        }
        calmRuntimes()
        clock.plan(.clientActs, after: .milliseconds(1))
    }
}

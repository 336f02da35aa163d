import ControlPlane
import DataStructures
import LaneCore
import Protocol

/// The supervisor's process.
extension World {
    /// Plans a turn, unless one is planned for an earlier time.
    mutating func planSupervisorTurn(at time: MonotonicTime) {
        guard supervisor.isAlive else { return }
        var time = max(time, now.boot)
        if let resumesAt = supervisor.resumesAt { time = max(time, resumesAt) }
        if let turnAt = supervisor.turnAt, turnAt <= time { return }
        supervisor.token += 1
        supervisor.turnAt = time
        clock.plan(.supervisorTurn(token: supervisor.token), at: time)
    }

    /// True for a turn that was replaced by an earlier one, or whose process is gone.
    func isStale(_ action: Action) -> Bool {
        switch action {
        case .supervisorTurn(let token):
            !supervisor.isAlive || token != supervisor.token
        case .workerTurn(let worker, let token):
            workers[worker].state != .serving || workers[worker].isHung
                || workers[worker].token != token
        case .supervisorStart, .arrival, .treesEnd, .workerListens, .workerDies,
            .workerStumbles, .workerContinues, .delivery, .linkEnds, .launch, .runtimeStep,
            .leaderTerminates, .survivorsDie, .checkEnds, .clientActs, .operatorActs,
            .requestArrives, .faultStrikes, .nothing:
            false
        }
    }

    /// A turn begins.
    mutating func beginSupervisorTurn() {
        supervisor.turnAt = nil
        supervisor.resumesAt = nil
        supervisor.effectCount = 0
        supervisor.idleTurnCount += 1
        // What a turn decided whose commit failed was decided at its time: the next one only commits.
        if !supervisor.isCommitDue { observe(.turnBegan(now)) }
        drawDeath()
    }

    private mutating func drawDeath() {
        supervisor.death = nil
        // Rolled once a turn and rare: a turn is short.
        guard !isCalm, random.next(below: 20) == 0 else { return }
        let roll = random.next(below: 1_000)
        if roll < scenario.rate(.crashBeforeCommit) {
            supervisor.death = .beforeCommit
        } else if random.next(below: 1_000) < scenario.rate(.crashAfterCommit) {
            supervisor.death = .afterEffects(0)
        } else if random.next(below: 1_000) < scenario.rate(.crashBetweenEffects) {
            supervisor.death = .afterEffects(Int(random.next(in: 1...4)))
        }
    }

    /// The process is started: what it finds is returned.
    mutating func startSupervisor() -> RecoveredState {
        supervisor.isAlive = true
        supervisor.isStopping = false
        supervisor.incarnation += 1
        supervisor.inbox.removeAll()
        heardUsage.forget()
        supervisor.hostMeasuredAt = nil
        supervisor.death = nil
        supervisor.turnAt = nil
        supervisor.resumesAt = nil
        supervisor.idleTurnCount = 0
        supervisor.isCommitDue = false
        let wasStoppedCleanly = ledger.isCleanStop
        ledger.beginEpoch()
        if scenario.hasRollouts, !isCalm, random.chance(percent: 30) {
            configurationOnDisk.switches = Scenario.switches(from: &random)
        }
        observe(.supervisorStarted)
        observe(.configured(configurationOnDisk))
        if isHostRestarted, !wasStoppedCleanly { checkers.bootedUncleanly(at: now.boot) }
        if trace.isRecorded {
            note("supervisor \(supervisor.incarnation) starts, epoch \(ledger.epoch)")
        }
        defer { isHostRestarted = false }
        return ledger.recovered(
            isHostRestarted: isHostRestarted,
            wasStoppedCleanly: wasStoppedCleanly
        )
    }

    /// The process dies, and everything that was only in its memory with it.
    mutating func crashSupervisor() {
        if trace.isRecorded { note("supervisor \(supervisor.incarnation) dies") }
        endSupervisor()
        clock.plan(.supervisorStart, after: moment())
    }

    /// Exec: as a death, and the next program starts at once.
    mutating func replaceProgram(_ client: ClientID?, _ id: RequestID?) {
        if let client, let id {
            let change = Change(
                object: "supervisor",
                isChanged: true,
                isDryRun: false,
                lines: ["the program is replaced"]
            )
            answer(client, id, .reply(.changed(change)))
        }
        coverage.hit(.programReplaced)
        if trace.isRecorded { note("supervisor \(supervisor.incarnation) executes itself") }
        endSupervisor()
        clock.plan(.supervisorStart, after: .milliseconds(3))
    }

    /// It has done all that a stop asks for.
    mutating func exitSupervisor(_ code: ExitCode) {
        if trace.isRecorded { note("supervisor \(supervisor.incarnation) exits") }
        // Otherwise it has run out of time, and says so.
        if code == .done {
            observe(.exited)
        } else if isQuiet {
            violate("a stop at rest ends as asked", "the supervisor exits with \(code.rawValue)")
        }
        endSupervisor()
        if !isQuiet { clock.plan(.supervisorStart, after: moment()) }
    }

    private mutating func endSupervisor() {
        supervisor.isAlive = false
        supervisor.death = nil
        supervisor.token += 1
        supervisor.turnAt = nil
        supervisor.inbox.removeAll()
        for index in sites.indices {
            sites[index].isLockHeldBySupervisor = false
            if let link = sites[index].link { dropLinkOfSupervisor(link) }
            sites[index].link = nil
        }
        for number in clients.requests.indices { giveUp(number) }
    }

    /// Something for the supervisor's next turn.
    mutating func deliver(_ event: Event) {
        guard supervisor.isAlive else { return }
        supervisor.inbox.append(event)
        planSupervisorTurn(
            at: now.boot + Interval(nanoseconds: random.next(in: 1_000...400_000))
        )
    }

    /// Something that comes to the supervisor after a while, if it is still the same one.
    mutating func arrive(_ event: Event, after wait: Interval, link: Int? = nil) {
        guard supervisor.isAlive else { return }
        let arrival = Arrival(incarnation: supervisor.incarnation, event: event, link: link)
        clock.plan(.arrival(parcel: arrivals.put(arrival)), after: wait)
    }

    mutating func arrived(parcel: Int) {
        guard let arrival = arrivals.take(parcel), supervisor.isAlive,
            arrival.incarnation == supervisor.incarnation
        else { return }
        if let link = arrival.link {
            let lane = links[link].lane
            guard sites[lane].link == link else { return }
            sites[lane].link = nil
        }
        if case .workerExited(let lane, let generation, _) = arrival.event {
            noteEndTold(of: lane, generation)
        }
        deliver(arrival.event)
    }

    private mutating func noteEndTold(of lane: LaneID, _ generation: Generation) {
        let worker = workers.lastIndex { worker in
            sites[worker.lane].id == lane && worker.generation == generation
        }
        if let worker { workers[worker].isEndTold = true }
    }

    // MARK: Locks and outboxes

    mutating func withSite(_ lane: LaneID, _ change: (inout LaneSite) -> Void) {
        guard let index = siteIndex[lane] else { return }
        change(&sites[index])
    }

    func livingWorker(of lane: LaneID) -> Int? {
        guard let index = siteIndex[lane], let worker = sites[index].worker,
            workers[worker].isAlive
        else { return nil }
        return worker
    }

    mutating func probeWorker(of lane: LaneID) {
        if let worker = livingWorker(of: lane) {
            workers[worker].knownTo = supervisor.incarnation
            deliver(.workerFound(lane, workers[worker].generation, workers[worker].identity))
        } else {
            withSite(lane) { $0.isLockHeldBySupervisor = true }
            deliver(.workerMissing(lane))
        }
    }

    mutating func takeLock(of lane: LaneID, _ generation: Generation) {
        if let worker = livingWorker(of: lane) {
            violate(
                "the lock is free after a death",
                "lane \(lane)'s lock is held by \(workers[worker].generation)"
            )
        }
        withSite(lane) { $0.isLockHeldBySupervisor = true }
        arrive(.lockTaken(lane, generation), after: moment())
    }

    mutating func readOutbox(of lane: LaneID, _ generation: Generation) {
        guard let index = siteIndex[lane] else { return }
        if !sites[index].isLockHeldBySupervisor {
            violate("the outbox is read under the lock", "lane \(lane)'s lock is not held")
        }
        let results = sites[index].outbox.map(\.value)
        arrive(.outboxRead(lane, generation, results), after: moment())
    }

    mutating func deleteOutboxEntry(_ lane: LaneID, _ run: RunID) {
        withSite(lane) { $0.outbox[run] = nil }
        observe(.resultDeleted(lane, run))
    }

    // MARK: Incidents

    /// Writes a snapshot; each seventh cannot be written.
    mutating func captureIncident(_ lane: LaneID, _ sequence: UInt64) {
        deliver(
            sequence % 7 == 0
                ? .incidentCaptureFailed(lane, sequence: sequence, problem: "no space left")
                : .incidentCaptured(lane, sequence: sequence)
        )
    }

    // MARK: Configuration

    mutating func reloadConfiguration(_ client: ClientID?, _ id: RequestID?) {
        if let client, let id {
            let change = Change(object: "supervisor", isChanged: true, isDryRun: false, lines: [])
            answer(client, id, .reply(.changed(change)))
        }
        observe(.configured(configurationOnDisk))
        deliver(.configurationLoaded(configurationOnDisk))
    }
}

import ControlPlane
import DataStructures
import Protocol

/// The supervisor's shell: what `TurnDriver` sees of the world.
extension World: TurnWorld {
    mutating func collect(limit: Int) -> [Event] {
        let count = min(limit, supervisor.inbox.count)
        var events = Array(supervisor.inbox.prefix(count))
        supervisor.inbox.removeFirst(count)
        if let figures = measureHost() { events.append(.hostMeasured(figures)) }
        if !events.isEmpty { supervisor.idleTurnCount = 0 }
        noteUsage(events)
        for index in events.indices {
            guard case .requestReceived(var request) = events[index] else { continue }
            request.known = known(request.command)
            request.repeatedCopies = repeatedCopies(request.command)
            // A copy that ends in this turn before its request comes is not there any more.
            if index > 0 || !isRunning(request.parentID) { request.parentID = nil }
            events[index] = .requestReceived(request)
        }
        if trace.isRecorded {
            for event in events { note("  event \(event)") }
        }
        return events
    }

    /// The machine is measured every few seconds in which a turn is taken.
    private mutating func measureHost() -> HostFigures? {
        guard scenario.measuresHost else { return nil }
        if let last = supervisor.hostMeasuredAt, now.boot.since(last) < .seconds(2) { return nil }
        supervisor.hostMeasuredAt = now.boot
        checkers.hostMeasured(hostFigures)
        return hostFigures
    }

    /// What was heard before is settled by now: a turn whose commit failed collects nothing.
    private mutating func noteUsage(_ events: [Event]) {
        if let problem = heardUsage.settle(ledger) { violate("budgets are heard", problem) }
        for case .reported(let lane, let generation, .heartbeat(let beat)) in events {
            guard let worker = livingWorker(of: lane), workers[worker].generation == generation
            else { continue }
            heardUsage.heard(beat, ledger)
        }
    }

    private func known(_ command: ControlCommand) -> [KnownMission?] {
        guard case .missionSubmit(let envelopes, _) = command else { return [] }
        return envelopes.map { ledger.known($0) }
    }

    mutating func commit(_ writes: [LedgerWrite]) throws(CommitFailure) {
        if case .beforeCommit = supervisor.death {
            coverage.hit(.crashBeforeCommit)
            crashSupervisor()
            throw .crashed
        }
        if strikes(.commitFailed) {
            if trace.isRecorded { note("  commit fails: the disk is full") }
            supervisor.isCommitDue = true
            throw .diskFull
        }
        supervisor.isCommitDue = false
        observe(.committed(writes))
        coverage.observe(writes, ledger)
        if let refusal = ledger.take(writes) {
            violate("what the ledger takes", refusal)
            supervisor.isAlive = false
            throw .refused
        }
        supervisor.idleTurnCount = 0
        for write in writes { fold(write) }
        if trace.isRecorded {
            for write in writes { note("  write \(write)") }
        }
    }

    private mutating func fold(_ write: LedgerWrite) {
        switch write {
        case .insertMission: trace.fold(101)
        case .updateMission(_, let state):
            trace.fold(102 | UInt64(state.status.ordinal) << 8 | UInt64(state.attemptCount) << 16)
        case .insertAttempt(let attempt): trace.fold(103 | attempt.fence.rawValue << 8)
        case .updateAttempt(let attempt):
            let phase = UInt64(attempt.phase == .ended ? 1 : 0)
            trace.fold(104 | attempt.fence.rawValue << 8 | phase << 56)
        case .saveLane(let record): trace.fold(105 | record.generation.rawValue << 8)
        case .savePool(let record): trace.fold(109 | record.throttleCount << 8)
        case .appendEvent(let event): trace.fold(106 | event.sequence << 8)
        case .markCleanStop: trace.fold(107)
        case .saveEstop(let change): trace.fold(108 | (change == nil ? 0 : 1) << 8)
        }
        if case .saveLane = write { return }
        changeCount += 1
    }

    mutating func perform(_ effect: Effect, core: borrowing ControlPlane) {
        guard supervisor.isAlive, violation == nil else { return }
        if case .afterEffects(let count) = supervisor.death, supervisor.effectCount >= count {
            coverage.hit(count == 0 ? .crashAfterCommit : .crashBetweenEffects)
            crashSupervisor()
            return
        }
        if case .send(_, _, .cancelMission) = effect, strikes(.crashBeforeStop) {
            crashSupervisor()
            return
        }
        supervisor.effectCount += 1
        supervisor.idleTurnCount = 0
        observe(.performed(effect))
        if trace.isRecorded { note("  effect \(effect)") }
        carryOut(effect, core)
    }

    private mutating func carryOut(_ effect: Effect, _ core: borrowing ControlPlane) {
        switch effect {
        case .write: break
        case .reply(let client, let id, let reply): answer(client, id, .reply(reply))
        case .answer(let client, let id, let query): answer(client, id, .query(query))
        case .probeWorker(let lane): probeWorker(of: lane)
        case .spawnWorker(let lane, let generation): spawnWorker(of: lane, generation)
        case .killWorker(let lane, let generation): killWorker(of: lane, generation)
        case .connectWorker(let lane, let generation, let epoch):
            connect(lane, generation, epoch)
        case .send(let lane, let generation, let command): send(command, lane, generation)
        case .startRun(let lane, let generation, let order): startRun(order, lane, generation)
        case .endTrees(let lane, let generation, let runs): endTrees(lane, generation, runs)
        case .takeLock(let lane, let generation): takeLock(of: lane, generation)
        case .readOutbox(let lane, let generation): readOutbox(of: lane, generation)
        case .deleteOutboxEntry(let lane, let run, _): deleteOutboxEntry(lane, run)
        case .releaseLock(let lane): withSite(lane) { $0.isLockHeldBySupervisor = false }
        case .captureIncident(let lane, let sequence): captureIncident(lane, sequence)
        case .announce(let phase): trace.fold(120 | UInt64(phase.rawValue.utf8.count) << 8)
        case .reloadConfiguration(let client, let id): reloadConfiguration(client, id)
        case .replaceProgram(let client, let id): replaceProgram(client, id)
        case .exit(let code): exitSupervisor(code)
        }
    }
}

import ControlPlane
import Protocol
import SQLite
import System

/// The outside of the supervisor's turns: clients, workers, ledger.
///
/// It decides nothing. Handlers of the reactor note what is ready; `collect` turns it into events;
/// `perform` does what the core asks, after the commit.
final class SupervisorWorld: TurnWorld {
    private struct OutboxRetry {
        var lane: LaneID
        var generation: Generation
        var retry: RecoveryRetry
    }

    /// The most pieces of searches for past events in one turn.
    static let searchStepCountMax = 4

    let paths: InstancePaths
    let reactor: Reactor
    let log: EventLog
    let ledger: Ledger
    let server: ControlServer
    let links: LaneLinks
    let workers: WorkerProcesses
    let trees: TreeEnder
    let outboxes: Outboxes
    let incidents: IncidentFolder
    let copier: LedgerCopier
    var notifier: ServiceNotifier
    var disk: DiskGauge
    var host = HostGauge()
    let configurationReload: ConfigurationReload
    var answerer: QueryAnswerer
    /// What the core gets next.
    var inbox: [Event] = []
    /// How the program ends, once it is to end.
    var exitCode: ExitCode?
    var replacement: ProgramReplacement
    /// Requests for past events that are not answered yet; the first goes on next.
    private var searches: [EventSearch] = []
    /// Lanes whose outbox could not be read yet.
    private var outboxRetries: [OutboxRetry] = []
    private var minFreeMiB: UInt64
    private var stopDeadlineSeconds: UInt64
    /// The time of the turn.
    var now: Instant

    init(
        _ parts: SupervisorParts,
        configuration: LoadedConfiguration,
        file: ConfigurationFile,
        at now: Instant
    ) {
        paths = parts.paths
        reactor = parts.reactor
        log = parts.log
        ledger = parts.ledger
        server = parts.server
        links = parts.links
        workers = parts.workers
        trees = parts.trees
        outboxes = Outboxes(paths: parts.paths, log: parts.log)
        incidents = IncidentFolder(
            path: parts.paths.incidents,
            ledger: parts.ledger,
            log: parts.log
        )
        let server = parts.server
        copier = LedgerCopier(parts.paths, reactor: parts.reactor, log: parts.log) {
            client,
            requestID,
            reply in
            server.answer(client, requestID, reply)
        }
        notifier = ServiceNotifier(log: parts.log, at: now.boot)
        disk = DiskGauge(path: parts.paths.state)
        configurationReload = ConfigurationReload(file: file, paths: parts.paths, log: parts.log)
        replacement = ProgramReplacement(path: parts.programPath, log: parts.log)
        answerer = QueryAnswerer(ledger: parts.ledger, paths: parts.paths, log: parts.log)
        answerer.controlGroups = parts.groups.obstacle ?? "available"
        minFreeMiB = configuration.configuration.supervisor.minFreeMiB
        stopDeadlineSeconds = configuration.configuration.supervisor.stopDeadlineSeconds
        self.now = now
        take(configuration)
    }

    private func take(_ loaded: LoadedConfiguration) {
        answerer.origin = loaded.origin
        answerer.problems = loaded.problems
        minFreeMiB = loaded.configuration.supervisor.minFreeMiB
        stopDeadlineSeconds = loaded.configuration.supervisor.stopDeadlineSeconds
        workers.policy = loaded.configuration.supervisor
        server.policy = loaded.configuration.roles
        log.setMinimum(loaded.configuration.supervisor.logLevel)
    }

    /// True if somebody waits for past events.
    var isSearching: Bool { !searches.isEmpty }

    /// True if there is something to do without waiting.
    var hasBacklog: Bool {
        !inbox.isEmpty || isSearching || server.hasBacklog || links.hasBacklog
            || workers.hasNews
    }

    /// When something of the world is due; nil if nothing is.
    var nextDeadline: MonotonicTime? {
        let due = [
            trees.nextDeadline, workers.nextDeadline, notifier.nextDeadline, disk.nextDeadline,
            outboxRetries.map(\.retry.nextAt).min(),
        ]
        return due.compactMap { $0 }.min()
    }

    // MARK: Input

    func collect(limit: Int) -> [Event] {
        measureDisk()
        if let event = host.measure(at: now.boot) { inbox.append(event) }
        retryOutboxes()
        // Before the ends of workers: what one said last is readable when its end is, and counts
        // only while it is believed to live.
        links.receive(into: &inbox)
        workers.receive(into: &inbox)
        trees.receive(into: &inbox)
        server.receive(
            take: { [self] client, frame in receive(frame, from: client) },
            leave: { [self] id in
                searches.removeAll { $0.client == id }
                inbox.append(.clientClosed(id))
            }
        )
        guard inbox.count > limit else {
            defer { inbox.removeAll(keepingCapacity: true) }
            return inbox
        }
        let events = Array(inbox.prefix(limit))
        inbox.removeFirst(limit)
        return events
    }

    private func measureDisk() {
        do throws(SystemError) {
            if let event = try disk.measure(at: now.boot, minFreeMiB: minFreeMiB) {
                inbox.append(event)
            }
        } catch {
            log.error("disk.unknown", error.description)
        }
    }

    private func receive(_ frame: ControlRequestFrame, from client: ControlClient) {
        var request = ClientRequest(
            client: client.id,
            requestID: frame.id,
            role: client.role,
            actor: client.actor,
            command: frame.command
        )
        request.parentID = client.parentID
        do throws(SQLiteError) {
            if let refusal = try prepare(&request) {
                return server.answer(client.id, frame.id, .error(refusal))
            }
            inbox.append(.requestReceived(request))
        } catch {
            answerUnreadable(client.id, frame.id, error)
        }
    }

    /// Adds what the ledger knows: what stands under a submit's keys and ids, and which mission a
    /// prefix means.
    private func prepare(_ request: inout ClientRequest) throws(SQLiteError) -> ControlError? {
        if case .missionSubmit(let envelopes, _) = request.command {
            for var envelope in envelopes {
                // As the core will store it: what a run submits has that run's mission as parent.
                if let parentID = request.parentID { envelope.parentID = parentID }
                request.known.append(try ledger.known(for: envelope))
                if let repeated = envelope.retryOf, try ledger.isCopy(repeated) {
                    request.repeatedCopies.append(repeated)
                }
            }
            return nil
        }
        guard let prefix = request.command.mission else { return nil }
        switch try ledger.resolve(prefix: prefix) {
        case .unique(let id):
            request.command.mission = id
            return nil
        case .none:
            // It may be new in this turn: the core has it then.
            request.isMissionKnown = false
            return nil
        case .ambiguous(let count):
            return ControlError(
                .conflict,
                .ambiguousPrefix,
                "\"\(prefix)\" begins \(count >= 100 ? "100 or more" : String(count)) mission ids",
                object: prefix.rawValue,
                hint: "give more of it"
            )
        }
    }

    private func retryOutboxes() {
        guard !outboxRetries.isEmpty else { return }
        let due = outboxRetries.filter { $0.retry.nextAt <= now.boot }
        outboxRetries.removeAll { $0.retry.nextAt <= now.boot }
        for again in due { readOutbox(again) }
    }

    private func readOutbox(_ reading: OutboxRetry) {
        let (lane, generation) = (reading.lane, reading.generation)
        do throws(SystemError) {
            inbox.append(.outboxRead(lane, generation, try outboxes.read(lane)))
        } catch {
            var again = reading
            if again.retry.failed(error.description, at: now.boot) {
                log.error("outbox.unreadable", "lane \(lane): \(error.description)")
            }
            if let event = again.retry.stall(of: lane, at: now.boot) { inbox.append(event) }
            outboxRetries.append(again)
        }
    }

    // MARK: Commit

    func commit(_ writes: [LedgerWrite]) throws(SQLiteError) {
        CrashPoints.pass("supervisor.beforeCommit")
        try ledger.commit(writes)
        CrashPoints.pass("supervisor.afterCommit")
        for case .appendEvent(let event) in writes { log.write(event) }
    }

    // MARK: Effects

    func perform(_ effect: Effect, core: borrowing ControlPlane) {
        switch effect {
        case .write:
            break
        case .reply(let client, let requestID, let reply):
            server.answer(client, requestID, reply)
        case .answer(let client, let requestID, let query):
            answer(query, client, requestID, core: core)
        case .probeWorker(let lane):
            workers.probe(lane)
        case .spawnWorker(let lane, let generation):
            inbox.append(workers.spawn(lane, generation))
        case .killWorker(let lane, let generation):
            workers.kill(lane, generation)
        case .connectWorker(let lane, let generation, let epoch):
            connect(lane, generation, epoch)
        case .send(let lane, let generation, let command):
            if case .acknowledge(let runID, _, let disposition) = command {
                CrashPoints.pass("supervisor.beforeAcknowledge")
                note(disposition, of: runID, on: lane)
            }
            links.send(command, to: lane, generation)
        case .startRun(let lane, let generation, let order):
            start(order, lane, generation)
        case .endTrees(let lane, let generation, let runs):
            links.close(lane)
            trees.begin(lane, generation, runs)
        case .takeLock(let lane, let generation):
            links.close(lane)
            if let event = workers.takeLock(lane, generation) { inbox.append(event) }
        case .readOutbox(let lane, let generation):
            let retry = RecoveryRetry(at: now.boot)
            readOutbox(OutboxRetry(lane: lane, generation: generation, retry: retry))
        case .deleteOutboxEntry(let lane, let runID, let disposition):
            note(disposition, of: runID, on: lane)
            outboxes.delete(runID, of: lane)
        case .releaseLock(let lane):
            workers.releaseLock(lane)
        case .captureIncident(let lane, let sequence):
            capture(lane, sequence, core: core)
        case .announce(let phase):
            notifier.announce(phase, stopDeadlineSeconds: stopDeadlineSeconds)
        case .reloadConfiguration(let client, let requestID):
            reload(client, requestID)
        case .replaceProgram(let client, let requestID):
            let reply = replacement.order()
            if let client, let requestID { server.answer(client, requestID, reply) }
        case .exit(let code):
            exitCode = code
        }
    }

    /// A result that changed nothing is worth a line: somebody reported what was decided already.
    private func note(_ disposition: ResultDisposition, of runID: RunID, on lane: LaneID) {
        switch disposition {
        case .recorded: break
        case .duplicate, .stale:
            log.warning("result.rejected", "lane \(lane), run \(runID): \(disposition.rawValue)")
        }
    }

    private func capture(_ lane: LaneID, _ sequence: UInt64, core: borrowing ControlPlane) {
        CrashPoints.pass("supervisor.beforeCapture")
        do throws(IncidentFolder.Failure) {
            try incidents.capture(lane, sequence, core: core, at: now)
            inbox.append(.incidentCaptured(lane, sequence: sequence))
        } catch {
            log.error("incident.notCaptured", "lane \(lane): \(error.message)")
            inbox.append(
                .incidentCaptureFailed(lane, sequence: sequence, problem: error.message)
            )
        }
    }

    private func connect(_ lane: LaneID, _ generation: Generation, _ epoch: Epoch) {
        CrashPoints.pass("supervisor.duringAdoption")
        let worker = workers.identity(of: lane)
        if !links.connect(lane, generation, epoch: epoch, worker: worker) {
            inbox.append(.linkClosed(lane, generation))
        }
    }

    private func start(_ order: StartOrder, _ lane: LaneID, _ generation: Generation) {
        do throws(SQLiteError) {
            let id = order.attempt.missionID
            guard let envelope = try ledger.launchMaterial(id) else {
                fatalError("invariant broken: mission \(id) is dispatched and not in the ledger")
            }
            var launch = LaunchOrder(
                runID: order.attempt.runID,
                fence: order.attempt.fence,
                sessionID: order.attempt.sessionID,
                envelope: envelope,
                profile: order.profile
            )
            launch.attemptNumber = order.attempt.number
            launch.isFreshSession = order.attempt.isFreshSession
            launch.resumePhase = order.resumePhase
            links.send(.startMission(launch), to: lane, generation)
        } catch {
            // The start deadline gives the attempt up; nothing was started.
            log.error("ledger.unreadable", error.description)
        }
    }

    private func answer(
        _ query: Query,
        _ client: ClientID,
        _ requestID: RequestID,
        core: borrowing ControlPlane
    ) {
        if case .validateConfiguration = query {
            return server.answer(client, requestID, configurationReload.validate())
        }
        if case .backup = query {
            return copier.begin(for: client, requestID, at: now.wall)
        }
        if case .events(let filter) = query {
            return findEvents(client, requestID, filter)
        }
        server.answer(client, requestID, answerer.answer(query, core: core, at: now))
    }

    private func findEvents(_ client: ClientID, _ requestID: RequestID, _ filter: EventFilter) {
        do throws(SQLiteError) {
            switch try answerer.cursor(of: filter) {
            case .success(let cursor) where filter.follows:
                server.answer(client, requestID, .events([], nextCursor: cursor))
                server.subscribe(client, .init(filter: filter, cursor: cursor))
            case .success(let cursor):
                let newest = ledger.marks.eventSequence
                searches.append(
                    EventSearch(for: client, requestID, filter, after: cursor, newest: newest)
                )
            case .failure(let error):
                server.answer(client, requestID, .error(error))
            }
        } catch {
            answerUnreadable(client, requestID, error)
        }
    }

    /// Goes on with the searches, each a piece in turn, as far as one turn has time for it.
    private func advanceSearches() {
        for _ in 0..<Self.searchStepCountMax where !searches.isEmpty {
            var search = searches.removeFirst()
            do throws(SQLiteError) {
                if let reply = try search.advance(in: ledger) {
                    server.answer(search.client, search.requestID, reply)
                } else {
                    searches.append(search)
                }
            } catch {
                answerUnreadable(search.client, search.requestID, error)
            }
        }
    }

    private func answerUnreadable(
        _ client: ClientID,
        _ requestID: RequestID,
        _ error: SQLiteError
    ) {
        log.error("ledger.unreadable", error.description)
        let refusal = ControlError(.internalFailure, .internalFailure, error.description)
        server.answer(client, requestID, .error(refusal))
    }

    // MARK: Configuration

    func reload(_ client: ClientID?, _ requestID: RequestID?) {
        let reply: ControlReply
        do throws(ConfigurationReload.Refusal) {
            let loaded = try configurationReload.apply()
            take(loaded)
            inbox.append(.configurationLoaded(loaded.configuration))
            reply = ConfigurationReload.answer(to: loaded)
        } catch {
            if !error.problems.isEmpty { answerer.problems = error.problems }
            reply = .error(error.error)
        }
        if let client, let requestID { server.answer(client, requestID, reply) }
    }

    // MARK: Output

    /// Sends what is owed after a turn.
    func finishTurn() {
        advanceSearches()
        server.feedSubscribers(upTo: ledger.marks.eventSequence) { filter, cursor in
            do throws(SQLiteError) {
                let page = try ledger.events(filter, after: cursor, limit: 100)
                return (page.events, page.nextCursor)
            } catch {
                log.error("ledger.unreadable", error.description)
                return ([], cursor)
            }
        }
        links.flush()
        server.flush()
        server.keepListening(at: now.boot)
        log.flush()
        notifier.beat(at: now.boot)
    }
}

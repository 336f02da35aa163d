import DataStructures
public import Protocol

/// The worker's mind: which runs it has, who its supervisor is, what it must say and do.
///
/// # Overview
/// A value that takes events and appends effects. It composes three machines that do not know each
/// other: `SupervisorLink` (who may speak), `RunMachine` (one for each run) and `Outbox` (results
/// until they are acknowledged). What one's output means for another is written here and nowhere
/// else.
///
/// ```
///  commandReceived ─► SupervisorLink ─► start, cancel, acknowledge, quiesce, shutdown
///                                            │
///  launched, reported, exited, surveyed ─► RunMachine ─ result ─► Outbox ─ durable ─► mission.ended
///                                                                   └─ acknowledged ─► deleted
/// ```
///
/// # Rules
/// - A result exists only when the run's tree is gone, and is said only when it is durable. So
///   nobody can start the mission again while a process of it lives, and no end is forgotten.
/// - A start is idempotent by fence: the same one again is accepted and starts nothing, whether the
///   run is alive, ended or acknowledged a moment ago.
/// - One connection speaks for the supervisor. A hello with an epoch that is not lower closes the
///   one before it first; commands of any other connection close that connection.
/// - The intent of a stop decides the outcome, unless the result was on its way to the disk before.
/// - What is said of a run may be lost with a connection. After a hello its state is said again:
///   results, then the leaders, questions and survivors of what runs.
///
/// # Failure handling
/// Without a supervisor, runs go on and results stay. Idle for `unsupervisedIdle` without one, or
/// told to shut down, it exits. An outbox that cannot be written is tried again for ever. A tree
/// that survives SIGKILL is reported once and killed for ever.
public struct LaneCore: Equatable {
    /// Who the worker is.
    public let configuration: Configuration
    /// Whether it takes new runs.
    public private(set) var state = WorkerHello.State.serving
    /// Commands of connections that do not speak for the supervisor, and news of runs that are over.
    public private(set) var staleEventCount: UInt64 = 0

    private var link: SupervisorLink
    var runs = OrderedTable<RunID, RunMachine>()
    private var outbox: Outbox
    private var heartbeatAt: MonotonicTime
    /// Since when nothing runs; meaningless while something does.
    private var idleSince: MonotonicTime
    private var hasExited = false

    /// The time between heartbeats while a run is active.
    static let activeHeartbeat = Interval.seconds(1)
    /// The time between heartbeats otherwise.
    static let idleHeartbeat = Interval.seconds(10)

    /// Creates the mind of a worker that has just started.
    ///
    /// - Parameters:
    ///   - configuration: Who it is.
    ///   - outbox: Results on disk, of an earlier generation too, in any order.
    ///   - now: The time of the start.
    public init(_ configuration: Configuration, outbox: [RunResult], at now: Instant) {
        self.configuration = configuration
        link = SupervisorLink(at: now.boot)
        self.outbox = Outbox(durable: outbox)
        heartbeatAt = now.boot
        idleSince = now.boot
    }

    /// When `handle(.tick)` must come at the latest; nil if nothing is due.
    public var nextDeadline: MonotonicTime? {
        guard !hasExited else { return nil }
        var deadline = earlier(outbox.nextDeadline, unsupervisedExitAt)
        if link.connection != nil { deadline = earlier(deadline, heartbeatAt) }
        for (_, run) in runs { deadline = earlier(deadline, run.nextDeadline) }
        return deadline
    }

    /// Runs whose tree is not gone, ascending by run id.
    public var activeRuns: [RunID] { runs.map { $0.key } }

    /// The number of results that are not acknowledged.
    public var outboxEntryCount: Int { outbox.count }

    /// Applies one event and appends what must be done about it.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - now: The time of the turn, never earlier than in the previous call.
    ///   - effects: Receives the effects, in the order in which they must be done.
    public mutating func handle(_ event: Event, at now: Instant, into effects: inout [Effect]) {
        guard !hasExited else { return }
        switch event {
        case .commandReceived(let connection, let command):
            receive(command, from: connection, at: now, into: &effects)
        case .connectionClosed(let connection):
            if !link.closed(connection, at: now.boot) { staleEventCount &+= 1 }
        case .outboxWritten(let runID):
            if let result = outbox.written(runID) {
                say(.ended(result), into: &effects)
            } else {
                staleEventCount &+= 1
            }
        case .outboxWriteFailed(let runID, _):
            outbox.writeFailed(runID, at: now.boot)
        case .terminationRequested:
            state = .exiting
        case .tick:
            tick(at: now, into: &effects)
        case .launched(let runID, _), .launchFailed(let runID, _),
            .outputReceived(let runID, _, _), .reported(let runID, _),
            .leaderExited(let runID, _, _), .checkExited(let runID, _, _),
            .checkLaunchFailed(let runID, _, _), .treeSurveyed(let runID, _), .treeGone(let runID):
            advance(runID, at: now, into: &effects) { run, outputs in
                run.handle(event, at: now, into: &outputs)
            }
        }
    }

    // MARK: - Commands

    private mutating func receive(
        _ command: LaneCommand,
        from connection: ConnectionID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        if case .hello(let hello) = command {
            greet(hello, from: connection, at: now, into: &effects)
            return
        }
        guard connection == link.connection else {
            staleEventCount &+= 1
            effects.append(.closeConnection(connection))
            return
        }
        switch command {
        case .hello: break
        case .startMission(let order): start(order, at: now, into: &effects)
        case .cancelMission(let runID, let fence, let intent, let isImmediate):
            let stop = RunMachine.Stop(intent: intent, isImmediate: isImmediate)
            cancel(runID, fence, stop, at: now, into: &effects)
        case .quiesce: if state == .serving { state = .quiescing }
        case .shutdown: state = .exiting
        case .acknowledge(let runID, let fence, _):
            if outbox.acknowledge(runID, fence) { effects.append(.deleteOutboxEntry(runID)) }
        }
    }

    private mutating func greet(
        _ hello: LaneHello,
        from connection: ConnectionID,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        switch link.greet(hello, from: connection, identity: configuration) {
        case .refused(let message):
            effects.append(.send(connection, .helloRefused(message: message)))
            effects.append(.closeConnection(connection))
            if link.closed(connection, at: now.boot) { staleEventCount &+= 1 }
        case .accepted(let version, let replaced):
            if let replaced { effects.append(.closeConnection(replaced)) }
            heartbeatAt = now.boot + heartbeatInterval
            introduce(protocolVersion: version, into: &effects)
        }
    }

    /// Says everything that a supervisor must know and may have missed.
    private func introduce(protocolVersion: Int, into effects: inout [Effect]) {
        let results = outbox.durableResults
        var hello = WorkerHello(
            protocolVersion: protocolVersion,
            version: configuration.version,
            vpID: configuration.vpID,
            generation: configuration.generation
        )
        hello.state = state
        hello.outboxEntryCount = results.count
        let active = runs.map { entry in
            RunPresence(
                runID: entry.key,
                fence: entry.value.order.fence,
                phase: entry.value.phase
            )
        }
        hello.runs = (active + outbox.presences).sorted { $0.runID < $1.runID }
        say(.hello(hello), into: &effects)
        for result in results { say(.ended(result), into: &effects) }
        for (_, run) in runs {
            for report in run.standingReports { say(report, into: &effects) }
        }
    }

    private mutating func start(
        _ order: LaunchOrder,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        switch admission(of: order) {
        case .known:
            say(.accepted(runID: order.runID, fence: order.fence), into: &effects)
        case .refused(let message):
            let refusal = LaneReport.refused(
                runID: order.runID,
                fence: order.fence,
                message: message
            )
            say(refusal, into: &effects)
        case .new:
            runs[order.runID] = RunMachine(order, patience: configuration.treeDeathPatience)
            heartbeatAt = min(heartbeatAt, now.boot + Self.activeHeartbeat)
            say(.accepted(runID: order.runID, fence: order.fence), into: &effects)
            switch order.profile.kind {
            case .process: effects.append(.launch(order))
            case .noop:
                advance(order.runID, at: now, into: &effects) { run, outputs in
                    run.endWithoutProcess(at: now, into: &outputs)
                }
            }
        }
    }

    private func admission(of order: LaunchOrder) -> StartAdmission {
        let known = runs[order.runID]?.order.fence ?? outbox.entry(of: order.runID)?.result.fence
        if let known {
            if known == order.fence { return .known }
            return .refused("run \(order.runID) exists with fence \(known), not \(order.fence)")
        }
        if let seen = outbox.acknowledgedFence(of: order.runID), order.fence <= seen {
            return .refused("run \(order.runID) with fence \(seen) was acknowledged already")
        }
        switch state {
        case .serving: break
        case .quiescing: return .refused("the worker was told to take no new run")
        case .exiting: return .refused("the worker is about to exit")
        }
        guard runs.count + outbox.count < configuration.outboxEntryCountMax else {
            return .refused("\(outbox.count) results wait for an acknowledgement")
        }
        return .new
    }

    private mutating func cancel(
        _ runID: RunID,
        _ fence: Fence,
        _ stop: RunMachine.Stop,
        at now: Instant,
        into effects: inout [Effect]
    ) {
        if runs[runID]?.order.fence == fence {
            advance(runID, at: now, into: &effects) { run, outputs in
                run.stop(stop, at: now, into: &outputs)
            }
        } else if let entry = outbox.entry(of: runID), entry.result.fence == fence {
            outbox.stop(runID, stop.intent)
            if case .durable(let result) = entry { say(.ended(result), into: &effects) }
        }
    }

    // MARK: - Time

    private mutating func tick(at now: Instant, into effects: inout [Effect]) {
        for runID in activeRuns {
            advance(runID, at: now, into: &effects) { run, outputs in
                run.tick(at: now, into: &outputs)
            }
        }
        for result in outbox.takeDueWrites(at: now.boot) { effects.append(.writeOutbox(result)) }
        beat(at: now, into: &effects)
        if mayExit(at: now.boot) {
            hasExited = true
            effects.append(.exit(.done))
        }
    }

    private mutating func beat(at now: Instant, into effects: inout [Effect]) {
        guard let connection = link.connection, heartbeatAt <= now.boot else { return }
        heartbeatAt = now.boot + heartbeatInterval
        effects.append(.sendHeartbeat(connection, runs.map { $0.value.heartbeat }))
    }

    private var isIdle: Bool { runs.isEmpty && outbox.isSettled }

    /// For the supervisor a run is active until its result was said, so a result that is not durable
    /// yet is one too.
    private var heartbeatInterval: Interval { isIdle ? Self.idleHeartbeat : Self.activeHeartbeat }

    private var unsupervisedExitAt: MonotonicTime? {
        guard isIdle, let since = link.unsupervisedSince else { return nil }
        return max(since, idleSince) + configuration.unsupervisedIdle
    }

    /// A worker that was told to exit waits for its acknowledgements only while somebody is there
    /// to give them: the results are durable, and the next supervisor reads them from the disk.
    private func mayExit(at now: MonotonicTime) -> Bool {
        guard isIdle else { return false }
        if state == .exiting, outbox.count == 0 || link.connection == nil { return true }
        guard let exitAt = unsupervisedExitAt else { return false }
        return exitAt <= now
    }

    // MARK: - Routes

    /// Lets a run handle something, and hands on what comes of it.
    private mutating func advance(
        _ runID: RunID,
        at now: Instant,
        into effects: inout [Effect],
        _ body: (inout RunMachine, inout [RunMachine.Output]) -> Void
    ) {
        var outputs: [RunMachine.Output] = []
        guard runs.modify(runID, { run in body(&run, &outputs) }) != nil else {
            staleEventCount &+= 1
            return
        }
        for output in outputs {
            switch output {
            case .effect(let effect): effects.append(effect)
            case .report(let report): say(report, into: &effects)
            case .ended(let result):
                runs[runID] = nil
                idleSince = now.boot
                effects.append(.writeOutbox(outbox.add(result)))
            }
        }
    }

    private func say(_ report: LaneReport, into effects: inout [Effect]) {
        guard let connection = link.connection else { return }
        effects.append(.send(connection, report))
    }
}

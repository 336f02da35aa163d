import LaneCore
import Protocol
import System

/// The running worker: owns every descriptor and process, and turns the core's loop.
final class Daemon {
    /// How often the socket's file is looked for.
    static let socketCheckInterval = Interval.seconds(3)
    /// The most connections at once; a supervisor needs one, its successor another.
    static let connectionCountMax = 8

    private let options: WorkerOptions
    private let log = LogWriter()
    private let reactor: Reactor
    private let inbox = Inbox()
    private let signals: SignalSource
    private let outbox: OutboxFolder
    private let launcher: RunLauncher
    private var core: LaneCore
    private var door: LaneDoor?
    private var connections: [LaneCore.ConnectionID: SupervisorConnection] = [:]
    private var registrations: [LaneCore.ConnectionID: Registration] = [:]
    /// Connections with frames that the last turn had no room for.
    private var backlog: [LaneCore.ConnectionID] = []
    private var connectionCount: UInt64 = 0
    private var runs: [RunID: RunProcess] = [:]
    private var removals = CopyRemovals()
    private var socketCheckAt: MonotonicTime
    private var exitCode: ExitCode?

    /// Makes this process the lane's worker; from its return on the socket is there.
    ///
    /// - Throws: `SystemError`: folder, signals or socket cannot be used.
    init(_ options: WorkerOptions, in folders: LaneFolders) throws(SystemError) {
        self.options = options
        try Signal.hangup.ignore()
        try Signal.interrupt.ignore()
        try Signal.brokenPipe.ignore()
        signals = try SignalSource([.terminate, .child])
        try CurrentProcess.setName("lane:\(options.vpID)")
        try CurrentProcess.becomeSubreaper()
        let descriptorLimit = try CurrentProcess.raiseDescriptorLimit()
        try folders.create()
        outbox = OutboxFolder(folders, log: log)
        let results = try outbox.load()
        // What a runtime made undeletable is no reason to keep the lane from starting.
        for failure in try folders.removeStaleRuns(except: results.map(\.runID)) {
            log.write(.warning, .cleanupFailed, failure)
        }
        do throws(SystemError) {
            try removals.addLeftOver(in: folders)
        } catch {
            log.write(.warning, .cleanupFailed, error)
        }
        launcher = RunLauncher(
            vpID: options.vpID,
            folders: folders,
            controlGroup: options.controlGroup.map { ControlGroup(path: $0) },
            descriptorLimit: descriptorLimit
        )
        reactor = try Reactor()
        let now = Clock.now()
        core = LaneCore(Self.configuration(options), outbox: results, at: now)
        socketCheckAt = now.boot + Self.socketCheckInterval
        try open()
    }

    private static func configuration(_ options: WorkerOptions) -> LaneCore.Configuration {
        LaneCore.Configuration(
            vpID: options.vpID,
            generation: options.generation,
            version: Version.text
        )
    }

    private func open() throws(SystemError) {
        _ = try reactor.watch(signals.descriptor, .read) { [unowned self] _ in self.readSignals() }
        door = try LaneDoor(path: options.socketPath, reactor: reactor) { [unowned self] in
            self.acceptConnections()
        }
    }

    // MARK: - The turn

    /// Serves the lane until the core is done.
    ///
    /// - Returns: The exit code.
    /// - Throws: `SystemError`, only for defects of the loop.
    func run() throws(SystemError) -> ExitCode {
        log.write(.info, .workerStarted) { fields in
            fields.add("lane", options.vpID.rawValue)
            fields.add("generation", options.generation.rawValue)
            fields.add("pid", CurrentProcess.pid)
        }
        while true {
            try turn()
            guard let exitCode else { continue }
            door?.close()
            log.write(.info, .workerStopped) { $0.add("exit", exitCode.rawValue) }
            return exitCode
        }
    }

    /// Collects, handles, lets time pass, performs.
    private func turn() throws(SystemError) {
        try reactor.turn(until: deadline)
        let now = Clock.now()
        receiveBacklog()
        var effects: [LaneCore.Effect] = []
        for event in inbox.take() { core.handle(event, at: now, into: &effects) }
        core.handle(.tick, at: now, into: &effects)
        for effect in effects { perform(effect) }
        for connection in connections.values { connection.sendHeldAnswers() }
        updateInterests()
        checkSocket(at: now.boot)
        removeCopies()
        if log.wantsWrite { log.flush() }
    }

    private var deadline: MonotonicTime {
        guard inbox.isEmpty, backlog.isEmpty, removals.isEmpty else {
            return MonotonicTime(nanoseconds: 0)
        }
        return min(core.nextDeadline ?? socketCheckAt, socketCheckAt)
    }

    private func perform(_ effect: LaneCore.Effect) {
        switch effect {
        case .send(let connection, let report): send(report, on: connection)
        case .sendHeartbeat(let connection, let runs):
            var runs = runs
            for index in runs.indices {
                runs[index].residentKiB = residentKiB(of: runs[index].runID)
            }
            let heartbeat = Heartbeat(runs: runs, residentKiB: residentKiB)
            connections[connection]?.say(.heartbeat(heartbeat))
        case .closeConnection(let connection): close(connection)
        case .launch(let order): launch(order)
        case .launchCheck(let runID, let index, let argv): launchCheck(runID, index, argv)
        case .signalTree(let runID, let signal): self.signal(runID, signal)
        case .surveyTree(let runID): survey(runID)
        case .writeOutbox(let result): write(result)
        case .deleteOutboxEntry(let runID):
            CrashPoints.pass("worker.beforeAcknowledge")
            outbox.delete(runID)
        case .exit(let code): exitCode = code
        }
    }

    private var residentKiB: UInt64 {
        do throws(SystemError) {
            return try ProcessTable.entry(of: CurrentProcess.pid).residentBytes / 1024
        } catch {
            // A figure for people; without /proc there is none.
            return 0
        }
    }

    private func residentKiB(of runID: RunID) -> UInt64 {
        guard let run = runs[runID] else { return 0 }
        do throws(SystemError) {
            return try run.residentKiB(besides: trees(besides: runID))
        } catch {
            // Unknown: the supervisor holds nothing for want of it.
            return 0
        }
    }

    // MARK: - Signals

    private func readSignals() {
        do throws(SystemError) {
            for signal in try signals.read() {
                switch signal {
                case .terminate:
                    log.write(.info, .workerTerminating)
                    inbox.add(.terminationRequested)
                case .child: try Orphans.reap(besides: awaitedProcesses)
                case _: break
                }
            }
        } catch {
            log.write(.warning, .cleanupFailed, error)
        }
    }

    private var awaitedProcesses: [ProcessIdentity] {
        runs.values.compactMap(\.awaitedProcess)
    }

    // MARK: - Connections

    private func acceptConnections() {
        do throws(SystemError) {
            while let connection = try door?.accept() {
                try admit(connection)
            }
        } catch {
            log.write(.warning, .connectionFailed, error)
        }
    }

    private func admit(_ accepted: consuming UnixConnection) throws(SystemError) {
        let peer = accepted.peer
        let hasRoom = connections.count < Self.connectionCountMax
        guard hasRoom, LaneDoor.admits(peer, owner: CurrentProcess.uid) else {
            log.write(.warning, .connectionRefused) { fields in
                fields.add("peer_pid", peer.pid)
                fields.add("peer_uid", peer.uid)
                fields.add("reason", hasRoom ? "not the lane's user" : "too many connections")
            }
            return
        }
        connectionCount += 1
        let id = LaneCore.ConnectionID(connectionCount)
        let connection = try SupervisorConnection(id, accepted.descriptor)
        connections[id] = connection
        registrations[id] = try reactor.watch(connection.descriptor, .read) { [unowned self] _ in
            connection.flush()
            self.receive(from: connection)
        }
    }

    private func receiveBacklog() {
        let waiting = backlog
        backlog = []
        for id in waiting {
            if let connection = connections[id] { receive(from: connection) }
        }
    }

    private func receive(from connection: SupervisorConnection) {
        guard !backlog.contains(connection.id) else { return }
        switch connection.receive(into: inbox) {
        case .complete: break
        case .more: backlog.append(connection.id)
        case .ended(let reason): drop(connection.id, because: reason)
        }
    }

    private func send(_ report: LaneReport, on id: LaneCore.ConnectionID) {
        if case .hello = report { CrashPoints.pass("worker.beforeHelloAnswer") }
        if case .helloRefused(let message) = report {
            log.write(.warning, .connectionRefused) { $0.add("reason", message) }
        }
        connections[id]?.say(report)
        if case .started = report { CrashPoints.pass("worker.afterExec") }
        if case .ended = report { CrashPoints.pass("worker.resultSent") }
    }

    private func close(_ id: LaneCore.ConnectionID) {
        if let registration = registrations.removeValue(forKey: id) { reactor.forget(registration) }
        connections.removeValue(forKey: id)?.close()
        backlog.removeAll { $0 == id }
    }

    /// Waits for what each connection needs now; one whose peer does not read is given up.
    private func updateInterests() {
        for (id, connection) in connections {
            if connection.isOverrun {
                drop(id, because: "the peer does not read")
                continue
            }
            guard connection.watchedInterest != connection.interest,
                let registration = registrations[id]
            else { continue }
            do throws(SystemError) {
                try reactor.change(registration, to: connection.interest)
                connection.watchedInterest = connection.interest
            } catch {
                drop(id, because: error.description)
            }
        }
    }

    private func drop(_ id: LaneCore.ConnectionID, because reason: String) {
        close(id)
        inbox.add(.connectionClosed(id))
        log.write(.info, .connectionClosed) { $0.add("reason", reason) }
    }

    private func checkSocket(at now: MonotonicTime) {
        guard socketCheckAt <= now else { return }
        socketCheckAt = now + Self.socketCheckInterval
        do throws(SystemError) {
            if try door?.reopenIfMissing() == true {
                log.write(.warning, .socketRebound) { $0.add("path", options.socketPath) }
            }
        } catch {
            log.write(.error, .socketFailed, error)
        }
    }

    // MARK: - Runs

    private func launch(_ order: LaunchOrder) {
        do throws(SystemError) {
            let run = try launcher.launch(order)
            do throws(SystemError) {
                try run.watch(with: reactor, into: inbox)
            } catch {
                run.abandon(with: reactor)
                throw error
            }
            runs[order.runID] = run
            inbox.add(.launched(order.runID, leader: run.leader))
        } catch {
            log.write(.warning, .runLaunchFailed, error, run: order.runID.rawValue)
            removals.addCopy(of: order, in: launcher.folders)
            inbox.add(.launchFailed(order.runID, LaneCore.LaunchFailure(error)))
        }
    }

    private func launchCheck(_ runID: RunID, _ index: Int, _ argv: [String]) {
        guard let run = runs[runID] else { return }
        do throws(SystemError) {
            let launched = try launcher.launchCheck(argv, of: run.order, in: run.tree.group)
            try run.watchCheck(launched, index: index, with: reactor, into: inbox)
        } catch {
            log.write(.warning, .runLaunchFailed, error, run: runID.rawValue)
            let failure = LaneCore.LaunchFailure(error)
            inbox.add(.checkLaunchFailed(runID, index: index, failure))
        }
    }

    private func signal(_ runID: RunID, _ signal: LaneCore.TreeSignal) {
        guard let run = runs[runID] else { return }
        do throws(SystemError) {
            switch signal {
            case .terminate: try run.signal(.terminate, besides: trees(besides: runID))
            case .kill: try run.signal(.kill, besides: trees(besides: runID))
            }
        } catch {
            log.write(.warning, .runTreeFailed, error, run: runID.rawValue)
        }
    }

    private func survey(_ runID: RunID) {
        guard let run = runs[runID] else { return }
        do throws(SystemError) {
            let count = try run.survey(besides: trees(besides: runID))
            if count > 0 {
                inbox.add(.treeSurveyed(runID, processCount: count))
            } else {
                end(run)
            }
        } catch {
            // Nothing is proved, so the run is not over: the core asks again.
            log.write(.warning, .runTreeFailed, error, run: runID.rawValue)
            inbox.add(.treeSurveyed(runID, processCount: 1))
        }
    }

    private func end(_ run: RunProcess) {
        let runID = run.order.runID
        runs[runID] = nil
        do throws(SystemError) {
            try Orphans.reap(besides: awaitedProcesses)
            try run.end(with: reactor, into: inbox)
        } catch {
            log.write(.warning, .cleanupFailed, error, run: runID.rawValue)
        }
        removals.addCopy(of: run.order, in: launcher.folders)
        inbox.add(.treeGone(runID))
    }

    private func removeCopies() {
        do throws(SystemError) {
            try removals.advance()
        } catch {
            log.write(.warning, .cleanupFailed, error)
        }
    }

    private func trees(besides runID: RunID) -> [RunTree] {
        runs.values.filter { $0.order.runID != runID }.map(\.tree)
    }

    private func write(_ result: RunResult) {
        do throws(SystemError) {
            try outbox.write(result)
            inbox.add(.outboxWritten(result.runID))
        } catch {
            log.write(.error, .outboxFailed, error, run: result.runID.rawValue)
            inbox.add(.outboxWriteFailed(result.runID, message: error.description))
        }
    }
}

import ControlPlane
import DataStructures
import Protocol
import SQLite
import System

/// Opens everything in the one order in which a failure leaves nothing behind, and runs the loop.
struct SupervisorProgram {
    /// Why the supervisor cannot start.
    struct StartFailure: Error {
        let code: ExitCode
        let lines: [String]

        init(_ code: ExitCode, _ lines: [String]) {
            self.code = code
            self.lines = lines
        }

        init(_ error: SystemError) {
            let isRefused = error.isNotPermitted || error.errno == .readOnly
            let code: ExitCode =
                isRefused ? .notPermitted : error.isNoSpace ? .temporary : .internalFailure
            self.init(code, [error.description])
        }
    }

    let options: SupervisorOptions

    /// Runs the supervisor.
    ///
    /// - Returns: What the program exits with. Does not return where the program is replaced.
    func run() -> ExitCode {
        // The ledger, its copies and whatever SQLite puts beside them: they hold text of missions.
        CurrentProcess.setFileModeMask(0o077)
        let log = EventLog(LogWriter())
        do throws(StartFailure) {
            // Now, because the name is lost as soon as an upgrade has replaced the file.
            let own = try open { () throws(SystemError) in try CurrentProcess.executablePath() }
            let lock = try open { () throws(SystemError) in try takeLock() }
            let (code, failure) = try supervise(own, lock, log)
            if let failure {
                log.error("ledger.failed", failure.description)
                log.flush()
            }
            return code
        } catch {
            for line in error.lines { complain(line) }
            return error.code
        }
    }

    private func supervise(
        _ own: String,
        _ lock: FileLock,
        _ log: EventLog
    ) throws(StartFailure) -> (ExitCode, SQLiteError?) {
        let file = ConfigurationFile(
            options.configuration,
            stateFolder: options.state,
            environment: .ofThisProcess
        )
        let configuration = try load(file, log)
        let paths = InstancePaths(state: options.state, runtime: options.runtime)
        let problems = paths.problems(of: configuration.configuration.lanes.keys)
        guard problems.isEmpty else { throw StartFailure(.configuration, problems) }
        keep(configuration, in: file, log)
        let (ledger, recovered) = try openLedger(paths.ledger)
        let groups = RunGroups(
            isEnabled: configuration.configuration.supervisor.usesControlGroups,
            instance: ledger.ledgerID,
            log: log
        )
        if let obstacle = groups.obstacle { log.info("cgroup.unused", obstacle) }
        var descriptorLimit = Int64.max
        let daemon = try open { () throws(SystemError) in
            try paths.create()
            try Signal.brokenPipe.ignore()
            descriptorLimit = try CurrentProcess.raiseDescriptorLimit()
            let reactor = try Reactor()
            let workers = WorkerProcesses(
                paths,
                beside: own,
                configuration.configuration.supervisor,
                groups: groups,
                reactor: reactor,
                log: log
            )
            workers.descriptorLimit = descriptorLimit
            let parts = SupervisorParts(
                paths: paths,
                programPath: own,
                lock: lock,
                reactor: reactor,
                log: log,
                ledger: ledger,
                server: try ControlServer(paths.controlSocket, reactor: reactor, log: log),
                links: LaneLinks(paths, reactor: reactor, log: log),
                workers: workers,
                groups: groups,
                trees: TreeEnder(paths, groups: groups, log: log)
            )
            return try Daemon(
                parts,
                configuration: configuration,
                file: file,
                recovered: recovered,
                seed: try Entropy.seed()
            )
        }
        do throws(SQLiteError) {
            let code = try daemon.run { () throws(SystemError) in
                // The next program finds the limit as this one did.
                try CurrentProcess.limitDescriptors(to: descriptorLimit)
                // With fewer descriptors it goes on all the same.
                defer { _ = try? CurrentProcess.raiseDescriptorLimit() }
                try replace(by: own, keeping: lock)
            }
            // Where there was no room to stop, workers go on, and put their next runs there.
            if code != .temporary { groups.removeAll() }
            return (code, nil)
        } catch {
            return (.internalFailure, error)
        }
    }

    private func open<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(StartFailure) -> Value {
        do throws(SystemError) {
            return try body()
        } catch {
            throw StartFailure(error)
        }
    }

    // MARK: Steps

    private func takeLock() throws(SystemError) -> FileLock {
        try Files.createFolders(options.state, mode: 0o700)
        let path = InstancePaths(state: options.state, runtime: options.runtime).lock
        let lock: FileLock
        if let descriptor = options.lockDescriptor {
            lock = try FileLock.adopt(descriptor, path: path)
        } else {
            switch try FileLock.acquire(path) {
            case .acquired(let acquired):
                lock = acquired
            case .held(let holder):
                complain("another supervisor holds \"\(path)\" (\(holder.oneLine))")
                CurrentProcess.exit(ExitCode.conflict.rawValue)
            }
        }
        try lock.setHolder("pid \(CurrentProcess.pid)\n")
        return lock
    }

    private func load(
        _ file: ConfigurationFile,
        _ log: EventLog
    ) throws(StartFailure) -> LoadedConfiguration {
        switch file.loadAtBoot() {
        case .success(let loaded):
            for problem in loaded.problems { log.error("configuration.invalid", problem) }
            return loaded
        case .failure(let problems):
            let path = file.path ?? ""
            let lines = problems.lines.map { line in
                line.contains(path) || line.hasPrefix("environment.") ? line : "\(path): \(line)"
            }
            throw StartFailure(.configuration, lines)
        }
    }

    /// Without a copy of what is in force only a later start with an invalid file is worse off.
    private func keep(
        _ configuration: LoadedConfiguration,
        in file: ConfigurationFile,
        _ log: EventLog
    ) {
        do throws(SystemError) {
            try file.accept(configuration)
        } catch {
            log.warning("configuration.notKept", error.description)
        }
    }

    private func openLedger(
        _ path: String
    ) throws(StartFailure) -> (Ledger, RecoveredState) {
        let bootID = try open { () throws(SystemError) in try BootID.current() }
        do throws(MigrationError) {
            let opened = try Ledger.open(path, bootID: bootID)
            return (opened.ledger, opened.state)
        } catch {
            throw StartFailure(error.exitCode, [error.description])
        }
    }

    /// Runs the program that is on disk now, in this process: same pid, same lock.
    ///
    /// - Throws: `SystemError`: this program goes on.
    private func replace(by own: String, keeping lock: FileLock) throws(SystemError) -> Never {
        var arguments = [own, "run", "--state", options.state, "--runtime", options.runtime]
        if let configuration = options.configuration {
            arguments += ["--config", configuration]
        }
        arguments += ["--lock-fd", "\(lock.descriptor)"]
        try ProcessImage.replace(
            with: own,
            arguments: arguments,
            environment: Environment.entries,
            keeping: [lock.descriptor]
        )
    }

    private func complain(_ line: String) {
        // Nobody is left to hear of a standard error that cannot be written.
        try? StandardStreams.writeError("lanekeeper: \(line)\n")
    }
}

extension String {
    /// The text without line feeds at its end.
    fileprivate var oneLine: String {
        var text = self
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}

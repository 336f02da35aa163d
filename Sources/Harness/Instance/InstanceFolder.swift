package import Protocol
package import System

/// The folder of one instance: where its files are, and what of it is alive.
package struct InstanceFolder {
    /// The folder, below which everything of the instance is.
    package let path: String

    /// The configuration's file.
    package var configuration: String { "\(path)/c.json" }
    /// The state folder.
    package var state: String { "\(path)/s" }
    /// The runtime folder.
    package var runtime: String { "\(path)/r" }
    /// The control socket.
    package var controlSocket: String { "\(runtime)/control.sock" }
    /// The ledger.
    package var ledger: String { "\(state)/ledger.sqlite" }

    /// Creates an empty folder with a short name, so that socket paths fit.
    ///
    /// - Parameters:
    ///   - directory: Where.
    ///   - prefix: How the name begins.
    /// - Throws: `HarnessError`.
    package init(in directory: String, prefix: String) throws(HarnessError) {
        path = try HarnessError.describing { () throws(SystemError) in
            let name = String(try Entropy.seed() & 0xFFFF_FFFF, radix: 36)
            let path = "\(directory)/\(prefix).\(name)"
            try Files.createFolders(path, mode: 0o700)
            return path
        }
    }

    /// What starts a supervisor in this folder; nothing is started.
    ///
    /// - Parameter program: The path of `lanekeeper`.
    /// - Returns: A request without descriptors; its log goes nowhere.
    package func supervisor(program: String) -> SpawnRequest {
        SpawnRequest(
            executable: program,
            arguments: [
                "run", "--config", configuration, "--state", state, "--runtime", runtime,
            ],
            environment: ["PATH=/usr/bin:/bin"]
        )
    }

    // MARK: Processes

    /// Workers that are alive, by their locks.
    package var workers: [ProcessIdentity] {
        let folder = "\(state)/lanes"
        let lanes = BestEffort.attempt { () throws(SystemError) in try Files.list(folder) }
        return (lanes ?? []).compactMap { lane in
            let holder = BestEffort.attempt { () throws(SystemError) in
                try FileLock.holder(of: "\(folder)/\(lane)/worker.lock")
            }
            return holder?.flatMap { WorkerLockText($0)?.process }
        }
    }

    /// Processes of runs that are alive, by their workspace.
    package var runs: [ProcessIdentity] {
        let pids = BestEffort.attempt { () throws(SystemError) in try ProcessTable.processIDs() }
        return (pids ?? []).compactMap { pid in
            let workspace = ProcessTable.environmentValue(of: "LANE_WORKSPACE", in: pid)
            guard workspace?.hasPrefix("\(path)/") == true else { return nil }
            return Self.living(pid)
        }
    }

    private static func living(_ pid: Int32) -> ProcessIdentity? {
        let entry = BestEffort.attempt { () throws(SystemError) in
            try ProcessTable.entryIfPresent(pid)
        }
        guard let entry, let entry, !entry.isZombie else { return nil }
        return entry.identity
    }

    // MARK: End

    /// Ends a supervisor as an operator would, and what it leaves, and removes the folder.
    ///
    /// Nobody is left to hear of a failure.
    ///
    /// - Parameters:
    ///   - supervisor: Of this folder; nil if there is none any more.
    ///   - patience: How long it may take to stop; then it is killed.
    ///   - keepsFiles: Whether the folder stays, for somebody to look at.
    package func destroy(
        _ supervisor: ProcessHandle?,
        patience: Interval = .seconds(15),
        keepsFiles: Bool = false
    ) {
        if let supervisor { end(supervisor, patience) }
        endLeftovers()
        if keepsFiles { return }
        BestEffort.attempt { () throws(SystemError) in try Files.removeTree(path) }
    }

    private func end(_ supervisor: ProcessHandle, _ patience: Interval) {
        BestEffort.attempt { () throws(SystemError) in
            // It may have been stopped by a signal, and would not hear of its end then.
            try supervisor.send(.resume)
            try supervisor.send(.terminate)
        }
        let end = BestEffort.attempt { () throws(SystemError) in
            try supervisor.wait(until: Clock.bootTime() + patience)
        }
        if end == .some(nil) { BestEffort.kill(supervisor) }
    }

    /// Kills workers and runs until there are none: a run may start another process meanwhile.
    private func endLeftovers() {
        for _ in 0..<50 {
            let left = workers + runs
            if left.isEmpty { return }
            for process in left {
                BestEffort.attempt { () throws(SystemError) in
                    try ProcessHandle.open(process)?.send(.kill)
                }
            }
            BestEffort.attempt { () throws(HarnessError) in try Pause.microseconds(10_000) }
        }
    }
}

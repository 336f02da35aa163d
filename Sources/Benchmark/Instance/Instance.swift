import Protocol
import System

/// A supervisor with its workers, real programs in a folder of their own.
final class Instance {
    /// The folder that has everything.
    let folder: String
    private let bench: Workbench
    private(set) var supervisor: ProcessHandle

    /// Starts a supervisor and waits until every lane's worker is ready.
    ///
    /// - Parameters:
    ///   - bench: Where the programs are.
    ///   - laneCount: How many lanes, named `vp.bench.1` and so on.
    ///   - poolSlotCount: The slots of a pool that all lanes share, named `bench`; nil for no pool.
    /// - Throws: `BenchmarkError`; nothing is left.
    init(
        _ bench: Workbench,
        laneCount: Int,
        poolSlotCount: Int? = nil
    ) throws(BenchmarkError) {
        self.bench = bench
        folder = try bench.makeFolder()
        do throws(BenchmarkError) {
            try Self.writeConfiguration(
                laneCount: laneCount,
                poolSlotCount: poolSlotCount,
                shell: "\(folder)/sh",
                to: "\(folder)/c.json"
            )
            supervisor = try Self.start(bench, folder)
        } catch {
            BestEffort.attempt { [folder] () throws(SystemError) in try Files.removeTree(folder) }
            throw error
        }
        let client = try client()
        let names = try client.lanes().map(\.record.vpID.rawValue)
        guard names.count == laneCount else {
            throw BenchmarkError("the supervisor has lanes \(names), not \(laneCount)")
        }
        try waitUntilReady(client)
    }

    deinit {
        destroy()
    }

    var controlSocket: String { "\(folder)/r/control.sock" }
    var stateFolder: String { "\(folder)/s" }
    /// The shell that runs the missions: a copy that nobody else executes.
    var shell: String { "\(folder)/sh" }

    /// Lanes come back at once however often they are killed, take any number of missions, and run
    /// them with the instance's shell; everything else is the default.
    private static func writeConfiguration(
        laneCount: Int,
        poolSlotCount: Int?,
        shell: String,
        to path: String
    ) throws(BenchmarkError) {
        let pools = poolSlotCount.map { "bench: { slots: \($0) }" } ?? ""
        let lane = "{ profile: \"bench\"\(poolSlotCount == nil ? "" : ", pool: \"bench\"") }"
        let lanes = (1...laneCount).map { "\"vp.bench.\($0)\": \(lane)" }.joined(separator: ", ")
        let text = """
            {
                version: 1,
                defaults: { open_max: 1000000, restart: { ready_ms: 0, startup_deaths_max: 1000000 } },
                profiles: { bench: { adapter: "exec", argv: ["\(shell)", "{{objective_file}}"] } },
                pools: { \(pools) },
                lanes: { \(lanes) },
            }

            """
        try BenchmarkError.describing { () throws(SystemError) in
            try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o600)
            let program = try Files.read("/bin/sh", byteCountMax: 16 << 20)
            try Files.writeAtomically(program, to: shell, mode: 0o700)
        }
    }

    private static func start(
        _ bench: Workbench,
        _ folder: String
    ) throws(BenchmarkError) -> ProcessHandle {
        try BenchmarkError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: bench.program("lanekeeper"),
                arguments: [
                    "run", "--config", "\(folder)/c.json", "--state", "\(folder)/s",
                    "--runtime", "\(folder)/r",
                ],
                environment: ["PATH=/usr/bin:/bin"]
            )
            if bench.isVerbose { request.descriptors = [DescriptorMapping(2, as: 2)] }
            return try request.start()
        }
    }

    /// Starts a supervisor in the place of one that has ended.
    ///
    /// - Returns: When it began to execute.
    /// - Throws: `BenchmarkError`.
    func restart() throws(BenchmarkError) -> MonotonicTime {
        supervisor = try Self.start(bench, folder)
        return Clock.bootTime()
    }

    /// Kills the supervisor and waits for its end.
    func killSupervisor() throws(BenchmarkError) {
        try BenchmarkError.describing { () throws(SystemError) in
            try supervisor.send(.kill)
            _ = try supervisor.wait(until: nil)
        }
    }

    // MARK: Clients

    /// Connects, as soon as the supervisor listens.
    ///
    /// - Throws: `BenchmarkError` after 10 s.
    func client(connectionCount: Int = 1) throws(BenchmarkError) -> ControlClient {
        let deadline = Clock.bootTime() + .seconds(10)
        while true {
            do throws(BenchmarkError) {
                return try ControlClient(path: controlSocket, connectionCount: connectionCount)
            } catch {
                guard Clock.bootTime() < deadline else { throw error }
                try Pause.microseconds(500)
            }
        }
    }

    /// Waits until every lane's worker takes missions.
    func waitUntilReady(_ client: ControlClient) throws(BenchmarkError) {
        let deadline = Clock.bootTime() + .seconds(20)
        while try client.lanes().contains(where: { $0.readySeconds == nil }) {
            guard Clock.bootTime() < deadline else {
                throw BenchmarkError("not every lane is ready after 20 s (--verbose shows the log)")
            }
            try Pause.microseconds(5_000)
        }
    }

    /// Pauses every lane: what is submitted waits.
    func pauseLanes(_ client: ControlClient) throws(BenchmarkError) {
        var options = OperatorOptions()
        options.reason = "benchmark"
        for lane in try client.lanes() {
            _ = try client.ask(.lanePause(lane.record.vpID, options))
        }
    }

    // MARK: End

    /// Stops the supervisor, ends what it left, and removes the folder.
    private func destroy() {
        BestEffort.attempt { () throws(SystemError) in try supervisor.send(.terminate) }
        let end = BestEffort.attempt { () throws(SystemError) in
            try supervisor.wait(until: Clock.bootTime() + .seconds(15))
        }
        if end == .some(nil) { BestEffort.kill(supervisor) }
        for process in workers + runs {
            BestEffort.attempt { () throws(SystemError) in
                try ProcessHandle.open(process)?.send(.kill)
            }
        }
        BestEffort.attempt { () throws(SystemError) in try Files.removeTree(folder) }
    }

    /// Workers that are left, by their locks.
    private var workers: [ProcessIdentity] {
        let folder = "\(stateFolder)/lanes"
        let lanes = BestEffort.attempt { () throws(SystemError) in try Files.list(folder) }
        return (lanes ?? []).compactMap { lane in
            let holder = BestEffort.attempt { () throws(SystemError) in
                try FileLock.holder(of: "\(folder)/\(lane)/worker.lock")
            }
            return holder?.flatMap { WorkerLockText($0)?.process }
        }
    }

    /// Runs that are left, by their workspace.
    private var runs: [ProcessIdentity] {
        let pids = BestEffort.attempt { () throws(SystemError) in try ProcessTable.processIDs() }
        return (pids ?? []).compactMap { pid in
            let workspace = ProcessTable.environmentValue(of: "LANE_WORKSPACE", in: pid)
            guard workspace?.hasPrefix(folder) == true else { return nil }
            return BestEffort.attempt { () throws(SystemError) in
                try ProcessTable.identity(of: pid)
            } ?? nil
        }
    }
}

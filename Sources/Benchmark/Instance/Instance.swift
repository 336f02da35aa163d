import Harness
import Protocol
import System

/// A supervisor with its workers, real programs in a folder of their own.
final class Instance {
    private let place: InstanceFolder
    private let bench: Workbench
    private(set) var supervisor: ProcessHandle

    /// Starts a supervisor and waits until every lane's worker is ready.
    ///
    /// - Parameters:
    ///   - bench: Where the programs are.
    ///   - laneCount: How many lanes, named `vp.bench.1` and so on.
    ///   - poolSlotCount: The slots of a pool that all lanes share, named `bench`; nil for no pool.
    /// - Throws: `HarnessError`; nothing is left.
    convenience init(
        _ bench: Workbench,
        laneCount: Int,
        poolSlotCount: Int? = nil
    ) throws(HarnessError) {
        try self.init(bench, InstanceShape(laneCount: laneCount, poolSlotCount: poolSlotCount))
    }

    /// Starts a supervisor and waits until every lane's worker is ready.
    ///
    /// - Parameters:
    ///   - bench: Where the programs are.
    ///   - shape: What it is configured as.
    /// - Throws: `HarnessError`; nothing is left.
    init(_ bench: Workbench, _ shape: InstanceShape) throws(HarnessError) {
        self.bench = bench
        place = try InstanceFolder(in: bench.directory, prefix: "lkb")
        do throws(HarnessError) {
            try Self.write(shape, shell: "\(place.path)/sh", to: place.configuration)
            supervisor = try Self.start(bench, place)
        } catch {
            place.destroy(nil)
            throw error
        }
        let client = try client()
        let names = try client.lanes().map(\.record.vpID.rawValue)
        guard names.count == shape.laneCount else {
            throw HarnessError("the supervisor has lanes \(names), not \(shape.laneCount)")
        }
        try waitUntilReady(client)
    }

    deinit {
        place.destroy(supervisor)
    }

    /// The folder that has everything.
    var folder: String { place.path }
    var stateFolder: String { place.state }
    var ledgerPath: String { place.ledger }
    /// The shell that runs the missions: a copy that nobody else executes.
    var shell: String { "\(folder)/sh" }

    private static func write(
        _ shape: InstanceShape,
        shell: String,
        to path: String
    ) throws(HarnessError) {
        let text = shape.configuration(shell: shell)
        try HarnessError.describing { () throws(SystemError) in
            try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o600)
            let program = try Files.read("/bin/sh", byteCountMax: 16 << 20)
            try Files.writeAtomically(program, to: shell, mode: 0o700)
        }
    }

    private static func start(
        _ bench: Workbench,
        _ place: InstanceFolder
    ) throws(HarnessError) -> ProcessHandle {
        try HarnessError.describing { () throws(SystemError) in
            var request = place.supervisor(program: bench.program("lanekeeper"))
            if bench.isVerbose { request.descriptors = [DescriptorMapping(2, as: 2)] }
            return try request.start()
        }
    }

    /// Starts a supervisor in the place of one that has ended.
    ///
    /// - Returns: When it began to execute.
    /// - Throws: `HarnessError`.
    func restart() throws(HarnessError) -> MonotonicTime {
        supervisor = try Self.start(bench, place)
        return Clock.bootTime()
    }

    /// Stops the supervisor with its workers, as an operator does, and waits for its end.
    func stopSupervisor() throws(HarnessError) {
        let end = try HarnessError.describing { () throws(SystemError) in
            try supervisor.send(.terminate)
            return try supervisor.wait(until: Clock.bootTime() + .seconds(20))
        }
        guard end == .exited(code: 0) else {
            throw HarnessError("the supervisor did not stop in 20 s")
        }
    }

    /// Kills the supervisor and waits for its end.
    func killSupervisor() throws(HarnessError) {
        try HarnessError.describing { () throws(SystemError) in
            try supervisor.send(.kill)
            _ = try supervisor.wait(until: nil)
        }
    }

    // MARK: Clients

    /// Connects, as soon as the supervisor listens.
    ///
    /// - Throws: `HarnessError` after 10 s.
    func client(connectionCount: Int = 1) throws(HarnessError) -> ControlClient {
        let deadline = Clock.bootTime() + .seconds(10)
        while true {
            do throws(HarnessError) {
                return try ControlClient(
                    path: place.controlSocket,
                    program: "lanebench",
                    connectionCount: connectionCount
                )
            } catch {
                guard Clock.bootTime() < deadline else { throw error }
                try Pause.microseconds(500)
            }
        }
    }

    /// Waits until every lane's worker takes missions.
    func waitUntilReady(_ client: ControlClient) throws(HarnessError) {
        let deadline = Clock.bootTime() + .seconds(20)
        while try client.lanes().contains(where: { $0.readySeconds == nil }) {
            guard Clock.bootTime() < deadline else {
                throw HarnessError("not every lane is ready after 20 s (--verbose shows the log)")
            }
            try Pause.microseconds(5_000)
        }
    }

    /// Pauses every lane: what is submitted waits.
    func pauseLanes(_ client: ControlClient) throws(HarnessError) {
        var options = OperatorOptions()
        options.reason = "benchmark"
        for lane in try client.lanes() {
            _ = try client.ask(.lanePause(lane.record.vpID, options))
        }
    }
}

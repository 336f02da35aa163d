import Protocol
import System
import XCTest

/// A real lane worker in a temporary folder, and what a test does with it.
final class WorkerBench {
    private static let serial = Serial()

    let folder: String
    private(set) var process: ProcessHandle
    private var errorStream: ByteStream
    private let extraArguments: [String]
    private var supervisorEpoch: UInt64 = 0
    private var orderedRuns: [String] = []

    /// Starts a worker and waits until it listens.
    init(
        arguments: [String] = [],
        environment: [String] = [],
        launcher: [String] = []
    ) throws {
        folder = "/tmp/lw\(CurrentProcess.pid).\(Self.serial.next())"
        extraArguments = arguments
        try Files.createFolders(folder, mode: 0o700)
        (process, errorStream) = try Self.start(
            folder: folder,
            arguments: arguments,
            generation: 1,
            environment: environment,
            launcher: launcher
        )
        try waitUntil("the worker listens") { Files.exists(self.socketPath) }
    }

    deinit {
        // Best effort: a test that failed must leave nothing behind.
        _ = try? process.send(.kill)
        _ = try? process.wait(until: Clock.bootTime() + .seconds(5))
        for run in orderedRuns {
            for member in (try? processes(of: run)) ?? [] {
                _ = try? ProcessHandle.open(member)?.send(.kill)
            }
        }
        try? Files.removeTree(folder)
    }

    var laneFolder: String { "\(folder)/lane" }
    var socketPath: String { "\(folder)/s" }
    var workspace: String { "\(laneFolder)/workspace" }

    static var lane: LaneID { get throws { try XCTUnwrap(LaneID("vp.test")) } }

    /// The folder of the products: that of the running test bundle.
    static func product(_ name: String) throws -> String {
        let path = try CurrentProcess.executablePath()
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let product = "/\(folder)/\(name)"
        if Files.exists(product) { return product }
        // `swift test` runs the bundle through a helper of the toolchain.
        let bundle = Bundle(for: WorkerBench.self).bundlePath
        let parent = bundle.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(parent)/\(name)"
    }

    static func start(
        folder: String,
        arguments: [String],
        generation: UInt64,
        environment: [String] = [],
        launcher: [String] = []
    ) throws -> (ProcessHandle, ByteStream) {
        let words = launcher + [try product("lane-worker")]
        var request = SpawnRequest(
            executable: words[0],
            arguments: words.dropFirst() + [
                "--lane", "vp.test", "--generation", "\(generation)", "--state", "\(folder)/lane",
                "--socket", "\(folder)/s",
            ] + arguments,
            environment: ["PATH=/usr/bin:/bin", "SECRET_TOKEN=do-not-leak"] + environment
        )
        let pipe = try System.Pipe()
        request.descriptors = [DescriptorMapping(pipe.writer.rawValue, as: 2)]
        let process = try request.start()
        return (process, try ByteStream(pipe.reader))
    }

    /// What the worker has written to standard error so far.
    var errors: String {
        errorStream.readAvailable()
        return String(decoding: errorStream.input, as: UTF8.self)
    }

    /// Starts the next generation after the worker has gone.
    func startNextGeneration(_ generation: UInt64) throws {
        _ = try? Files.remove(socketPath)
        (process, errorStream) = try Self.start(
            folder: folder,
            arguments: extraArguments,
            generation: generation
        )
        try waitUntil("the worker listens") { Files.exists(self.socketPath) }
    }

    /// Connects as the next incarnation of the supervisor, and says hello.
    func supervise(generation: UInt64 = 1) throws -> TestSupervisor {
        supervisorEpoch += 1
        let supervisor = try TestSupervisor(socketPath)
        try supervisor.hello(epoch: supervisorEpoch, generation: generation)
        return supervisor
    }

    /// An order to run a shell script.
    func shell(
        _ script: String,
        run: String = "m1.1",
        fence: UInt64 = 1,
        _ change: (inout LaunchOrder) -> Void = { _ in }
    ) throws -> LaunchOrder {
        try order(
            argv: ["/bin/sh", "{{objective_file}}"],
            objective: script,
            run: run,
            fence: fence,
            change
        )
    }

    /// An order to run a program.
    func order(
        argv: [String],
        objective: String = "nothing",
        run: String = "m1.1",
        fence: UInt64 = 1,
        _ change: (inout LaunchOrder) -> Void = { _ in }
    ) throws -> LaunchOrder {
        if !orderedRuns.contains(run) { orderedRuns.append(run) }
        var envelope = MissionEnvelope(objective: objective)
        envelope.missionID = MissionID(String(run.prefix { $0 != "." }))
        var profile = LaunchProfile(name: "test", argv: argv)
        profile.termGraceMilliseconds = 300
        profile.leftoverGraceMilliseconds = 200
        var order = LaunchOrder(
            runID: try XCTUnwrap(RunID(run)),
            fence: Fence(fence),
            sessionID: try XCTUnwrap(SessionID("session-1")),
            envelope: envelope,
            profile: profile
        )
        change(&order)
        return order
    }

    /// Reads the log of a run; empty if there is none yet.
    func log(_ run: String = "m1.1") throws -> String {
        let path = "\(laneFolder)/logs/\(run).log"
        guard Files.exists(path) else { return "" }
        return String(decoding: try Files.read(path, byteCountMax: 64 << 20), as: UTF8.self)
    }

    /// Living processes of a run of this bench; other benches use the same names.
    func processes(of run: String = "m1.1") throws -> [ProcessIdentity] {
        let workspace = workspace
        return try RunTree.members(of: [run])[0].filter { process in
            ProcessTable.environmentValue(of: "LANE_WORKSPACE", in: process.pid) == workspace
        }
    }

    /// Waits for something that no report tells.
    func waitUntil(
        _ what: String,
        seconds: UInt64 = 10,
        _ isTrue: () throws -> Bool
    ) throws {
        let deadline = Clock.bootTime() + .seconds(seconds)
        while try !isTrue() {
            guard Clock.bootTime() < deadline else { throw Timeout(what: what) }
            _ = try Poll.wait([], until: Clock.bootTime() + .milliseconds(2))
        }
    }
}

/// Something did not happen in time.
struct Timeout: Error {
    let what: String
}

/// Numbers for folder names.
final class Serial: @unchecked Sendable {
    private var count = 0

    /// Tests of one process run one after the other.
    func next() -> Int {
        count += 1
        return count
    }
}

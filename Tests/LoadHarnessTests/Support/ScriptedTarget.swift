import Harness
import IntegrationSupport
import Protocol
import System

@testable import LoadHarness

/// A folder that has nothing of an instance but its place, and whose supervisor is a shell script.
final class ScriptedTarget: LoadTarget {
    let folder: String
    var isOwn = true
    var quotas = Quotas()
    var controlSocket: String { "\(folder)/control.sock" }
    var stateFolder: String { "\(folder)/s" }
    var ledgerPath: String { "\(stateFolder)/ledger.sqlite" }
    var effectsPath: String { "\(folder)/effects" }
    var volumeObstacle: String?
    private(set) var supervisor: ProcessHandle?
    /// What each supervisor runs.
    private let script: String
    private(set) var limits: [UInt64?] = []
    /// With the end of the pipe whose silence each waits on.
    private var spawned: [(process: ProcessHandle, writer: Int32)] = []

    init(
        _ script: String = "sleep 60",
        lanes: [String] = ["vp.a", "vp.b"],
        pool: String? = nil
    ) throws {
        self.script = script
        folder = "/tmp/lf.\(String(try Entropy.seed() & 0xFFFF_FFFF, radix: 36))"
        try Files.createFolders("\(folder)/s/lanes", mode: 0o700)
        quotas.lanes = lanes.compactMap { LaneID($0) }.map {
            Quotas.Lane(id: $0, slotCount: 1, reservedSlotCount: 0, pool: pool)
        }
    }

    deinit {
        endSpawned()
        _ = try? supervisor?.send(.kill)
        _ = try? supervisor?.wait(until: Deadline.after(10))
        try? Files.removeTree(folder)
    }

    func checkAlive() throws(HarnessError) {
        let end = try HarnessError.describing { () throws(SystemError) in try supervisor?.reap() }
        if let end { throw HarnessError("the supervisor ended by itself (\(end))") }
    }

    func start(descriptorLimit: UInt64?) throws(HarnessError) {
        limits.append(descriptorLimit)
        supervisor = try HarnessError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: "/bin/sh",
                arguments: ["-c", "exec \(script)"],
                environment: ["PATH=/usr/bin:/bin"]
            )
            request.deathSignal = .kill
            return try request.start()
        }
    }

    /// Starts a process with this environment and these words in its command line, which waits
    /// until `endSpawned`.
    func spawn(_ arguments: [String] = [], environment: [String] = []) throws -> ProcessHandle {
        var request = SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", "read -r line", "sh"] + arguments,
            environment: ["PATH=/usr/bin:/bin"] + environment
        )
        let pipe = try Pipe()
        request.descriptors = [DescriptorMapping(pipe.reader.rawValue, as: 0)]
        request.deathSignal = .kill
        let process = try request.start()
        spawned.append((process, try pipe.writer.duplicate().release()))
        // For a moment after its start a process has no command line yet.
        try Deadline.wait(until: "it has its command line") {
            InstanceCensus.commandLine(of: process.identity.pid) == request.arguments
        }
        return process
    }

    /// Ends every process that was spawned.
    func endSpawned() {
        for (process, writer) in spawned {
            _ = try? process.send(.kill)
            _ = try? process.wait(until: Deadline.after(10))
            _ = Descriptor(adopting: writer)
        }
        spawned = []
    }
}

import Harness
import Protocol
import System

/// A lane worker started and greeted without a supervisor: its own exec-to-hello.
struct BareHello {
    private let program: String
    private let folder: String
    private let lane: LaneID

    /// - Parameters:
    ///   - bench: Where the program is.
    ///   - folder: A folder for the worker's state and socket.
    /// - Throws: `HarnessError`.
    init(_ bench: Workbench, folder: String) throws(HarnessError) {
        guard let lane = LaneID("vp.bare") else { throw HarnessError("vp.bare is no lane id") }
        self.lane = lane
        self.folder = folder
        program = bench.program("lane-worker")
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders("\(folder)/bare", mode: 0o700)
        }
    }

    /// Starts a worker, waits for its hello, and kills it.
    ///
    /// - Returns: The time from the request to the hello.
    /// - Throws: `HarnessError`.
    func run() throws(HarnessError) -> Interval {
        let socket = "\(folder)/bare.sock"
        let start = Clock.bootTime()
        let worker = try HarnessError.describing { () throws(SystemError) in
            _ = try Files.remove(socket)
            return try SpawnRequest(
                executable: program,
                arguments: [
                    "--lane", lane.rawValue, "--generation", "1", "--state", "\(folder)/bare",
                    "--socket", socket,
                ],
                environment: ["PATH=/usr/bin:/bin"]
            ).start()
        }
        defer { BestEffort.kill(worker) }
        let lines = try LineLoop()
        let connection = try connect(socket, lines)
        var link = SupervisorLink()
        let hello = LaneHello(
            vpID: lane,
            generation: Generation(1),
            epoch: Epoch(1),
            version: "lanebench"
        )
        try lines.send(link.encode(.hello(hello)), to: connection)
        return try lines.first("a worker's hello") { (arrival) throws(HarnessError) in
            let report = try HarnessError.describing { () throws(ProtocolError) in
                try link.decode(arrival.line[...])
            }
            guard case .hello? = report else { return nil }
            return arrival.at.since(start)
        }
    }

    private func connect(_ socket: String, _ lines: LineLoop) throws(HarnessError) -> Int {
        let deadline = Clock.bootTime() + .seconds(10)
        while true {
            do throws(SystemError) {
                let descriptor = try UnixSocket.connect(socket)
                return try added(descriptor, to: lines)
            } catch {
                guard error.isUnreachable, Clock.bootTime() < deadline else {
                    throw HarnessError("\(error)")
                }
                try Pause.microseconds(100)
            }
        }
    }

    private func added(
        _ descriptor: consuming Descriptor,
        to lines: LineLoop
    ) throws(SystemError) -> Int {
        do throws(HarnessError) {
            return try lines.add(descriptor)
        } catch {
            throw SystemError(call: "watch connection", object: "\(error)", errno: .badDescriptor)
        }
    }
}

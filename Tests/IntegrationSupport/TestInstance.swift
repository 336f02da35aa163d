import Foundation
import Glibc
public import Protocol
public import System
public import XCTest

/// A real supervisor with its workers and runs in a folder of its own under `/tmp`.
///
/// Everything it has started is ended and deleted by `remove`, which a test case that made it with
/// `TestInstance(in:)` calls by itself, also when the test fails.
public final class TestInstance {
    /// Holds everything of the instance.
    public let folder: String
    /// The supervisor that was started last.
    public private(set) var supervisor: ProcessHandle?
    /// A control group that holds the instance and nothing else, where one can be made.
    public let group: ControlGroup?
    /// The supervisor's program: one of the products, or a path.
    public var program = "lanekeeper"
    /// Variables for the supervisor, each `KEY=value`.
    public var environment: [String] = []

    /// The state folder.
    public var state: String { "\(folder)/s" }
    /// The runtime folder.
    public var runtime: String { "\(folder)/r" }
    /// The configuration's file.
    public var configurationPath: String { "\(folder)/c.json" }
    /// The control socket.
    public var socket: String { "\(runtime)/control.sock" }
    /// The ledger.
    public var ledger: String { "\(state)/ledger.sqlite" }
    /// Where the supervisor and its workers write their log.
    public var logPath: String { "\(folder)/log" }
    /// Where runs put their marks.
    public var marksPath: String { "\(folder)/marks" }
    /// Its processes in the process table.
    public var census: ProcessCensus { ProcessCensus(state: state) }

    /// Makes the folder and the configuration; starts nothing.
    public init(_ configuration: TestConfiguration? = TestConfiguration()) throws {
        var template = Array("/tmp/lkXXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure("no folder in /tmp") }
        folder = String(decoding: template.dropLast().map { UInt8($0) }, as: UTF8.self)
        group = try Self.makeGroup(named: "lk-test-\(folder.suffix(6))")
        if let configuration { try write(configuration) }
    }

    /// Makes an instance that is removed at the end of the test, and starts it.
    public convenience init(
        in test: XCTestCase,
        _ configuration: TestConfiguration = TestConfiguration(),
        environment: [String] = []
    ) throws {
        try self.init(configuration)
        self.environment = environment
        test.addTeardownBlock { self.remove() }
        try start()
        try waitUntilReady()
    }

    private static func makeGroup(named name: String) throws -> ControlGroup? {
        guard case .available(let own) = ControlGroupSupport.probe() else { return nil }
        let group = own.child(name)
        try group.create()
        return group
    }

    /// Replaces the configuration's file.
    public func write(_ configuration: TestConfiguration) throws {
        try Data(configuration.text().utf8).write(to: URL(fileURLWithPath: configurationPath))
    }

    // MARK: Processes

    /// The command line of the supervisor, without its name.
    public var arguments: [String] {
        ["run", "--state", state, "--runtime", runtime, "--config", configurationPath]
    }

    /// Starts a supervisor, without waiting for anything.
    @discardableResult
    public func start() throws -> ProcessHandle {
        let handle = try spawn(program, arguments, environment: environment)
        supervisor = handle
        return handle
    }

    /// Starts a program that writes into the instance's log.
    public func spawn(
        _ program: String,
        _ arguments: [String],
        environment: [String] = [],
        output: Int32? = nil
    ) throws -> ProcessHandle {
        let path = program.hasPrefix("/") ? program : try Products.path(program)
        let log = open(logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard log >= 0 else { throw TestFailure("cannot open \(logPath)") }
        defer { close(log) }
        var request = SpawnRequest(
            executable: path,
            arguments: arguments,
            environment: ["PATH=/usr/bin:/bin", "HOME=\(folder)"] + environment
        )
        request.descriptors = [DescriptorMapping(log, as: 2)]
        if let output { request.descriptors.append(DescriptorMapping(output, as: 1)) }
        // A test that is killed must not leave a supervisor that starts workers for ever.
        request.deathSignal = .kill
        guard let group else { return try request.start() }
        let folder = try group.openFolder()
        request.controlGroup = folder.rawValue
        let handle = try request.start()
        _ = consume folder
        return handle
    }

    /// Waits until the supervisor is ready and, unless told otherwise, each lane has a worker.
    public func waitUntilReady(lanesToo: Bool = true, seconds: Double = 20) throws {
        let client = try waitForClient(seconds: seconds)
        try Deadline.wait(until: "\(folder) ready", seconds: seconds) {
            let status = try client.status()
            guard status.phase == "ready" else { return false }
            return !lanesToo
                || status.lanes.allSatisfy {
                    [.idle, .active, .paused, .retired].contains($0.record.status)
                        || $0.record.admission == .drained
                }
        }
    }

    /// Connects to the control socket, as soon as somebody listens.
    public func waitForClient(seconds: Double = 20) throws -> TestClient {
        try Deadline.wait(for: "somebody listens in \(folder)", seconds: seconds) {
            if let status = try supervisor?.reap() {
                throw TestFailure("the supervisor ended (\(status)): \(try log())")
            }
            return try? TestClient(socket)
        }
    }

    /// Connects to the control socket.
    public func client() throws -> TestClient { try TestClient(socket) }

    /// Sends a signal to the supervisor.
    public func signal(_ signal: Signal) throws {
        guard let supervisor else { throw TestFailure("no supervisor was started") }
        guard try supervisor.send(signal) else { throw TestFailure("the supervisor is gone") }
    }

    /// Waits for the supervisor's end.
    @discardableResult
    public func waitForEnd(seconds: Double = 30) throws -> System.ExitStatus {
        guard let status = try supervisor?.wait(until: Deadline.after(seconds)) else {
            throw TestFailure("the supervisor goes on after \(seconds) s")
        }
        return status
    }

    /// Sends SIGKILL to the supervisor, waits for its end and starts the next one.
    public func killAndRestart() throws {
        try signal(.kill)
        try waitForEnd()
        try start()
    }

    /// Sends a signal to a process of the instance.
    ///
    /// - Returns: False if it was gone.
    @discardableResult
    public func send(_ signal: Signal, to process: ProcessIdentity) throws -> Bool {
        try ProcessHandle.open(process)?.send(signal) ?? false
    }

    /// What the supervisor and its workers have logged.
    public func log() throws -> String {
        guard Files.exists(logPath) else { return "" }
        return String(decoding: try Files.read(logPath, byteCountMax: 64 << 20), as: UTF8.self)
    }

    /// Runs lanectl against this instance.
    public func lanectl(_ arguments: String..., seconds: Double = 30) throws -> ProgramOutput {
        try ProgramOutput.run(
            Products.path("lanectl"),
            arguments,
            environment: ["PATH=/usr/bin:/bin", "LANEKEEPER_SOCKET=\(socket)"],
            seconds: seconds
        )
    }

    // MARK: End

    /// Ends every process of the instance and deletes its files.
    public func remove() {
        do {
            _ = try supervisor?.send(.kill)
            _ = try supervisor?.wait(until: Deadline.after(10))
            try Deadline.wait(until: "nothing of \(folder) lives", seconds: 20) {
                try group?.kill()
                let left = try census.daemons() + census.members().map(\.process)
                for process in left { try send(.kill, to: process) }
                return try left.isEmpty && group?.isPopulated() != true
            }
            try group?.remove()
            try Files.removeTree(folder)
        } catch {
            XCTFail("cannot remove \(folder): \(error)")
        }
    }
}

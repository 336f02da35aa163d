import Glibc
import Harness
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

/// A real instance that faults are injected into: lanes `vp.a` and `vp.b`, four slots each, in the
/// pool `max` if there is to be one.
///
/// It is removed at the end of the test.
final class FaultBench: LoadTarget {
    let instance: TestInstance
    let isOwn: Bool
    let quotas: Quotas
    private(set) var supervisor: ProcessHandle?
    /// Each limit that a supervisor was started with, in turn.
    private(set) var limits: [UInt64?] = []
    private(set) var client: TestClient?
    private let startedAt = Clock.bootTime()

    var folder: String { instance.folder }
    var controlSocket: String { instance.socket }
    var stateFolder: String { instance.state }
    var ledgerPath: String { instance.ledger }
    var effectsPath: String { "\(folder)/effects" }

    init(
        in test: XCTestCase,
        pool: String? = nil,
        isOwn: Bool = true,
        starts: Bool = true,
        supervisor members: [String] = []
    ) throws {
        self.isOwn = isOwn
        let names = ["vp.a", "vp.b"]
        var configuration = TestConfiguration(lanes: names)
        configuration.supervisor = members
        if let pool {
            configuration.lanes = names.map { ($0, "{ pool: \"max\" }") }
            configuration.sections = ["pools: { max: { slots: 8, \(pool) } }"]
        }
        configuration.defaults[3] =
            "restart: { ready_ms: 0, backoff_ms: 10, backoff_max_ms: 50, "
            + "startup_deaths_max: 1000000 }"
        quotas = Quotas(
            lanes: names.compactMap { LaneID($0) }.map {
                Quotas.Lane(
                    id: $0,
                    slotCount: 4,
                    reservedSlotCount: 0,
                    pool: pool == nil ? nil : "max"
                )
            },
            pools: pool == nil
                ? [] : [Quotas.Pool(name: "max", slotCount: 8, reservedSlotCount: 0)]
        )
        instance = try TestInstance(configuration)
        test.addTeardownBlock { [self] in
            _ = try? supervisor?.send(.kill)
            _ = try? supervisor?.wait(until: Deadline.after(10))
            instance.remove()
        }
        if starts {
            try start(descriptorLimit: nil)
            try waitUntilReady()
        }
    }

    var volumeObstacle: String? { nil }

    func checkAlive() throws(HarnessError) {
        let end = try HarnessError.describing { () throws(SystemError) in try supervisor?.reap() }
        if let end { throw HarnessError("the supervisor ended by itself (\(end))") }
    }

    func start(descriptorLimit: UInt64?) throws(HarnessError) {
        limits.append(descriptorLimit)
        let log = open(instance.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard log >= 0 else { throw HarnessError("cannot open the log") }
        defer { close(log) }
        do {
            var request = SpawnRequest(
                executable: try Products.path("lanekeeper"),
                arguments: instance.arguments,
                environment: ["PATH=/usr/bin:/bin"]
            )
            request.descriptors = [DescriptorMapping(log, as: 2)]
            request.hardDescriptorLimit = descriptorLimit.map { Int64($0) }
            request.deathSignal = .kill
            supervisor = try request.start()
        } catch {
            throw HarnessError("\(error)")
        }
    }

    // MARK: Clients

    /// Connects to the supervisor that is there now.
    @discardableResult
    func connect() throws -> TestClient {
        let connected = try Deadline.wait(for: "somebody listens in \(folder)") {
            try? TestClient(controlSocket)
        }
        client = connected
        return connected
    }

    /// Connects if somebody listens at this moment, without waiting for an answer: the supervisor
    /// may be stopped.
    func reconnect() throws {
        let connected = try TestClient(controlSocket, saysHello: false)
        try connected.send(.hello(ControlHello(program: "test", version: "1")))
        client = connected
    }

    func waitUntilReady() throws {
        let client = try connect()
        try Deadline.wait(until: "every lane has a worker") {
            try client.status().lanes.allSatisfy {
                [.idle, .active].contains($0.record.status) && $0.record.worker != nil
            }
        }
    }

    /// A script of `fake-runtime` on a lane, beside others.
    func mission(on lane: Int = 0, _ lines: String...) throws -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: lines.joined(separator: "\n") + "\n")
        envelope.vpID = quotas.lanes[lane].id
        envelope.session = .fresh
        envelope.retry.maxAttempts = 100
        envelope.retry.maxRecoveries = 100
        return envelope
    }

    /// Starts a mission on a lane that runs until the end, and waits for its process.
    @discardableResult
    func stall(on lane: Int = 0) throws -> (id: MissionID, leader: ProcessIdentity) {
        let client = try client ?? connect()
        let view = try client.submit(try mission(on: lane, "stall"))
        let id = try XCTUnwrap(view.envelope.missionID)
        return (id, try client.waitForRun(id))
    }

    // MARK: Faults

    /// What is planned, on the first lane unless told otherwise.
    static func plan(
        _ kind: FaultKind,
        after: Interval = .zero,
        lastsFor: Interval = .milliseconds(300),
        lane: Int = 0,
        otherLane: Int = 1
    ) -> PlannedFault {
        PlannedFault(
            kind: kind,
            after: after,
            lastsFor: lastsFor,
            lane: lane,
            otherLane: otherLane
        )
    }

    func injector(_ plans: PlannedFault...) -> FaultInjector {
        FaultInjector(self, plans) { [self] command in
            // As with the driver: a connection that is not there loses it.
            _ = try? client?.send(command)
        }
    }

    /// Lets an injector work until something is true.
    func play(
        _ injector: FaultInjector,
        until what: String,
        seconds: Double = 20,
        _ isTrue: () throws -> Bool
    ) throws {
        try Deadline.wait(until: what, seconds: seconds) {
            try injector.advance(to: Clock.bootTime().since(startedAt))
            return try isTrue()
        }
    }

    /// Lets an injector work until it has nothing left to do.
    func playOut(_ injector: FaultInjector, seconds: Double = 20) throws {
        try play(injector, until: "nothing is left to do", seconds: seconds) {
            injector.nextDeadline == nil
        }
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

/// Drives a control plane turn by turn and keeps a ledger of what it writes.
///
/// Like a real ledger it refuses what must not be written; that fails the test. `turn` takes a turn
/// as `TurnDriver` does: the events, the tick, the commit.
struct Scene {
    static let wallStart: Int64 = 1_795_257_000_000_000_000
    /// When a supervisor starts, unless the test says otherwise.
    static let start = Instant(
        boot: MonotonicTime(nanoseconds: 1_000_000_000_000),
        wall: WallTime(nanoseconds: wallStart)
    )

    private(set) var core: ControlPlane
    private(set) var now: Instant
    private(set) var missions: [MissionID: MissionState] = [:]
    private(set) var attempts: [RunID: AttemptRecord] = [:]
    private(set) var lanes: [LaneID: LaneRecord] = [:]
    private(set) var pools: [String: PoolRecord] = [:]
    private(set) var events: [EventRecord] = []
    private var envelopes: [MissionID: MissionEnvelope] = [:]
    private var keys: [String: MissionID] = [:]
    private(set) var isStoppedCleanly = false
    private(set) var estop: OperatorChange?
    private var lastRequest: Int64 = 0

    /// Creates a supervisor that has not booted.
    init(
        _ configuration: Configuration,
        recovered: RecoveredState = RecoveredState(epoch: Epoch(1)),
        at start: Instant = Self.start
    ) {
        now = start
        core = ControlPlane(configuration: configuration, recovered: recovered, seed: 7, at: now)
        for record in recovered.lanes { lanes[record.vpID] = record }
        for record in recovered.pools { pools[record.name] = record }
        for mission in recovered.missions {
            guard let id = mission.envelope.missionID else { continue }
            missions[id] = mission.state
            envelopes[id] = mission.envelope
            if let attempt = mission.attempt { attempts[attempt.runID] = attempt }
        }
    }

    /// A supervisor whose lanes are all ready, in generation 1.
    static func ready(
        _ lanes: LaneID...,
        policy: LanePolicy = LanePolicy(),
        supervisor: SupervisorPolicy = SupervisorPolicy()
    ) -> Scene {
        var configuration = Scene.configuration(lanes, policy: policy)
        configuration.supervisor = supervisor
        return ready(configuration)
    }

    /// A supervisor with this configuration whose lanes are all ready, in generation 1.
    static func ready(_ configuration: Configuration) -> Scene {
        var scene = Scene(configuration)
        scene.boot()
        for (lane, _) in configuration.lanes { scene.makeReady(lane) }
        return scene
    }

    static func configuration(_ lanes: [LaneID], policy: LanePolicy = LanePolicy()) -> Configuration
    {
        var configuration = Configuration()
        configuration.profiles["shell"] = .shell
        for lane in lanes { configuration.lanes[lane] = policy }
        return configuration
    }

    // MARK: Turns

    /// What a supervisor does first.
    @discardableResult
    mutating func boot() -> Turn {
        var effects: [Effect] = []
        core.boot(at: now, into: &effects)
        return commit(effects)
    }

    /// Takes a turn with these events, some time after the last one.
    @discardableResult
    mutating func turn(_ input: Event..., after wait: Interval = .milliseconds(1)) -> Turn {
        turn(input, after: wait)
    }

    /// Takes a turn with these events, some time after the last one.
    @discardableResult
    mutating func turn(_ input: [Event], after wait: Interval = .milliseconds(1)) -> Turn {
        now = Instant(boot: now.boot + wait, wall: now.wall + wait)
        var effects: [Effect] = []
        for event in input { core.handle(event, at: now, into: &effects) }
        core.handle(.tick, at: now, into: &effects)
        if let due = core.nextDeadline, due <= now.boot {
            XCTFail("the next turn is due \(now.boot.since(due).nanoseconds) ns ago")
        }
        return commit(effects)
    }

    /// Takes a turn in which the control plane is made to do this.
    mutating func change<Result>(
        _ body: (inout ControlPlane, Instant, inout [Effect]) -> Result
    ) -> Result {
        var effects: [Effect] = []
        let result = body(&core, now, &effects)
        _ = commit(effects)
        return result
    }

    /// Lets time pass without anything else.
    @discardableResult
    mutating func pass(_ wait: Interval) -> Turn { turn([], after: wait) }

    /// Lets time pass in steps of a second, while the workers send their heartbeats.
    @discardableResult
    mutating func passAlive(seconds: Int, on lane: LaneID) -> Turn {
        var effects: [Effect] = []
        for _ in 0..<seconds {
            let beat = Event.reported(
                lane,
                generation(of: lane),
                .heartbeat(Heartbeat(runs: [], residentKiB: 1))
            )
            effects += turn([beat], after: .seconds(1)).effects
        }
        return Turn(effects: effects)
    }

    /// Sets the civil clock.
    mutating func setWall(_ wall: WallTime) {
        now = Instant(boot: now.boot, wall: wall)
    }

    // MARK: Clients

    /// A request of client 1; each has a number of its own.
    mutating func request(
        _ command: ControlCommand,
        as role: Role = .operator,
        client: UInt64 = 1
    ) -> Event {
        lastRequest += 1
        var request = ClientRequest(
            client: ClientID(client),
            requestID: .number(lastRequest),
            role: role,
            actor: "uid:1 (test)",
            command: command
        )
        if case .missionSubmit(let envelopes, _) = command {
            request.known = envelopes.map { known(for: $0) }
        }
        if let id = command.mission { request.isMissionKnown = missions[id] != nil }
        return .requestReceived(request)
    }

    /// Takes a turn with one request.
    @discardableResult
    mutating func ask(_ command: ControlCommand, as role: Role = .operator) -> Turn {
        turn([request(command, as: role)])
    }

    @discardableResult
    mutating func submit(_ envelopes: MissionEnvelope...) -> Turn {
        ask(.missionSubmit(envelopes, isDryRun: false))
    }

    private func known(for envelope: MissionEnvelope) -> KnownMission? {
        let byKey = envelope.idempotencyKey.flatMap { keys[$0] }
        guard let id = byKey ?? envelope.missionID, let stored = envelopes[id] else { return nil }
        return KnownMission(
            missionID: id,
            isSameKey: byKey != nil,
            difference: envelope.firstDifference(from: stored)
        )
    }

    // MARK: Workers

    func generation(of lane: LaneID) -> Generation { lanes[lane]?.generation ?? 0 }

    /// Answers everything that is asked on the way from a free lock to a worker that serves.
    mutating func makeReady(_ lane: LaneID) {
        var dead = generation(of: lane)
        if core.lanes[lane]?.worker.state == .probing { turn(.workerMissing(lane)) }
        if core.lanes[lane]?.hasActiveRun == true { turn(.treesGone(lane, dead)) }
        turn(.lockTaken(lane, dead))
        turn(.outboxRead(lane, dead, []))
        dead = dead.next
        turn(.workerSpawned(lane, dead, Self.identity(of: dead)))
        hello(lane)
    }

    /// The worker of the current generation says hello.
    @discardableResult
    mutating func hello(
        _ lane: LaneID,
        runs: [RunPresence] = [],
        state: WorkerHello.State = .serving
    ) -> Turn {
        let generation = generation(of: lane)
        var hello = WorkerHello(
            protocolVersion: 1,
            version: "0",
            vpID: lane,
            generation: generation
        )
        hello.runs = runs
        hello.state = state
        return turn(.reported(lane, generation, .hello(hello)))
    }

    /// The worker of the current generation says something.
    @discardableResult
    mutating func report(_ lane: LaneID, _ reports: LaneReport...) -> Turn {
        let generation = generation(of: lane)
        return turn(reports.map { .reported(lane, generation, $0) })
    }

    /// A run's worker has taken it and has its process.
    @discardableResult
    mutating func start(_ run: RunID, on lane: LaneID) -> Turn {
        let fence = fence(of: run)
        return report(
            lane,
            .accepted(runID: run, fence: fence),
            .started(runID: run, fence: fence, leader: leader)
        )
    }

    /// A run's process that is started now; the kernel counts 100 ticks a second.
    var leader: ProcessIdentity {
        ProcessIdentity(pid: 99, startTicks: now.boot.nanoseconds / 10_000_000)
    }

    /// A run ends.
    @discardableResult
    mutating func end(
        _ run: RunID,
        on lane: LaneID,
        _ outcome: AttemptOutcome = .completed,
        _ reason: ReasonCode = .finished,
        _ change: (inout RunResult) -> Void = { _ in }
    ) -> Turn {
        var result = self.result(run, outcome, reason)
        change(&result)
        return report(lane, .ended(result))
    }

    func result(
        _ run: RunID,
        _ outcome: AttemptOutcome = .completed,
        _ reason: ReasonCode = .finished
    ) -> RunResult {
        RunResult(
            runID: run,
            fence: fence(of: run),
            outcome: outcome,
            reason: reason,
            endedAt: now.wall
        )
    }

    func fence(of run: RunID) -> Fence { attempts[run]?.fence ?? 0 }

    /// The worker's process is gone, and everything it left is cleared.
    mutating func bury(_ lane: LaneID, outbox: [RunResult] = []) -> Turn {
        let generation = generation(of: lane)
        var effects = turn(.workerExited(lane, generation, .signal(9))).effects
        if core.lanes[lane]?.hasActiveRun == true {
            effects += turn(.treesGone(lane, generation)).effects
        }
        effects += turn(.lockTaken(lane, generation)).effects
        effects += turn(.outboxRead(lane, generation, outbox)).effects
        return Turn(effects: effects)
    }

    static func identity(of generation: Generation) -> ProcessIdentity {
        ProcessIdentity(pid: Int32(100 + generation.rawValue), startTicks: generation.rawValue)
    }

    // MARK: The ledger

    private mutating func commit(_ effects: [Effect]) -> Turn {
        let turn = Turn(effects: effects)
        for write in turn.writes { apply(write) }
        core.didCommit()
        checkNothingIsUnwritten()
        return turn
    }

    private mutating func apply(_ write: LedgerWrite) {
        switch write {
        case .insertMission(let envelope, let state):
            guard let id = envelope.missionID else { return XCTFail("a mission without id") }
            XCTAssertNil(missions[id], "mission \(id) is new twice")
            if let key = envelope.idempotencyKey {
                XCTAssertNil(keys[key], "key \(key) is new twice")
                keys[key] = id
            }
            missions[id] = state
            envelopes[id] = envelope
        case .updateMission(let id, let state):
            XCTAssertEqual(missions[id]?.status.isTerminal, false, "mission \(id) has changed")
            missions[id] = state
        case .insertAttempt(let attempt):
            let open = attempts.values.filter {
                $0.missionID == attempt.missionID && $0.outcome == nil
            }
            XCTAssertEqual(open.map(\.runID), [], "two open attempts")
            for other in attempts.values { XCTAssertLessThan(other.fence, attempt.fence) }
            attempts[attempt.runID] = attempt
        case .updateAttempt(let attempt):
            XCTAssertNotNil(attempts[attempt.runID], "attempt \(attempt.runID) is unknown")
            XCTAssertNil(attempts[attempt.runID]?.outcome, "attempt \(attempt.runID) was over")
            attempts[attempt.runID] = attempt
        case .saveLane(let record):
            lanes[record.vpID] = record
        case .savePool(let record):
            XCTAssertNotEqual(record, pools[record.name] ?? PoolRecord(name: record.name))
            pools[record.name] = record
        case .appendEvent(let event):
            XCTAssertEqual(event.sequence, (events.last?.sequence ?? 0) + 1)
            events.append(event)
        case .saveEstop(let change):
            estop = change
        case .markCleanStop:
            isStoppedCleanly = true
        }
    }

    /// What is in memory and durable is in the ledger too.
    private func checkNothingIsUnwritten() {
        for (id, stored) in missions where !stored.status.isTerminal {
            var state = core.missions[id]?.state
            // A hold that is over is dropped from memory first; its time is past in the ledger.
            if state?.heldUntil == nil { state?.heldUntil = stored.heldUntil }
            XCTAssertEqual(state, stored, "mission \(id) differs from its row")
        }
        for name in core.pools.keys {
            guard let pool = core.pools[name] else { continue }
            let record = pools[name] ?? PoolRecord(name: name)
            XCTAssertEqual(pool.machine.record(name: name), record, "pool differs from its row")
        }
        for lane in core.lanes.keys {
            XCTAssertEqual(
                core.lanes[lane]?.record,
                lanes[lane],
                "lane \(lane) differs from its row"
            )
            for (run, active) in core.lanes[lane]?.runs ?? [:] {
                var row = attempts[run]
                // Figures of heartbeats are written with the next change.
                row?.usage = active.record.usage
                XCTAssertEqual(active.record, row, "attempt \(run) differs from its row")
            }
        }
    }
}

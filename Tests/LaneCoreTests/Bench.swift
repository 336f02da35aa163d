import LaneCore
import Protocol
import XCTest

/// A worker's mind, a clock that moves only when told, and the words of a test.
struct Bench {
    var core: LaneCore
    private(set) var milliseconds: UInt64 = 1_000_000

    static let run = runID("m1.1")
    static let connection = LaneCore.ConnectionID(1)
    static let leader = ProcessIdentity(pid: 77, startTicks: 5)
    static let fence = Fence(10)

    init(
        outbox: [RunResult] = [],
        _ change: (inout LaneCore.Configuration) -> Void = { _ in }
    ) {
        var configuration = LaneCore.Configuration(
            vpID: Self.lane,
            generation: Generation(3),
            version: "1.0"
        )
        change(&configuration)
        core = LaneCore(configuration, outbox: outbox, at: Self.instant(1_000_000))
    }

    static var lane: LaneID {
        guard let lane = LaneID("vp.test") else { fatalError("not a lane id") }
        return lane
    }

    static func runID(_ text: String) -> RunID {
        guard let runID = RunID(text) else { fatalError("not a run id: \(text)") }
        return runID
    }

    static func instant(_ milliseconds: UInt64) -> Instant {
        Instant(
            boot: MonotonicTime(nanoseconds: milliseconds * 1_000_000),
            wall: WallTime(nanoseconds: Int64(milliseconds) * 1_000_000)
        )
    }

    /// The bench's time.
    var now: Instant { Self.instant(milliseconds) }

    /// Lets time pass, without an event.
    mutating func pass(_ count: UInt64) { milliseconds += count }

    mutating func handle(_ event: LaneCore.Event) -> [LaneCore.Effect] {
        var effects: [LaneCore.Effect] = []
        core.handle(event, at: now, into: &effects)
        return effects
    }

    mutating func tick(after milliseconds: UInt64 = 0) -> [LaneCore.Effect] {
        pass(milliseconds)
        return handle(.tick)
    }

    mutating func command(
        _ command: LaneCommand,
        on connection: LaneCore.ConnectionID = Bench.connection
    ) -> [LaneCore.Effect] {
        handle(.commandReceived(connection, command))
    }

    mutating func hello(
        epoch: UInt64 = 1,
        on connection: LaneCore.ConnectionID = Bench.connection
    ) -> [LaneCore.Effect] {
        command(.hello(Self.greeting(epoch: epoch)), on: connection)
    }

    static func greeting(epoch: UInt64) -> LaneHello {
        LaneHello(
            vpID: lane,
            generation: Generation(3),
            epoch: Epoch(epoch),
            version: "1.0"
        )
    }

    static func order(
        _ runID: RunID = Bench.run,
        fence: Fence = Bench.fence,
        checks: [[String]] = []
    ) -> LaunchOrder {
        guard let sessionID = SessionID("s1") else { fatalError("not a session id") }
        var envelope = MissionEnvelope(objective: "true")
        envelope.checks = checks
        return LaunchOrder(
            runID: runID,
            fence: fence,
            sessionID: sessionID,
            envelope: envelope,
            profile: LaunchProfile(name: "shell", argv: ["/bin/sh"])
        )
    }

    /// An order whose run has no process.
    static func noop(checks: [[String]] = []) -> LaunchOrder {
        var order = order(checks: checks)
        order.profile.kind = .noop
        order.profile.argv = []
        return order
    }

    /// A worker with a supervisor and one run whose leader exists.
    static func executing(checks: [[String]] = []) -> Bench {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.startMission(order(checks: checks)))
        _ = bench.handle(.launched(run, leader: leader))
        return bench
    }

    /// The result of a run of this bench that ended now.
    func result(
        _ outcome: AttemptOutcome,
        _ reason: ReasonCode,
        _ change: (inout RunResult) -> Void = { _ in }
    ) -> RunResult {
        var result = RunResult(
            runID: Self.run,
            fence: Self.fence,
            outcome: outcome,
            reason: reason,
            endedAt: now.wall
        )
        result.startedAt = Self.instant(1_000_000).wall
        change(&result)
        return result
    }

    /// A notification to the supervisor of this bench.
    static func say(_ report: LaneReport) -> LaneCore.Effect { .send(connection, report) }

    /// What is said of an order that is taken.
    static let accepted = say(.accepted(runID: run, fence: fence))

    static func phase(_ phase: RunPhase) -> LaneCore.Effect {
        say(.phaseChanged(runID: run, fence: fence, phase: phase))
    }
}

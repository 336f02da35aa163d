import ControlPlane
import DataStructures
import Harness
import Protocol
import System

/// A supervisor's mind without a world: 64 lanes in 16 pools whose slots are all in use.
struct DecisionBench {
    private static let laneCount = 64
    private static let poolCount = 16

    private var core: ControlPlane
    private var now: Instant
    private var effects: [Effect] = []
    /// Runs that go on, the first started first.
    private var running: [AttemptRecord] = []
    private var nextIndex = 0

    /// Boots it with a queue read from a ledger, and lets every lane's worker say hello.
    ///
    /// - Throws: `HarnessError`.
    init(queued: Int) throws(HarnessError) {
        now = Clock.now()
        var recovered = RecoveredState(epoch: Epoch(1))
        let lanes = try (0..<Self.laneCount).map { number throws(HarnessError) in
            try Self.known(LaneID("lane.\(number)"))
        }
        for number in 0..<queued {
            recovered.missions.append(try Self.mission(number, on: lanes, at: now.wall))
        }
        core = ControlPlane(
            configuration: Self.configuration(lanes),
            recovered: recovered,
            seed: 1,
            at: now
        )
        core.boot(at: now, into: &effects)
        var figures = HostFigures()
        figures.availableKiB = 8 << 20
        core.handle(.hostMeasured(figures), at: now, into: &effects)
        for lane in lanes { bringUp(lane) }
        takeStarts()
        guard running.count == Self.poolCount * 2 else {
            throw HarnessError("\(running.count) runs in \(Self.poolCount) pools of 2 slots")
        }
    }

    /// Ends the run that was started first: another one starts in its place.
    ///
    /// - Returns: How long the decision took.
    /// - Throws: `HarnessError` if nothing was started.
    mutating func endOneRun() throws(HarnessError) -> Interval {
        let ended = running[nextIndex]
        nextIndex += 1
        let result = RunResult(
            runID: ended.runID,
            fence: ended.fence,
            outcome: .completed,
            reason: .finished,
            endedAt: now.wall
        )
        let wait = Interval.milliseconds(1)
        now = Instant(boot: now.boot + wait, wall: now.wall + wait)
        effects.removeAll(keepingCapacity: true)
        let start = Clock.bootTime()
        core.handle(
            .reported(ended.vpID, ended.generation, .ended(result)),
            at: now,
            into: &effects
        )
        core.handle(.tick, at: now, into: &effects)
        core.didCommit()
        let span = Clock.bootTime().since(start)
        let count = running.count
        takeStarts()
        guard running.count == count + 1 else {
            throw HarnessError("\(running.count - count) runs start where one ended")
        }
        return span
    }

    private mutating func takeStarts() {
        for case .startRun(_, _, let order) in effects { running.append(order.attempt) }
    }

    private mutating func bringUp(_ lane: LaneID) {
        let dead = Generation(0)
        let alive = dead.next
        var hello = WorkerHello(
            protocolVersion: 1,
            version: "bench",
            vpID: lane,
            generation: alive
        )
        hello.state = .serving
        let steps: [Event] = [
            .workerMissing(lane),
            .lockTaken(lane, dead),
            .outboxRead(lane, dead, []),
            .workerSpawned(lane, alive, ProcessIdentity(pid: 1, startTicks: 1)),
            .reported(lane, alive, .hello(hello)),
        ]
        for step in steps {
            core.handle(step, at: now, into: &effects)
            core.handle(.tick, at: now, into: &effects)
        }
    }

    private static func configuration(_ lanes: [LaneID]) -> Configuration {
        var configuration = Configuration()
        configuration.profiles["shell"] = .shell
        for number in 0..<poolCount { configuration.pools["pool.\(number)"] = PoolPolicy() }
        for (number, lane) in lanes.enumerated() {
            var policy = LanePolicy()
            policy.slotCount = 4
            policy.pool = "pool.\(number % poolCount)"
            // Nothing but decisions: no lease ends meanwhile.
            policy.liveness.leaseMilliseconds = 3_600_000
            policy.liveness.suspectMilliseconds = 600_000
            configuration.lanes[lane] = policy
        }
        for (number, source) in ["chat", "cron", "mail", "web"].enumerated() {
            var policy = SourcePolicy()
            policy.weight = number + 1
            configuration.classes.sources[source] = policy
        }
        return configuration
    }

    private static func mission(
        _ number: Int,
        on lanes: [LaneID],
        at now: WallTime
    ) throws(HarnessError) -> RecoveredState.Mission {
        let lane = lanes[number % lanes.count]
        var envelope = MissionEnvelope(objective: "")
        envelope.missionID = try known(MissionID("m\(number)"))
        envelope.vpID = lane
        envelope.session = .fresh
        envelope.source = ["chat", "cron", "mail", "web"][number / 7 % 4]
        envelope.missionClass = MissionClass.allCases[number / 3 % MissionClass.allCases.count]
        if envelope.missionClass == .deadline {
            envelope.deadlineAt = now + .seconds(UInt64(86_400 + number * 7_919 % 100_003))
        }
        return RecoveredState.Mission(
            envelope: envelope,
            digest: "",
            state: MissionState(assignedVPID: lane, assignedBy: "pin", at: now),
            attempt: nil
        )
    }

    private static func known<Value>(_ value: Value?) throws(HarnessError) -> Value {
        guard let value else { throw HarnessError("a made-up name is no name") }
        return value
    }
}

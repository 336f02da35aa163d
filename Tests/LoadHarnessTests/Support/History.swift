import DataStructures
import Protocol

@testable import LoadHarness

/// Makes the evidence of a load, one thing after the other, as every source would tell it.
///
/// Lanes are counted from 0. Each thing happens a microsecond after the one before, unless `wait` is
/// called; what the stream tells is rounded down to milliseconds, as on the wire.
struct History {
    private(set) var evidence = Evidence()
    private(set) var now: Int64 = 1_800_000_000_000_000_000
    private var sequence: UInt64 = 0
    private var fence: UInt64 = 0
    private var missionIndexes = LookupTable<MissionID, Int>()
    private var attemptIndexes = LookupTable<RunID, Int>()
    private var attemptCounts = LookupTable<MissionID, Int>()

    /// - Parameter scenario: Gives the quotas.
    init(_ scenario: Scenario = Scenario()) {
        evidence.quotas = scenario.quotas
        evidence.beganAt = time
        tell(.supervisorStarted)
        for lane in evidence.quotas.lanes { tell(.laneReady, lane: lane.id) }
        wait(milliseconds: 10)
    }

    var time: WallTime { WallTime(nanoseconds: now) }

    mutating func wait(milliseconds: Int64) { now += milliseconds * 1_000_000 }

    /// Goes on to a later instant.
    mutating func wait(until nanoseconds: Int64) { now = max(now, nanoseconds) }

    func lane(_ index: Int) -> LaneID { evidence.quotas.lanes[index].id }

    // MARK: What happens

    /// A client submits a mission, and is answered.
    @discardableResult
    mutating func submit(
        _ missionClass: MissionClass = .background,
        on lane: Int = 0,
        dueInMilliseconds due: Int64? = nil,
        isContinuing: Bool = false
    ) throws -> MissionID {
        let number = evidence.submissions.count
        let id = try unwrap(MissionID("m-\(padded(number))"))
        now += 1_000
        let sentAt = time
        now += 1_000
        missionIndexes[id] = evidence.missions.count
        evidence.missions.append(
            LedgerMission(
                missionID: id,
                key: "load-7-\(number)",
                missionClass: missionClass,
                status: .queued,
                lane: self.lane(lane),
                createdAt: time,
                deadlineAt: due.map { WallTime(nanoseconds: now + $0 * 1_000_000) },
                isContinuing: isContinuing
            )
        )
        tell(.missionQueued, id, lane: self.lane(lane))
        evidence.submissions.append(
            Submission(
                number: number,
                missionID: id,
                missionClass: missionClass,
                sentAt: sentAt,
                acknowledgedAt: time,
                sendCount: 1
            )
        )
        return id
    }

    /// An attempt is recorded, and its run writes its first line.
    @discardableResult
    mutating func start(_ mission: MissionID, on lane: Int? = nil) throws -> RunID {
        now += 1_000
        fence += 1
        let number = (attemptCounts[mission] ?? 0) + 1
        attemptCounts[mission] = number
        let run = try unwrap(RunID("\(mission).\(number)"))
        let row = try unwrap(missionIndexes[mission])
        let lane = lane.map(self.lane) ?? evidence.missions[row].lane
        attemptIndexes[run] = evidence.attempts.count
        evidence.attempts.append(
            LedgerAttempt(
                runID: run,
                missionID: mission,
                lane: lane,
                fence: Fence(fence),
                dispatchedAt: time,
                startedAt: time
            )
        )
        evidence.missions[row].status = .running
        tell(.missionDispatched, mission, lane: lane, run, ["fence": .integer(Int64(fence))])
        write(.start, run, of: mission, on: lane, Fence(fence))
        return run
    }

    /// A run ends, and its mission with it or not.
    mutating func end(
        _ run: RunID,
        _ outcome: AttemptOutcome = .completed,
        heldMilliseconds: Int64? = nil,
        isLast: Bool = false
    ) throws {
        let index = try unwrap(attemptIndexes[run])
        let attempt = evidence.attempts[index]
        let row = try unwrap(missionIndexes[attempt.missionID])
        if outcome == .completed || outcome == .failed {
            write(.end, run, of: attempt.missionID, on: attempt.lane, attempt.fence)
        }
        now += 1_000
        evidence.attempts[index].outcome = outcome
        evidence.attempts[index].endedAt = time
        let (status, type) = Self.consequence(of: outcome, isLast: isLast)
        evidence.missions[row].status = status
        if status.isTerminal { evidence.missions[row].endedAt = time }
        var payload: OrderedTable<String, JSONValue> = ["outcome": .string(outcome.rawValue)]
        if let heldMilliseconds { payload["held_ms"] = .integer(heldMilliseconds) }
        tell(type, attempt.missionID, lane: attempt.lane, run, payload)
    }

    private static func consequence(
        of outcome: AttemptOutcome,
        isLast: Bool
    ) -> (MissionStatus, EventType) {
        switch outcome {
        case .completed: (.completed, .missionCompleted)
        case .cancelled: (.cancelled, .missionCancelled)
        case .timedOut: (.timedOut, .missionTimedOut)
        case .failed: isLast ? (.failed, .missionFailed) : (.queued, .missionRetried)
        case .crashed: isLast ? (.failed, .missionFailed) : (.queued, .missionCrashed)
        case .interrupted: (.queued, .missionInterrupted)
        case .deferred: (.queued, .missionDeferred)
        }
    }

    /// One mission from its submit to its end.
    @discardableResult
    mutating func run(
        _ missionClass: MissionClass = .background,
        on lane: Int = 0
    ) throws -> MissionID {
        let mission = try submit(missionClass, on: lane)
        wait(milliseconds: 5)
        let run = try start(mission)
        wait(milliseconds: 20)
        try end(run)
        return mission
    }

    // MARK: What is told

    /// An event.
    mutating func tell(
        _ type: EventType,
        _ mission: MissionID? = nil,
        lane: LaneID? = nil,
        _ run: RunID? = nil,
        _ payload: OrderedTable<String, JSONValue> = [:],
        reason: ReasonCode? = nil,
        actor: String = "supervisor"
    ) {
        sequence += 1
        var event = EventRecord(
            sequence: sequence,
            type: type,
            emittedAt: WallTime(nanoseconds: now - now % 1_000_000),
            actor: actor,
            summary: ""
        )
        event.missionID = mission
        event.vpID = lane
        event.runID = run
        event.reason = reason
        event.payload = payload
        evidence.events.append(event)
    }

    /// An event of a pool, counted from 0.
    mutating func tell(_ type: EventType, pool: Int, reason: ReasonCode? = nil) {
        let name = evidence.quotas.pools[pool].name
        tell(type, nil, lane: nil, nil, ["pool": .string(name)], reason: reason)
    }

    /// A mission waits on another lane from now on.
    mutating func move(_ mission: MissionID, to lane: Int) {
        tell(.missionRerouted, mission, lane: self.lane(lane))
    }

    /// A line of a run.
    mutating func write(
        _ kind: RunEffect.Kind,
        _ run: RunID,
        of mission: MissionID,
        on lane: LaneID,
        _ fence: Fence
    ) {
        now += 1_000
        evidence.effects.append(
            RunEffect(
                at: time,
                lane: lane,
                missionID: mission,
                runID: run,
                fence: fence,
                process: ProcessIdentity(pid: Int32(fence.rawValue), startTicks: 1),
                kind: kind
            )
        )
    }

    /// Changes what was told before.
    mutating func change(_ body: (inout Evidence) -> Void) { body(&evidence) }

    private func unwrap<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw HistoryError() }
        return value
    }

    /// Numbers that sort as texts.
    private func padded(_ number: Int) -> String { "\(10_000_000 + number)" }
}

/// A history that makes no sense.
struct HistoryError: Error {}

import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

/// A history written by hand, told to one checker.
struct History<C: Checker> {
    private var checker: C
    private(set) var ledger = SimulatedLedger()

    init(_ checker: C) {
        self.checker = checker
    }

    /// Tells a fact that breaks no rule.
    mutating func tell(
        _ observation: Observation,
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        XCTAssertNil(checker.observe(observation, ledger), file: file, line: line)
        apply(observation)
    }

    /// Tells a fact that must be reported.
    mutating func tellBroken(
        _ observation: Observation,
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        XCTAssertNotNil(checker.observe(observation, ledger), file: file, line: line)
    }

    private mutating func apply(_ observation: Observation) {
        if case .committed(let writes) = observation { _ = ledger.take(writes) }
        if case .supervisorStarted = observation { ledger.beginEpoch() }
    }
}

/// Values for histories.
enum Sample {
    static let lane = present(LaneID("lane"))
    static let otherLane = present(LaneID("other"))
    static let mission = mission("m")
    static let now = WallTime(nanoseconds: 1_000_000_000)

    /// Milliseconds after boot; the wall clock shows `now` at 0.
    static func instant(_ milliseconds: UInt64) -> Instant {
        Instant(
            boot: MonotonicTime(nanoseconds: milliseconds * 1_000_000),
            wall: now + .milliseconds(milliseconds)
        )
    }

    /// An event of the lane.
    static func event(
        _ type: EventType,
        actor: String = "supervisor",
        reason: ReasonCode? = nil,
        run: RunID? = nil,
        at instant: Instant = Sample.instant(0)
    ) -> LedgerWrite {
        var event = EventRecord(
            sequence: 1,
            type: type,
            emittedAt: instant.wall,
            actor: actor,
            summary: ""
        )
        event.vpID = lane
        event.runID = run
        event.reason = reason
        return .appendEvent(event)
    }

    static func mission(_ name: String) -> MissionID { present(MissionID(name)) }

    static func run(_ mission: MissionID = mission, _ number: Int = 1) -> RunID {
        present(RunID("\(mission).\(number)"))
    }

    static func envelope(
        _ id: MissionID = mission,
        _ missionClass: MissionClass = .background
    ) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: "work")
        envelope.missionID = id
        envelope.missionClass = missionClass
        return envelope
    }

    static func state(
        _ status: MissionStatus = .queued,
        fence: UInt64? = nil,
        attempts: Int = 0
    ) -> MissionState {
        var state = MissionState(assignedVPID: lane, assignedBy: "pin", at: now)
        state.status = status
        state.fence = fence.map { Fence($0) }
        state.attemptCount = attempts
        return state
    }

    static func attempt(
        _ id: MissionID = mission,
        _ number: Int = 1,
        fence: UInt64 = 1,
        outcome: AttemptOutcome? = nil,
        intent: StopIntent? = nil,
        reason: ReasonCode? = nil,
        on lane: LaneID = lane,
        dispatchedAt: WallTime = now
    ) -> AttemptRecord {
        var attempt = AttemptRecord(
            runID: run(id, number),
            missionID: id,
            number: number,
            vpID: lane,
            generation: Generation(1),
            fence: Fence(fence),
            sessionID: present(SessionID("s")),
            isFreshSession: true,
            dispatchedAt: dispatchedAt
        )
        attempt.outcome = outcome
        attempt.intent = intent
        attempt.reason = reason
        return attempt
    }

    /// A result of the sample's run, under the fence of its first attempt.
    static func result(
        _ outcome: AttemptOutcome,
        _ reason: ReasonCode = .finished,
        fence: UInt64 = 1
    ) -> RunResult {
        RunResult(
            runID: run(),
            fence: Fence(fence),
            outcome: outcome,
            reason: reason,
            endedAt: now
        )
    }

    static func record(
        generation: UInt64 = 1,
        admission: Admission = .open
    ) -> LaneRecord {
        var record = LaneRecord(
            vpID: lane,
            sessionID: present(SessionID("s")),
            createdAt: now
        )
        record.generation = Generation(generation)
        record.admission = admission
        return record
    }

    static func configuration(slots: Int, reserved: Int) -> Configuration {
        var policy = LanePolicy()
        policy.slotCount = slots
        policy.reservedSlotCount = reserved
        var configuration = Configuration()
        configuration.lanes[lane] = policy
        return configuration
    }

    /// A lane and a queued mission on it.
    static func queued(
        _ id: MissionID = mission,
        _ missionClass: MissionClass = .background
    ) -> Observation {
        .committed([
            .saveLane(record()), .insertMission(envelope(id, missionClass), state()),
        ])
    }

    /// The first attempt of a mission is opened.
    static func dispatched(_ id: MissionID = mission, fence: UInt64 = 1) -> Observation {
        .committed([
            .insertAttempt(attempt(id, fence: fence)),
            .updateMission(id, state(.running, fence: fence, attempts: 1)),
        ])
    }

    private static func present<Value>(_ value: Value?) -> Value {
        guard let value else { fatalError("a sample is not well-formed") }
        return value
    }
}

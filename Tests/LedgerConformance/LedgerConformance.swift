public import ControlPlane
import Protocol
import XCTest

/// What every ledger must do: the supervisor's file and the simulation's memory run this suite.
///
/// A subclass of `XCTestCase` makes one in each test and calls its functions.
public struct LedgerConformance<Store: LedgerStore> {
    /// Gives an empty ledger.
    private let create: () throws -> Store
    /// Ends the incarnation without a word, and begins the next one.
    private let reopen: (inout Store) throws -> RecoveredState

    /// Creates a suite for a kind of ledger.
    public init(
        create: @escaping () throws -> Store,
        reopen: @escaping (inout Store) throws -> RecoveredState
    ) {
        self.create = create
        self.reopen = reopen
    }

    /// Runs every check.
    public func check() throws {
        try checkEveryRecordReadsBack()
        try checkRecoveryHasWhatIsOpenInOrder()
        try checkCleanStopIsSaidOnce()
        try checkEmergencyStopStandsUntilItIsEnded()
        try checkNothingOfARefusedCommitRemains()
        try checkTerminalIsAbsorbing()
        try checkAttemptsAreFenced()
        try checkKnownComparesBodies()
    }

    private func checkEveryRecordReadsBack() throws {
        var store = try create()
        let envelope = Sample.fullEnvelope("m1")
        let attempt = Sample.fullAttempt("m1", 1, fence: 1)
        var changed = Sample.fullState()
        changed.status = .queued
        let event = Sample.fullEvent(1)

        try store.commit([
            .saveLane(Sample.laneRecord()), .insertMission(envelope, Sample.state()),
            .insertAttempt(Sample.attempt("m1", 1, fence: 1)), .updateAttempt(attempt),
            .updateMission(Sample.mission("m1"), changed), .appendEvent(event),
            .saveLane(Sample.fullLaneRecord()), .savePool(PoolRecord(name: "codex")),
            .savePool(Sample.probedPoolRecord()), .savePool(Sample.fullPoolRecord()),
        ])

        let view = try XCTUnwrap(try store.mission(Sample.mission("m1")))
        XCTAssertEqual(view.envelope, envelope)
        XCTAssertEqual(view.state, changed)
        XCTAssertEqual(view.attempts, [attempt])
        XCTAssertEqual(try store.launchMaterial(Sample.mission("m1")), envelope)
        XCTAssertEqual(try store.events(after: 0, limit: 10), [event])
        let recovered = try reopen(&store)
        XCTAssertEqual(recovered.lanes, [Sample.fullLaneRecord()])
        XCTAssertEqual(recovered.pools, [Sample.fullPoolRecord(), Sample.probedPoolRecord()])
        XCTAssertNil(try store.mission(Sample.mission("m2")))
        XCTAssertNil(try store.launchMaterial(Sample.mission("m2")))
    }

    private func checkRecoveryHasWhatIsOpenInOrder() throws {
        var store = try create()
        let open = Sample.attempt("b", 1, fence: 2)
        var running = Sample.state()
        running.status = .running
        running.fence = open.fence
        try store.commit([
            .saveLane(Sample.laneRecord("vp.b")), .saveLane(Sample.laneRecord()),
            .insertMission(Sample.envelope("z"), Sample.state()),
            .insertMission(Sample.envelope("ended"), Sample.state()),
            .insertMission(Sample.envelope("b"), Sample.state()), .insertAttempt(open),
            .updateMission(Sample.mission("b"), running),
            .updateMission(Sample.mission("ended"), Sample.endedState()),
            .appendEvent(Sample.event(1)), .appendEvent(Sample.event(2)),
        ])

        let state = try reopen(&store)

        XCTAssertEqual(state.missions.map { $0.envelope.missionID?.rawValue }, ["z", "b"])
        XCTAssertEqual(state.missions.map(\.attempt), [nil, open])
        XCTAssertEqual(state.missions.map(\.state), [Sample.state(), running])
        XCTAssertEqual(state.missions.map(\.digest), ["z", "b"].map { Sample.envelope($0).digest })
        XCTAssertEqual(state.lanes.map(\.vpID.rawValue), ["vp.b", "vp.coder.primary"])
        XCTAssertEqual(state.lastFence, Fence(2))
        XCTAssertEqual(state.lastEventSequence, 2)
        XCTAssertEqual(try reopen(&store).epoch, state.epoch.next)
    }

    private func checkCleanStopIsSaidOnce() throws {
        var store = try create()
        XCTAssertFalse(try reopen(&store).wasStoppedCleanly)

        try store.commit([.markCleanStop])

        XCTAssertTrue(try reopen(&store).wasStoppedCleanly)
        XCTAssertFalse(try reopen(&store).wasStoppedCleanly)
    }

    private func checkEmergencyStopStandsUntilItIsEnded() throws {
        var store = try create()
        XCTAssertNil(try reopen(&store).estop)

        try store.commit([.saveEstop(Sample.estop())])

        XCTAssertEqual(try reopen(&store).estop, Sample.estop())
        XCTAssertEqual(try reopen(&store).estop, Sample.estop())
        try store.commit([.saveEstop(nil)])
        XCTAssertNil(try reopen(&store).estop)
    }

    private func checkNothingOfARefusedCommitRemains() throws {
        var store = try create()
        let writes: [LedgerWrite] = [
            .saveLane(Sample.laneRecord()),
            .insertMission(Sample.envelope("m1"), Sample.state()),
            .insertAttempt(Sample.attempt("m1", 1, fence: 5)), .appendEvent(Sample.event(1)),
        ]
        let unknownLane = Sample.state(lane: "vp.unknown")

        assertRefuses(&store, writes + [.updateMission(Sample.mission("m2"), Sample.state())])
        assertRefuses(&store, writes + [.insertMission(Sample.envelope("m2"), unknownLane)])
        assertRefuses(&store, writes + [.appendEvent(Sample.event(3))])
        assertRefuses(&store, writes + [.updateAttempt(Sample.attempt("m1", 2, fence: 6))])
        assertRefuses(&store, writes + [.insertAttempt(Sample.attempt("m2", 1, fence: 6))])
        assertRefuses(&store, writes + [.insertMission(Sample.envelope("m1"), Sample.state())])

        XCTAssertNil(try store.mission(Sample.mission("m1")))
        XCTAssertEqual(try store.events(after: 0, limit: 10), [])
        let state = try reopen(&store)
        XCTAssertEqual(state.lanes, [])
        XCTAssertEqual(state.lastFence, Fence(0))
        try store.commit(writes)
        XCTAssertNotNil(try store.mission(Sample.mission("m1")))
    }

    private func checkTerminalIsAbsorbing() throws {
        var store = try create()
        try store.commit([.saveLane(Sample.laneRecord())])
        for status in MissionStatus.allCases where status.isTerminal {
            let envelope = Sample.envelope(status.rawValue)
            let missionID = Sample.mission(status.rawValue)
            let ended = Sample.endedState(status)
            try store.commit([
                .insertMission(envelope, Sample.state()), .updateMission(missionID, ended),
            ])

            for next in MissionStatus.allCases {
                let state = next.isTerminal ? Sample.endedState(next, at: 9) : Sample.state()
                assertRefuses(&store, [.updateMission(missionID, state)])
            }

            XCTAssertEqual(try store.mission(missionID)?.state, ended)
        }
    }

    private func checkAttemptsAreFenced() throws {
        var store = try create()
        let ended = Sample.fullAttempt("m1", 1, fence: 3)
        try store.commit([
            .saveLane(Sample.laneRecord()),
            .insertMission(Sample.envelope("m1"), Sample.state()),
            .insertAttempt(Sample.attempt("m1", 1, fence: 3)),
        ])

        assertRefuses(&store, [.insertAttempt(Sample.attempt("m1", 2, fence: 4))])
        try store.commit([.updateAttempt(ended)])
        assertRefuses(&store, [.insertAttempt(Sample.attempt("m1", 2, fence: 3))])
        assertRefuses(&store, [.insertAttempt(Sample.attempt("m1", 2, fence: 2))])
        assertRefuses(&store, [.updateAttempt(Sample.attempt("m1", 1, fence: 3))])
        try store.commit([.insertAttempt(Sample.attempt("m1", 2, fence: 4))])

        let attempts = try XCTUnwrap(try store.mission(Sample.mission("m1"))).attempts
        XCTAssertEqual(attempts, [ended, Sample.attempt("m1", 2, fence: 4)])
    }

    private func checkKnownComparesBodies() throws {
        var store = try create()
        var stored = Sample.fullEnvelope("m1")
        stored.deadlineAt = WallTime(nanoseconds: Sample.time(600).nanoseconds + 1)
        try store.commit([
            .saveLane(Sample.laneRecord()), .insertMission(stored, Sample.state()),
            .insertMission(Sample.envelope("m2"), Sample.state()),
        ])

        var again = stored
        again.missionID = nil
        var other = again
        other.objective = "something else"
        var unknown = other
        unknown.idempotencyKey = "unknown"
        var taken = Sample.envelope("m2")
        taken.owner = "somebody else"
        var both = Sample.envelope("m2")
        both.idempotencyKey = stored.idempotencyKey

        XCTAssertEqual(try store.known(for: again), known("m1", isSameKey: true, nil))
        XCTAssertEqual(try store.known(for: other), known("m1", isSameKey: true, "objective"))
        XCTAssertNil(try store.known(for: unknown))
        XCTAssertEqual(
            try store.known(for: Sample.envelope("m2")),
            known("m2", isSameKey: false, nil)
        )
        XCTAssertEqual(try store.known(for: taken), known("m2", isSameKey: false, "owner"))
        XCTAssertEqual(try store.known(for: both)?.missionID, Sample.mission("m1"))
        XCTAssertNil(try store.known(for: Sample.envelope("m3")))
    }

    private func known(_ name: String, isSameKey: Bool, _ difference: String?) -> KnownMission {
        KnownMission(
            missionID: Sample.mission(name),
            isSameKey: isSameKey,
            difference: difference
        )
    }

    private func assertRefuses(_ store: inout Store, _ writes: [LedgerWrite], line: UInt = #line) {
        do {
            try store.commit(writes)
            XCTFail("was not refused", line: line)
        } catch {
            // What it says is the store's own.
        }
    }
}

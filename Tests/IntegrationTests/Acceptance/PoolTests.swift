import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// What lanes share: their permits, and what one of them hears from the provider.
final class PoolTests: XCTestCase {
    private let first = "vp.a"
    private let second = "vp.b"
    private let alone = "vp.z"

    // MARK: Permits

    func testA14NeverMoreRunsThanThePoolHasSlotsWhicheverLanesTheyAreIn() throws {
        let names = ["vp.a", "vp.b", "vp.c", "vp.d"]
        let instance = try TestInstance(in: self, pooled(names, "slots: 2"))
        let client = try instance.client()
        let missions = try client.submit(
            try (0..<20).map { number in
                try pinned(
                    to: names[number % names.count],
                    "mark \(instance.marksPath)",
                    "sleep 0.1",
                    "endmark \(instance.marksPath)"
                )
            }
        )

        var mostAlive = 0
        try Deadline.wait(until: "all have ended", seconds: 60) {
            let runs = Set(try instance.census.members().map(\.run))
            mostAlive = max(mostAlive, runs.count)
            let done = try XCTUnwrap(MissionStatus.allCases.firstIndex(of: .completed))
            return try client.status().missionCounts[done] == missions.count
        }

        XCTAssertEqual(mostAlive, 2, "runs in the process table at once")
        var alive = 0
        for mark in try Mark.read(instance.marksPath) {
            alive += mark.isEnd ? -1 : 1
            XCTAssertLessThanOrEqual(alive, 2)
        }
        try assertNothingOverlapped(instance)
    }

    // MARK: Refusals

    func testA19RefusalOnOneLaneHoldsEveryLaneOfItsPoolInTheSameTurn() throws {
        let instance = try TestInstance(in: self, pooled([first, second], "slots: 4"))
        let client = try instance.client()
        _ = try client.submit(
            try (0..<30).map { _ in try pinned(to: second, "sleep 0.05") }
        )
        let refused = try refuse(client, "limit rate_limited rejected retry_after=2")

        let throttled = try event(.poolThrottled, client)
        let waiting = try pinned(to: second, "say late")
        let late = try XCTUnwrap(try client.submit(waiting).envelope.missionID)
        let why = try XCTUnwrap(try client.mission(late).waitingFor)
        XCTAssertEqual(why.reason, .poolCooling)
        let until = try XCTUnwrap(why.earliestStartAt)
        XCTAssertEqual(until.description, throttled.payload["until"].flatMap(text))
        XCTAssertGreaterThanOrEqual(until.since(throttled.emittedAt), .seconds(2))
        let other = try finish(try pinned(to: alone, "say mine"), client)
        XCTAssertEqual(other.state.status, .completed, "a lane of no pool goes on")
        XCTAssertEqual(try client.mission(late).state.status, .queued)

        let reopened = try event(.poolCooling, client)
        XCTAssertGreaterThanOrEqual(reopened.emittedAt, until)
        XCTAssertEqual(try dispatched(between: throttled, and: reopened, client), [])
        XCTAssertEqual(try client.wait(late, seconds: 60).state.status, .completed)
        try assertFree(refused, attempts: 2, client)
    }

    func testA19RunsThatAreRefusedTogetherAreOneRefusal() throws {
        let instance = try TestInstance(in: self, pooled([first, second], "slots: 4"))
        let client = try instance.client()
        let go = "\(instance.folder)/go"
        let missions = try [first, second, first].map { name in
            try start(try once(on: name, "wait-file \(go)", "exit 75"), client).id
        }

        try touch(go)

        for id in missions {
            try assertFree(id, attempts: 2, client)
        }
        XCTAssertEqual(try client.events(types: [.poolThrottled]).count, 1)
        XCTAssertEqual(try client.events(types: [.poolRecovered]).count, 1)
    }

    // MARK: Exhaustion

    func testA20ExhaustedPoolWaitsForItsResetOverARestartAndThenOneRunFindsOut() throws {
        let instance = try TestInstance(
            in: self,
            pooled([first, second], "slots: 4, reset_margin_seconds: 1")
        )
        var client = try instance.client()
        let reset = inSeconds(4)
        let refused = try refuse(
            client,
            "limit usage_window rejected window=five_hour reset_at=\(reset)"
        )
        let exhausted = try event(.poolExhausted, client)
        let waiting = try client.submit(
            try (0..<8).map { try pinned(to: $0 % 2 == 0 ? first : second, "sleep 0.3") }
        )
        .map { try XCTUnwrap($0.envelope.missionID) }

        try instance.killAndRestart()
        try instance.waitUntilReady()
        client = try instance.client()
        XCTAssertEqual(try pool(client).record.status, .exhausted)
        let why = try XCTUnwrap(try client.mission(waiting[0]).waitingFor)
        XCTAssertEqual(why.reason, .poolExhausted)
        XCTAssertGreaterThanOrEqual(try XCTUnwrap(why.earliestStartAt), reset + .seconds(1))

        try assertFree(refused, attempts: 2, client)
        for id in waiting {
            let view = try client.wait(id)
            XCTAssertEqual(view.state.status, .completed)
            XCTAssertEqual(view.attempts.count, 1)
        }
        let recovered = try event(.poolRecovered, client)
        let probes = try dispatched(between: exhausted, and: recovered, client)
        XCTAssertEqual(probes.count, 1, "one run finds out, never a herd")
        XCTAssertGreaterThanOrEqual(try XCTUnwrap(probes.first).emittedAt, reset + .seconds(1))
        XCTAssertEqual(try client.events(types: [.poolExhausted]).count, 1)
    }

    func testA20DigitsInATextCloseNothing() throws {
        let instance = try TestInstance(in: self, pooled([first], "slots: 2"))
        let client = try instance.client()

        let view = try finish(
            try pinned(
                to: first,
                "say request req_429_1310",
                "err HTTP 429",
                "result ok id 429 75"
            ),
            client
        )

        XCTAssertEqual(view.state.status, .completed)
        XCTAssertEqual(try pool(client).record, PoolRecord(name: "max"))
    }

    // MARK: Windows

    func testA23ReadingClosesClassesUntilItsWindowIsResetAndMissingFiguresCloseNone() throws {
        let instance = try TestInstance(
            in: self,
            pooled([first, second], "slots: 4, outside_allowance_percent: 10")
        )
        let client = try instance.client()
        for line in [
            "limit usage_window reading utilization=0.99", "limit usage_window warning",
            "limit usage_window reading window=five_hour utilization=97",
            "limit usage_window reading window=five_hour",
        ] {
            _ = try finish(try pinned(to: first, line), client)
            XCTAssertEqual(try pool(client).openClasses, MissionClass.allCases, line)
        }

        let reset = inSeconds(3)
        let limit = "limit usage_window reading window=five_hour reset_at=\(reset)"
        _ = try finish(
            try pinned(to: first, "\(limit) utilization=0.05", "sleep 3.2", "say done"),
            client
        )
        XCTAssertEqual(try pool(client).record.readings, [], "it ended with its window")

        // What was used before is not the pool's own use; what is used while it runs, is.
        let later = inSeconds(6)
        let (reader, _) = try start(
            try pinned(
                to: first,
                "limit usage_window reading window=weekly reset_at=\(later) utilization=0.05",
                "limit usage_window warning window=weekly reset_at=\(later) utilization=0.66",
                "stall"
            ),
            client
        )
        try Deadline.wait(until: "both are read") {
            try pool(client).record.readings.map(\.usedPermille) == [660]
        }
        XCTAssertEqual(try pool(client).record.readings.map(\.ownPermille), [610])
        let background = try client.submit(try pinned(to: second, "say background"))
        let id = try XCTUnwrap(background.envelope.missionID)
        let why = try XCTUnwrap(try client.mission(id).waitingFor)
        XCTAssertEqual(why.reason, .poolGate)
        XCTAssertEqual(why.figures["used_permille"], 660)
        XCTAssertEqual(why.figures["kept_permille"], 50)
        XCTAssertEqual(why.earliestStartAt, later)
        var urgent = try pinned(to: second, "say at once")
        urgent.missionClass = .interactive
        XCTAssertEqual(try finish(urgent, client).state.status, .completed)
        XCTAssertEqual(try client.mission(id).state.status, .queued)

        let end = try client.wait(id)
        XCTAssertEqual(end.state.status, .completed)
        XCTAssertGreaterThanOrEqual(try XCTUnwrap(end.attempts.first).dispatchedAt, later)
        var options = OperatorOptions()
        options.reason = "enough"
        try client.change(.missionCancel(reader, options))
    }

    // MARK: A missing login

    func testA33MissingLoginHoldsThePoolWithOneAlertUntilItIsCleared() throws {
        let instance = try TestInstance(in: self, pooled([first, second], "slots: 4"))
        var client = try instance.client()
        let go = "\(instance.folder)/go"
        let missions = try [first, second].map { name in
            try start(try once(on: name, "wait-file \(go)", "exit 77"), client).id
        }
        try touch(go)
        for id in missions {
            try client.wait(id, until: "waits for the login") {
                $0.waitingFor?.reason == .poolHeld
            }
        }

        try instance.killAndRestart()
        try instance.waitUntilReady()
        client = try instance.client()
        let idle = try finish(try pinned(to: alone, "sleep 0.5"), client)
        XCTAssertEqual(idle.state.status, .completed)
        for id in missions {
            let view = try client.mission(id)
            XCTAssertEqual(view.attempts.count, 1, "it is not tried blindly")
            XCTAssertEqual(view.waitingFor?.remedy, "log in, then lanectl pool clear max")
        }
        XCTAssertEqual(try pool(client).record.hold?.reason, .authenticationNeeded)
        XCTAssertEqual(try client.events(types: [.incidentOpened]).count, 1, "one alert")

        let clear = try instance.lanectl("pool", "clear", "max")
        XCTAssertEqual(clear.code, 0, clear.errors)
        for id in missions { try assertFree(id, attempts: 2, client) }
        XCTAssertEqual(try client.events(types: [.incidentClosed]).count, 1)
    }

    func testHoldOfAnOperatorStandsOverARestartAndStopsNothingThatRuns() throws {
        let instance = try TestInstance(in: self, pooled([first, second], "slots: 4"))
        var client = try instance.client()
        let go = "\(instance.folder)/go"
        let (running, _) = try start(try pinned(to: first, "wait-file \(go)"), client)

        let set = try instance.lanectl("pool", "set", "max", "--reason", "a new key")
        XCTAssertEqual(set.code, 0, set.errors)
        try instance.killAndRestart()
        try instance.waitUntilReady()
        client = try instance.client()
        let waiting = try XCTUnwrap(
            try client.submit(try pinned(to: second, "say late")).envelope.missionID
        )
        try touch(go)
        XCTAssertEqual(try client.wait(running).state.status, .completed)
        XCTAssertEqual(try client.mission(waiting).waitingFor?.reason, .poolHeld)

        XCTAssertEqual(try instance.lanectl("pool", "clear", "max").code, 0)
        XCTAssertEqual(try client.wait(waiting).state.status, .completed)
    }

    // MARK: Making

    /// Lanes that share the pool `max`, and one that does not.
    private func pooled(_ names: [String], _ pool: String) -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = names.map { ($0, "{ profile: \"shell\", pool: \"max\" }") }
        configuration.lanes.append((alone, "{ profile: \"shell\" }"))
        configuration.sections = ["pools: { max: { cooling_ms: 500, \(pool) } }"]
        return configuration
    }

    /// A mission that only this lane may run, beside others, and that may fail never.
    private func pinned(to name: String, _ lines: String...) throws -> MissionEnvelope {
        try mission(on: name, before: "", lines)
    }

    /// The same, whose first attempt alone does this; the others succeed at once.
    private func once(on name: String, _ lines: String...) throws -> MissionEnvelope {
        try mission(on: name, before: "[ \"$LANE_ATTEMPT\" = 1 ] || exit 0\n", lines)
    }

    private func mission(
        on name: String,
        before prologue: String,
        _ lines: [String]
    ) throws -> MissionEnvelope {
        let fake = try Products.path("fake-runtime")
        let script = lines.joined(separator: ";")
        var envelope = MissionEnvelope(objective: "\(prologue)exec '\(fake)' '\(script)'\n")
        envelope.vpID = try lane(name)
        envelope.session = .fresh
        envelope.retry.maxAttempts = 1
        return envelope
    }

    /// Runs a mission on the first lane that reports the limit and is refused, once.
    private func refuse(_ client: TestClient, _ limit: String) throws -> MissionID {
        let mission = try once(on: first, limit, "exit 75")
        return try XCTUnwrap(try client.submit(mission).envelope.missionID)
    }

    /// A time as it is written: to the millisecond.
    private func inSeconds(_ seconds: UInt64) -> WallTime {
        let time = Clock.now().wall + .seconds(seconds)
        return WallTime(nanoseconds: time.nanoseconds / 1_000_000 * 1_000_000)
    }

    // MARK: Looking

    private func pool(_ client: TestClient) throws -> PoolView {
        let reply = try client.ask(.poolGet("max"))
        guard case .pool(let view) = reply else { throw TestFailure("pool: \(reply)") }
        return view
    }

    private func touch(_ path: String) throws {
        try Files.writeAtomically([], to: path, mode: 0o600)
    }

    private func text(_ value: JSONValue) -> String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// Waits for the first event of a type.
    private func event(_ type: EventType, _ client: TestClient) throws -> EventRecord {
        try Deadline.wait(for: type.rawValue) { try client.events(types: [type]).first }
    }

    /// The starts on lanes of the pool between two events.
    private func dispatched(
        between start: EventRecord,
        and end: EventRecord,
        _ client: TestClient
    ) throws -> [EventRecord] {
        try client.events(types: [.missionDispatched]).filter {
            start.sequence < $0.sequence && $0.sequence < end.sequence
                && $0.vpID?.rawValue != alone
        }
    }

    /// Waits until a mission is completed, and requires that no attempt was charged to it.
    private func assertFree(
        _ id: MissionID,
        attempts attemptCount: Int,
        _ client: TestClient
    ) throws {
        let view = try client.wait(id, seconds: 60)
        XCTAssertEqual(view.state.status, .completed)
        XCTAssertEqual(view.attempts.count, attemptCount)
        XCTAssertEqual(view.state.failureCount, 0)
        XCTAssertEqual(view.state.recoveryCount, 0)
        XCTAssertEqual(view.state.deferralCount, attemptCount - 1)
        XCTAssertEqual(view.attempts.first?.outcome, .deferred)
        XCTAssertEqual(view.attempts.first?.scope, .pool)
    }
}

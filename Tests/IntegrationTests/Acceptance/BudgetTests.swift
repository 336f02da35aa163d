import DataStructures
import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// What bounds a mission: times of an attempt, and sums over all of them.
final class BudgetTests: XCTestCase {
    func testA22MissionOverItsRuntimeEndsTimedOut() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()

        let view = try finish(script("stall") { $0.budget.maxRuntimeSeconds = 1 }, client)

        XCTAssertEqual(view.state.status, .timedOut)
        XCTAssertEqual(view.state.reason, .runtimeBudget)
        XCTAssertEqual(view.attempts.map(\.intent), [.runtimeBudget])
        try assertNothingOverlapped(instance)
    }

    func testA22MissionOverItsSumsIsStoppedWhileItRuns() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let cases: [(String, ReasonCode, String, (inout Budget) -> Void)] = [
            (
                #"report {"lane":"usage","calls":4}"#, .callBudget,
                "4 of max_llm_calls 3 are used", { $0.maxCallCount = 3 }
            ),
            (
                "usage 90 20 0", .tokenBudget, "110 of max_tokens 100 are used",
                { $0.maxTokenCount = 100 }
            ),
            (
                "usage 1 1 0.75", .costBudget, "0.75 of max_cost_usd 0.50 are used",
                { $0.maxCostMicroUSD = 500_000 }
            ),
        ]
        for (line, reason, summary, change) in cases {
            let view = try finish(script(line, "stall") { change(&$0.budget) }, client)

            XCTAssertEqual(view.state.status, .timedOut, summary)
            XCTAssertEqual(view.state.reason, reason, summary)
            XCTAssertEqual(view.state.scope, .mission, summary)
            XCTAssertEqual(view.state.summary, summary)
            XCTAssertEqual(view.attempts.map(\.reason), [reason], summary)
            XCTAssertEqual(view.attempts.map(\.intent?.reason), [reason], summary)
            XCTAssertEqual(view.state.usage, view.attempts.first?.usage, summary)
        }
        try assertNothingOverlapped(instance)
    }

    func testA22SumIsOverAllAttemptsAndOutlivesTheSupervisor() throws {
        let instance = try TestInstance(in: self)
        var client = try instance.client()
        let mission = script("usage 60 0 0", "wait-file \(instance.folder)/go", "exit 1") {
            $0.budget.maxTokenCount = 100
            $0.retry.maxAttempts = 9
        }
        let (id, _) = try start(mission, client)

        // The figure of the first attempt comes with a heartbeat or its end, whoever is there.
        try instance.signal(.kill)
        try instance.waitForEnd()
        try Data().write(to: URL(fileURLWithPath: "\(instance.folder)/go"))
        try instance.start()
        try instance.waitUntilReady()
        client = try instance.client()
        let view = try client.wait(id)

        XCTAssertEqual(view.state.status, .timedOut)
        XCTAssertEqual(view.state.reason, .tokenBudget)
        XCTAssertEqual(view.state.usage.tokenCount, 120, "the second attempt passed the sum")
        XCTAssertEqual(view.attempts.count, 2)
        try assertNothingOverlapped(instance)
    }

    // MARK: Of a lane and a day

    func testA22DayThatIsSpentKeepsTheLaneClosedOverARestartUntilItsBudgetIsRaised() throws {
        try waitOutMidnight()
        var configuration = TestConfiguration()
        configuration.lanes = [("vp.a", "{ day_budget: { max_tokens: 100, max_cost_usd: 5 } }")]
        let instance = try TestInstance(in: self, configuration)
        var client = try instance.client()
        let go = "\(instance.folder)/go"
        let (running, _) = try start(script("usage 90 20 0.75", "wait-file \(go)"), client)

        // A heartbeat tells of it while the run goes on.
        let told = try Deadline.wait(for: "the budget is spent") {
            try client.events(types: [.laneExhausted]).first
        }
        XCTAssertEqual(told.reason, .laneBudget)
        XCTAssertEqual(told.payload["used_tokens"], .integer(110))
        let waiting = try client.submit(script("say later") { $0.missionClass = .interactive })
        let id = try XCTUnwrap(waiting.envelope.missionID)
        XCTAssertEqual(try client.mission(id).waitingFor?.reason, .laneBudget)

        try instance.killAndRestart()
        try instance.waitUntilReady()
        client = try instance.client()
        try Data().write(to: URL(fileURLWithPath: go))
        XCTAssertEqual(try client.wait(running).state.status, .completed, "what runs goes on")
        let lane = try client.lane(try lane("vp.a"))
        XCTAssertEqual(lane.record.dayUsage.usage.tokenCount, 110, "neither forgotten nor doubled")
        XCTAssertEqual(lane.record.dayUsage.usage.costMicroUSD, 750_000)
        XCTAssertTrue(lane.record.dayUsage.isSpent)
        XCTAssertEqual(try client.mission(id).state.status, .queued)
        let why = try XCTUnwrap(try client.mission(id).waitingFor)
        XCTAssertEqual(why.reason, .laneBudget)
        XCTAssertEqual(why.figures["used_tokens"], 110)
        XCTAssertEqual(why.figures["max_tokens"], 100)
        XCTAssertTrue(why.earliestStartAt?.description.hasSuffix("T00:00:00.000Z") == true)
        let shown = try instance.lanectl("lane", "show", "vp.a")
        let line = "0 calls, 110 of 100 tokens, 0.75 of 5.00 USD used; spent until midnight UTC"
        XCTAssertTrue(shown.output.contains(line), shown.output)

        configuration.lanes = [("vp.a", "{ day_budget: { max_tokens: 1000 } }")]
        try instance.write(configuration)
        XCTAssertEqual(try instance.lanectl("config", "reload").status, .exited(code: 0))
        XCTAssertEqual(try client.wait(id).state.status, .completed)
        let types: [EventType] = [.laneExhausted, .laneReplenished]
        XCTAssertEqual(try client.events(types: types).map(\.type), types, "each once")
        try assertNothingOverlapped(instance)
    }

    func testA36QueueOfALaneWhoseDayIsSpentGoesOnAndPinsStay() throws {
        try waitOutMidnight()
        var configuration = TestConfiguration()
        configuration.lanes = [
            (
                "vp.a",
                "{ slots: 1, intents: [\"a\"], fallback: [\"vp.b\"],"
                    + " day_budget: { max_llm_calls: 2 } }"
            ),
            ("vp.b", "{ intents: [\"b\"] }"),
        ]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))
        let go = "\(instance.folder)/go"
        let calls = #"report {"lane":"usage","calls":2}"#
        let (running, _) = try start(script(calls, "wait-file \(go)") { $0.vpID = a }, client)
        let pinned = try client.submit(script("say pinned") { $0.vpID = a })
        let moved = try finish(script("say moved") { $0.missionType = "a" }, client)

        XCTAssertEqual(moved.attempts.map(\.vpID), [b])
        XCTAssertEqual(moved.state.route.last?.reason, .laneBudget)
        let id = try XCTUnwrap(pinned.envelope.missionID)
        XCTAssertEqual(try client.mission(id).state.status, .queued)
        try Data().write(to: URL(fileURLWithPath: go))
        XCTAssertEqual(try client.wait(running).state.status, .completed)
        XCTAssertEqual(try client.mission(id).state.status, .queued, "pinned")
        try assertNothingOverlapped(instance)
    }

    /// A day that ends in the middle of a test would end its budget.
    private func waitOutMidnight() throws {
        try Deadline.wait(until: "a new day", seconds: 130) {
            Int(Date().timeIntervalSince1970) % 86_400 < 86_400 - 120
        }
    }

    func testA23MissingFiguresStopNothing() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()

        // Longer than two heartbeats.
        let view = try finish(
            script("sleep 2.5", "say done") { envelope in
                envelope.budget.maxCallCount = 1
                envelope.budget.maxTokenCount = 1
                envelope.budget.maxCostMicroUSD = 1
            },
            client
        )

        XCTAssertEqual(view.state.status, .completed)
    }

    func testA29SilenceWithAToolAtWorkIsNotIdleness() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()

        let view = try finish(
            script("tool t start", "sleep 5", "tool t end") { $0.budget.maxIdleSeconds = 2 },
            client
        )

        XCTAssertEqual(view.state.status, .completed)
    }

    func testA29SilenceWithoutAToolIsStoppedWithItsReason() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()

        let view = try finish(
            script("tool t start", "tool t end", "stall") { $0.budget.maxIdleSeconds = 1 },
            client
        )

        XCTAssertEqual(view.state.status, .timedOut)
        XCTAssertEqual(view.state.reason, .noProgressTimeout)
        try assertNothingOverlapped(instance)
    }

    func testA29WedgedToolHasABoundOfItsOwn() throws {
        var configuration = TestConfiguration()
        configuration.defaults.append("tool_timeout_seconds: 2")
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()

        let view = try finish(
            script("tool t start", "stall") { $0.budget.maxIdleSeconds = 20 },
            client
        )

        XCTAssertEqual(view.state.status, .timedOut)
        XCTAssertEqual(view.state.reason, .toolTimeout)
        try assertNothingOverlapped(instance)
    }
}

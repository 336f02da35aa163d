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

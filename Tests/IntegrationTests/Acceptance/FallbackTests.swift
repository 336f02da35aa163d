import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// What a lane cannot finish goes to the next lane of its chain.
final class FallbackTests: XCTestCase {
    private func because(_ reason: String) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        return options
    }

    /// `vp.a` has `vp.b` and `vp.c` behind it; only it takes missions of type `a`.
    private func chain() -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = [
            (
                "vp.a",
                "{ intents: [\"a\"], fallback: [\"vp.b\", \"vp.c\"], backoff: { failure_ms: 10 } }"
            ),
            ("vp.b", "{ intents: [\"b\"], fallback: [\"vp.a\"] }"),
            ("vp.c", "{ intents: [\"c\"] }"),
        ]
        return configuration
    }

    func testA42FallbackWaitsForALaneThatTakesWorkAndNeverGoesBack() throws {
        let instance = try TestInstance(in: self, chain())
        let client = try instance.client()
        let (a, b, c) = (try lane("vp.a"), try lane("vp.b"), try lane("vp.c"))
        try client.change(.lanePause(b, because("sick")))
        try client.change(.laneDrain(c, because("sick too")))
        let slow = script("mark \(instance.marksPath)", "stall") {
            $0.missionType = "a"
            $0.idempotencyKey = "slow"
            $0.budget.maxRuntimeSeconds = 1
        }
        let before = try client.submit(slow)
        let id = try XCTUnwrap(before.envelope.missionID)

        let waiting = try client.wait(id, until: "waits for another lane") {
            $0.waitingFor?.reason == .fallbackWaits
        }
        XCTAssertEqual(waiting.state.leftVPIDs, [a])
        XCTAssertEqual(waiting.state.assignedVPID, a)
        XCTAssertEqual(waiting.attempts.map(\.outcome), [.timedOut])

        // It waits over a restart too, and goes on as soon as a lane takes work.
        try instance.killAndRestart()
        try instance.waitUntilReady(lanesToo: false)
        let later = try instance.client()
        XCTAssertEqual(try later.mission(id).waitingFor?.reason, .fallbackWaits)
        try later.change(.laneResume(b, because("well")))
        try later.change(.lanePause(b, because("sick again")))
        _ = try later.wait(id, until: "runs on the next lane") { $0.attempts.last?.vpID == b }
        try later.change(.laneUndrain(c, because("well")))
        let end = try later.wait(id)

        // Lane b names lane a, which the mission has left; c is the last one.
        XCTAssertEqual(end.state.status, .timedOut)
        XCTAssertEqual(end.attempts.map(\.vpID), [a, b, c])
        XCTAssertEqual(end.attempts.map(\.outcome), [.timedOut, .timedOut, .timedOut])
        XCTAssertEqual(end.state.route.map(\.vpID), [a, b, c])
        XCTAssertEqual(end.state.route.map(\.reason), [nil, .runtimeBudget, .runtimeBudget])
        XCTAssertEqual(end.state.createdAt, before.state.createdAt)
        XCTAssertEqual(end.envelope, before.envelope)
        let told = try later.events(mission: id, types: [.missionFallback])
        XCTAssertEqual(told.map(\.payload["to"]), [.string("vp.b"), .string("vp.c")])
        let shown = try instance.lanectl("mission", "show", id.rawValue)
        XCTAssertTrue(shown.output.contains("from lane vp.a (runtime_budget)"), shown.output)
        try assertNothingOverlapped(instance)
    }

    func testA36WhatFailsGoesOnWithItsKeyAndPinsAreRespected() throws {
        let instance = try TestInstance(in: self, chain())
        let client = try instance.client()
        let (a, b) = (try lane("vp.a"), try lane("vp.b"))

        // Exit 78 says that the lane is not set up for it.
        let lost = try finish(
            script("mark \(instance.marksPath)", "exit 78") {
                $0.missionType = "a"
                $0.fallback = [b]
            },
            client
        )
        let failing = try finish(
            script("exit 3") {
                $0.missionType = "a"
                $0.retry.maxAttempts = 2
                $0.fallback = [b]
            },
            client
        )
        let pinned = try finish(script("exit 78") { $0.vpID = a }, client)

        XCTAssertEqual(lost.attempts.map(\.vpID), [a, b, b, b])
        XCTAssertEqual(lost.state.status, .failed)
        XCTAssertEqual(failing.attempts.map(\.vpID), [a, a, b, b])
        XCTAssertEqual(failing.state.leftVPIDs, [a])
        XCTAssertEqual(pinned.attempts.map(\.vpID), [a, a, a])
        try assertNothingOverlapped(instance)
    }
}

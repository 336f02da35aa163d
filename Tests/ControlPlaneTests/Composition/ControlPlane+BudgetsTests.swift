import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneBudgetsTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testRunIsStoppedByTheHeartbeatThatPassesABound() {
        var scene = running { $0.budget.maxTokenCount = 100 }

        XCTAssertEqual(scene.beat("m1.1", tokens: 100, on: lane).commands, [], "all is used")
        let turn = scene.beat("m1.1", tokens: 101, on: lane)

        XCTAssertEqual(turn.commands, [stop("m1.1", .tokenBudget)])
        XCTAssertEqual(scene.attempts["m1.1"]?.intent, .tokenBudget, "written before the stop")
        XCTAssertEqual(scene.attempts["m1.1"]?.summary, "101 of max_tokens 100 are used")
        XCTAssertEqual(scene.beat("m1.1", tokens: 150, on: lane).commands, [], "once")
    }

    func testStoppedMissionEndsTimedOutWithItsFigures() throws {
        var scene = running { $0.budget.maxTokenCount = 100 }
        scene.beat("m1.1", tokens: 101, on: lane)

        scene.end("m1.1", on: lane, .timedOut, .tokenBudget) { $0.usage.inputTokenCount = 105 }

        let state = try XCTUnwrap(scene.missions["m1"])
        XCTAssertEqual(state.status, .timedOut)
        XCTAssertEqual(state.reason, .tokenBudget)
        XCTAssertEqual(state.scope, .mission)
        XCTAssertEqual(state.summary, "101 of max_tokens 100 are used")
        XCTAssertEqual(state.usage.inputTokenCount, 105)
        let event = try XCTUnwrap(scene.events.last)
        XCTAssertEqual(event.type, .missionTimedOut)
        XCTAssertEqual(event.payload["max_tokens"], .integer(100))
        XCTAssertEqual(event.payload["used_tokens"], .integer(105))
    }

    func testBoundIsASumOverTheAttempts() {
        var scene = running { $0.budget.maxTokenCount = 100 }
        scene.end("m1.1", on: lane, .interrupted, .operatorRequest) {
            $0.usage.inputTokenCount = 70
        }
        scene.start("m1.2", on: lane)

        XCTAssertEqual(scene.beat("m1.2", tokens: 30, on: lane).commands, [])
        XCTAssertEqual(
            scene.beat("m1.2", tokens: 31, on: lane).commands,
            [stop("m1.2", .tokenBudget)]
        )
    }

    func testMissionOfWhichNothingIsLeftIsNotTriedAgain() {
        let outcomes: [AttemptOutcome] = [.failed, .crashed, .deferred, .interrupted]
        for outcome in outcomes {
            var scene = running { $0.budget.maxCallCount = 5 }

            scene.end("m1.1", on: lane, outcome, .exitCode) { $0.usage.callCount = 5 }

            let state = scene.missions["m1"]
            XCTAssertEqual(state?.status, .timedOut, outcome.rawValue)
            XCTAssertEqual(state?.reason, .callBudget, outcome.rawValue)
            XCTAssertEqual(state?.summary, "5 of max_llm_calls 5 are used", outcome.rawValue)
            XCTAssertEqual(state?.heldUntil, nil, outcome.rawValue)
            XCTAssertEqual(state?.endedBy, nil, outcome.rawValue)
        }
    }

    func testResultThatCameFirstStandsWhateverItCost() {
        var scene = running { $0.budget.maxCostMicroUSD = 1 }

        scene.end("m1.1", on: lane) { $0.usage.costMicroUSD = 9_000_000 }

        XCTAssertEqual(scene.missions["m1"]?.status, .completed)
        XCTAssertEqual(scene.missions["m1"]?.usage.costMicroUSD, 9_000_000)
    }

    func testMissingFiguresStopNothing() {
        var scene = running { envelope in
            envelope.budget.maxCallCount = 1
            envelope.budget.maxTokenCount = 1
            envelope.budget.maxCostMicroUSD = 1
        }

        XCTAssertEqual(scene.beat("m1.1", tokens: 0, on: lane).commands, [])
        scene.end("m1.1", on: lane, .interrupted, .operatorRequest)

        XCTAssertEqual(scene.missions["m1"]?.status, .running, "attempt 2")
    }

    func testUsageOfALostWorkerIsCounted() {
        var scene = running { $0.budget.maxTokenCount = 100 }
        scene.beat("m1.1", tokens: 100, on: lane)

        _ = scene.bury(lane)

        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .crashed)
        XCTAssertEqual(scene.missions["m1"]?.status, .timedOut)
        XCTAssertEqual(scene.missions["m1"]?.reason, .tokenBudget)
    }

    func testFiguresOfARunAreWrittenOnceAMinute() {
        var scene = running()
        scene.beat("m1.1", tokens: 7, on: lane)
        XCTAssertEqual(scene.attempts["m1.1"]?.usage.inputTokenCount, 0)

        for _ in 0..<60 { scene.beat("m1.1", tokens: 7, on: lane, after: .seconds(1)) }
        XCTAssertEqual(scene.attempts["m1.1"]?.usage.inputTokenCount, 7)

        var writeCount = 0
        for _ in 0..<120 {
            let turn = scene.beat("m1.1", tokens: 7, on: lane, after: .seconds(1))
            writeCount +=
                turn.writes.filter { if case .updateAttempt = $0 { true } else { false } }
                .count
        }
        XCTAssertEqual(writeCount, 0, "nothing new to write")
    }

    func testWhySaysWhatIsUsed() throws {
        var scene = running { $0.budget.maxCostMicroUSD = 2_000_000 }
        scene.end("m1.1", on: lane, .interrupted, .operatorRequest) {
            $0.usage.costMicroUSD = 400_000
        }
        scene.start("m1.2", on: lane)
        scene.beat("m1.2", tokens: 0, cost: 300_000, on: lane)

        let mission: MissionID = "m1"
        let why = try XCTUnwrap(scene.core.explain(mission, at: scene.now))

        XCTAssertEqual(why.figures["max_cost_micro_usd"], 2_000_000)
        XCTAssertEqual(why.figures["used_cost_micro_usd"], 700_000)
    }

    func testSilentToolIsStoppedAtTheLanesPatience() {
        var policy = LanePolicy()
        policy.toolTimeoutSeconds = 1_800
        var scene = running(policy: policy) { $0.budget.maxIdleSeconds = 60 }

        // Twenty minutes without a word, and a tool at work.
        for _ in 0..<1_200 {
            let turn = scene.beat("m1.1", tool: true, on: lane, after: .seconds(1))
            XCTAssertEqual(turn.commands, [])
        }
        var stopped: [LaneCommand] = []
        for _ in 0..<601 where stopped.isEmpty {
            stopped = scene.beat("m1.1", tool: true, on: lane, after: .seconds(1)).commands
        }

        XCTAssertEqual(stopped, [stop("m1.1", .toolTimeout)])
        scene.end("m1.1", on: lane, .timedOut, .toolTimeout)
        XCTAssertEqual(scene.missions["m1"]?.reason, .toolTimeout)
    }

    // MARK: Parts

    private func running(
        policy: LanePolicy = LanePolicy(),
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> Scene {
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1", on: nil, change))
        scene.start("m1.1", on: lane)
        return scene
    }

    private func stop(_ run: RunID, _ intent: StopIntent) -> LaneCommand {
        .cancelMission(
            runID: run,
            fence: run == "m1.1" ? 1 : 2,
            intent: intent,
            isImmediate: false
        )
    }
}

extension Scene {
    /// The worker sends a heartbeat with the figures of one run.
    @discardableResult
    fileprivate mutating func beat(
        _ run: RunID,
        tokens: UInt64 = 0,
        cost: UInt64 = 0,
        tool isToolInFlight: Bool = false,
        on lane: LaneID,
        after wait: Interval = .milliseconds(1)
    ) -> Turn {
        var usage = Usage()
        usage.inputTokenCount = tokens
        usage.costMicroUSD = cost
        let figures = Heartbeat.Run(
            runID: run,
            fence: fence(of: run),
            progressCounter: 0,
            isToolInFlight: isToolInFlight,
            usage: usage
        )
        let beat = LaneReport.heartbeat(Heartbeat(runs: [figures], residentKiB: 1))
        return turn([.reported(lane, generation(of: lane), beat)], after: wait)
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneDayBudgetsTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"
    /// The midnight after a scene's beginning, at half past ten.
    private let midnight = WallTime(nanoseconds: 20_779 * 86_400_000_000_000)

    // MARK: Spent

    func testSpentDayClosesTheLaneForEveryClassAndIsToldOnce() throws {
        var scene = running()

        let turn = scene.end("m1.1", on: a) { $0.usage.inputTokenCount = 120 }
        scene.submit(.made("m2", on: a), .made("m3", .interactive, on: a))

        XCTAssertEqual(turn.eventTypes, [.missionCompleted, .laneExhausted])
        let event = try XCTUnwrap(turn.events.last)
        XCTAssertEqual(event.reason, .laneBudget)
        XCTAssertEqual(
            event.summary,
            "the budget of the day of lane vp.a is spent, 120 of max_tokens 100 are used;"
                + " nothing starts before 2026-11-22T00:00:00.000Z"
        )
        XCTAssertEqual(
            event.payload,
            [
                "until": .string("2026-11-22T00:00:00.000Z"), "max_tokens": .integer(100),
                "used_tokens": .integer(120),
            ]
        )
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 120, isSpent: true))
        let mission: MissionID = "m3"
        let why = try XCTUnwrap(scene.core.explain(mission, at: scene.now))
        XCTAssertEqual(why.reason, .laneBudget)
        XCTAssertEqual(why.earliestStartAt, midnight)
        XCTAssertEqual(why.figures["max_tokens"], 100)
        XCTAssertEqual(why.figures["used_tokens"], 120)
        XCTAssertEqual(scene.core.explain(a, at: scene.now), why)
        XCTAssertEqual(scene.pass(.seconds(1)).events, [])
    }

    func testHeardFiguresCloseTheLaneBeforeTheirRowIsDueAndTheRunGoesOn() {
        var scene = running()
        scene.submit(.made("m2", on: a))
        XCTAssertEqual(scene.missions["m2"]?.status, .running, "slots for two")
        scene.submit(.made("m3", on: a))

        let almost = scene.hear("m1.1", tokens: 99, on: a)
        let turn = scene.hear("m1.1", tokens: 100, on: a)
        let end = scene.end("m2.1", on: a)

        XCTAssertEqual(almost.writes, [], "heard, not written")
        XCTAssertEqual(turn.eventTypes, [.laneExhausted])
        XCTAssertEqual(turn.commands, [], "what runs goes on")
        XCTAssertEqual(scene.attempts["m1.1"]?.usage.inputTokenCount, 100, "written with it")
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 100, isSpent: true))
        XCTAssertEqual(end.startedMissions, [])
        XCTAssertEqual(scene.missions["m3"]?.status, .queued)
    }

    func testFiguresOfEveryAttemptAreSummedOnceWhateverItsEnd() {
        var scene = running(tokens: 1_000)
        scene.hear("m1.1", tokens: 30, on: a)
        scene.report(a, .phaseChanged(runID: "m1.1", fence: 1, phase: .checking))
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 30), "written with the row")
        scene.hear("m1.1", tokens: 50, on: a)

        _ = scene.bury(a)

        XCTAssertEqual(scene.attempts["m1.1"]?.outcome, .crashed)
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 50))
    }

    func testMissingFiguresCloseNothing() {
        var scene = running()

        scene.end("m1.1", on: a)
        scene.submit(.made("m2", on: a))

        XCTAssertEqual(scene.missions["m2"]?.status, .running)
        XCTAssertEqual(scene.lanes[a]?.dayUsage, LaneDayUsage())
    }

    // MARK: The end of it

    func testMidnightOpensTheLane() throws {
        var scene = spent()
        let toMidnight = midnight.since(scene.now.wall)

        let last = scene.pass(toMidnight.minus(.milliseconds(1)))
        let first = scene.pass(.milliseconds(1))

        XCTAssertEqual(last.events, [])
        XCTAssertEqual(first.eventTypes, [.laneReplenished, .missionDispatched])
        XCTAssertEqual(
            first.events.first?.summary,
            "the budget of the day of lane vp.a is not spent any more: a new day has begun"
        )
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 0, day: 20_779))
    }

    func testNewDayThatIsSpentByWhatWasNotWrittenHasItInItsRow() {
        var scene = running()
        scene.hear("m1.1", tokens: 100, on: a)
        scene.setWall(midnight)

        let turn = scene.hear("m1.1", tokens: 210, on: a)

        XCTAssertEqual(turn.events, [])
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 110, day: 20_779, isSpent: true))
    }

    func testMidnightIsLookedForEveryMinuteBecauseCivilTimeCanBeSet() throws {
        let scene = spent()

        XCTAssertEqual(scene.core.lanes.firstDue.map { $0 <= scene.now.boot + .seconds(60) }, true)
    }

    func testClockThatIsSetBackGivesNoDayTwice() {
        var scene = spent()
        scene.setWall(midnight)
        scene.pass(.seconds(60))
        scene.end("m2.1", on: a) { $0.usage.inputTokenCount = 100 }
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 100, day: 20_779, isSpent: true))

        scene.setWall(WallTime(nanoseconds: midnight.nanoseconds - 1_000_000_000))
        scene.submit(.made("m3", on: a))
        XCTAssertEqual(scene.missions["m3"]?.status, .queued)
        scene.setWall(midnight + .seconds(5))
        scene.pass(.seconds(60))

        XCTAssertEqual(scene.missions["m3"]?.status, .queued)
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 100, day: 20_779, isSpent: true))
    }

    func testHigherBoundTakesEffectAtOnceAndWhatWasUsedCounts() {
        var scene = spent()

        let turn = scene.turn(.configurationLoaded(configuration(tokens: 150)))
        let end = scene.end("m2.1", on: a) { $0.usage.inputTokenCount = 50 }

        XCTAssertEqual(turn.eventTypes, [.laneReplenished, .missionDispatched])
        XCTAssertEqual(
            turn.events.first?.summary,
            "the budget of the day of lane vp.a is not spent any more: its budget was raised"
        )
        XCTAssertEqual(end.eventTypes, [.missionCompleted, .laneExhausted])
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 150, isSpent: true))
    }

    func testLaneThatIsRemovedHasNoBudget() {
        var scene = spent()
        var configuration = configuration(tokens: 100)
        configuration.lanes[a] = nil

        let turn = scene.turn(.configurationLoaded(configuration))

        XCTAssertEqual(turn.eventTypes.filter { $0 == .laneReplenished }.count, 1)
        XCTAssertEqual(scene.lanes[a]?.dayUsage, usage(tokens: 100))
    }

    func testSuccessorNeitherForgetsNorDoublesNorTellsAgain() {
        var scene = running()
        scene.submit(.made("m2", on: a))
        scene.hear("m1.1", tokens: 60, on: a)
        scene.report(a, .phaseChanged(runID: "m1.1", fence: 1, phase: .checking))

        var next = successor(of: scene)
        next.boot()
        next.turn(.workerFound(a, 1, Scene.identity(of: 1)))
        let runs = [
            RunPresence(runID: "m1.1", fence: 1, phase: .checking),
            RunPresence(runID: "m2.1", fence: 2, phase: .executing),
        ]
        next.hello(a, runs: runs)
        next.hear("m1.1", tokens: 60, on: a)
        next.end("m1.1", on: a) { $0.usage.inputTokenCount = 70 }
        XCTAssertEqual(next.lanes[a]?.dayUsage, usage(tokens: 70))
        next.end("m2.1", on: a) { $0.usage.inputTokenCount = 30 }
        XCTAssertEqual(next.lanes[a]?.dayUsage, usage(tokens: 100, isSpent: true))

        var last = successor(of: next)
        last.boot()
        last.makeReady(a)
        last.submit(.made("m3", on: a))

        XCTAssertEqual(last.events.filter { $0.type == .laneExhausted }, [])
        XCTAssertEqual(last.missions["m3"]?.status, .queued)
        XCTAssertEqual(last.lanes[a]?.dayUsage, usage(tokens: 100, isSpent: true))
    }

    // MARK: Other lanes

    func testWhatWaitsGoesOnAlongItsChainAndPinsStay() throws {
        var configuration = configuration(tokens: 100)
        configuration.lanes[a]?.slotCount = 1
        configuration.lanes[a]?.fallback = [b]
        configuration.lanes[a]?.intents = ["a"]
        configuration.lanes[b]?.intents = ["b"]
        var scene = Scene.ready(configuration)
        scene.submit(.made("m1") { $0.missionType = "a" })
        scene.start("m1.1", on: a)
        scene.submit(.made("m2") { $0.missionType = "a" }, .made("pinned", on: a))

        let turn = scene.end("m1.1", on: a) { $0.usage.inputTokenCount = 100 }

        XCTAssertEqual(
            turn.eventTypes,
            [.missionCompleted, .laneExhausted, .missionRerouted, .missionDispatched]
        )
        let moved = try XCTUnwrap(scene.missions["m2"])
        XCTAssertEqual(moved.assignedVPID, b)
        XCTAssertEqual(moved.leftVPIDs, [], "it has not failed there, and may come back")
        XCTAssertEqual(moved.route.last?.reason, .laneBudget)
        XCTAssertEqual(moved.route.last?.summary, "the budget of the day of lane vp.a is spent")
        XCTAssertEqual(scene.missions["pinned"]?.status, .queued)
        XCTAssertEqual(scene.missions["pinned"]?.assignedVPID, a)
        scene.submit(.made("m4") { $0.missionType = "a" })
        XCTAssertEqual(scene.missions["m4"]?.assignedVPID, b, "what is new, too")
    }

    func testNothingIsSentToALaneWhoseDayIsSpent() {
        var scene = spent()
        scene.submit(.made("b1", on: b), .made("b2", on: b))
        scene.submit(.made("m3"))
        XCTAssertEqual(scene.missions["m3"]?.assignedVPID, b, "though its line is longer")

        let move = scene.ask(.missionMove("m3", to: a, .because("idle")))
        let reroute = scene.ask(
            .laneReroute(b, RerouteOrder(to: a, missionClass: nil), .because("idle"))
        )

        XCTAssertEqual(move.errors.map(\.reason), [.laneBudget])
        XCTAssertEqual(move.errors.map(\.message), ["lane vp.a is out of its budget of the day"])
        XCTAssertEqual(reroute.errors.map(\.reason), [.laneBudget])
    }

    func testViewHasWhatWasHeardAndWhatMayBeUsed() throws {
        var scene = running()
        scene.hear("m1.1", tokens: 40, on: a)

        let view = try XCTUnwrap(scene.core.view(of: a, at: scene.now))

        XCTAssertEqual(view.record.dayUsage, usage(tokens: 40))
        XCTAssertEqual(view.dayBudget.maxTokenCount, 100)
        XCTAssertEqual(scene.lanes[a]?.dayUsage, LaneDayUsage())
    }

    // MARK: Parts

    /// Lane a has two slots and a bound, lane b neither.
    private func configuration(tokens: UInt64) -> Configuration {
        var configuration = Scene.configuration([a, b])
        configuration.lanes[a]?.reservedSlotCount = 0
        configuration.lanes[a]?.dayBudget.maxTokenCount = tokens
        return configuration
    }

    /// Mission m1 runs on lane a.
    private func running(tokens: UInt64 = 100) -> Scene {
        var scene = Scene.ready(configuration(tokens: tokens))
        scene.submit(.made("m1", on: a) { $0.session = .fresh })
        scene.start("m1.1", on: a)
        return scene
    }

    /// The day of lane a is spent, and mission m2 waits there.
    private func spent() -> Scene {
        var scene = running()
        scene.end("m1.1", on: a) { $0.usage.inputTokenCount = 100 }
        scene.submit(.made("m2", on: a))
        XCTAssertEqual(scene.missions["m2"]?.status, .queued)
        return scene
    }

    private func usage(
        tokens: UInt64,
        day: UInt64 = 20_778,
        isSpent: Bool = false
    ) -> LaneDayUsage {
        var result = LaneDayUsage()
        result.day = day
        result.usage.inputTokenCount = tokens
        result.isSpent = isSpent
        return result
    }

    /// A supervisor that starts where another one died, at the same time.
    private func successor(of first: Scene) -> Scene {
        var state = RecoveredState(epoch: Epoch(2))
        state.lastFence = 2
        state.lanes = [first.lanes[a], first.lanes[b]].compactMap { $0 }
        for id: MissionID in ["m1", "m2"] {
            guard let mission = first.core.missions[id], !mission.state.status.isTerminal else {
                continue
            }
            let run = RunID("\(id).1")
            state.missions.append(
                .init(
                    envelope: mission.envelope,
                    digest: mission.digest,
                    state: mission.state,
                    attempt: run.flatMap { first.attempts[$0] }
                )
            )
        }
        return Scene(configuration(tokens: 100), recovered: state, at: first.now)
    }
}

extension Scene {
    /// The worker sends a heartbeat with what one run has used.
    @discardableResult
    fileprivate mutating func hear(_ run: RunID, tokens: UInt64, on lane: LaneID) -> Turn {
        var usage = Usage()
        usage.inputTokenCount = tokens
        let figures = Heartbeat.Run(
            runID: run,
            fence: fence(of: run),
            progressCounter: 0,
            isToolInFlight: false,
            usage: usage
        )
        return report(lane, .heartbeat(Heartbeat(runs: [figures], residentKiB: 1)))
    }
}

extension Interval {
    fileprivate func minus(_ other: Interval) -> Interval {
        Interval(nanoseconds: nanoseconds - other.nanoseconds)
    }
}

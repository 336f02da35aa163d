import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneShadowBudgetsTests: XCTestCase {
    private let s: LaneID = "vp.s"
    /// The midnight after a scene's beginning, at half past ten.
    private let midnight = WallTime(nanoseconds: 20_779 * 86_400_000_000_000)

    func testUsageOfACopyIsNoneOfTheLanesOwnDay() throws {
        var scene = ready()
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.start(run, on: s)

        scene.hear(run, tokens: 40, on: s)
        let heard = try XCTUnwrap(scene.core.view(of: s, at: scene.now))
        scene.end(run, on: s) { $0.usage.inputTokenCount = 60 }

        XCTAssertEqual(heard.record.shadowUsage.usage.inputTokenCount, 40)
        XCTAssertEqual(heard.record.dayUsage.usage, Usage())
        XCTAssertEqual(heard.shadowBudget.maxTokenCount, 100)
        XCTAssertEqual(scene.lanes[s]?.shadowUsage, usage(60))
        XCTAssertEqual(scene.lanes[s]?.dayUsage, LaneDayUsage())
    }

    func testSpentDayKeepsCopiesFromStartingAndFromComing() throws {
        var scene = ready()
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))
        scene.start(run, on: s)

        let heard = scene.hear(run, tokens: 100, on: s)
        scene.submit(.copied("m3"))
        let end = scene.end(run, on: s) { $0.usage.inputTokenCount = 110 }

        XCTAssertEqual(heard.commands, [], "what runs goes on")
        XCTAssertEqual(heard.events, [])
        XCTAssertNil(scene.copy(of: "m3"))
        XCTAssertEqual(end.startedMissions, [])
        XCTAssertEqual(scene.missions[waiting]?.status, .queued)
        XCTAssertEqual(scene.lanes[s]?.shadowUsage, usage(110, isSpent: true))
        scene.submit(.made("r1", on: s))
        XCTAssertEqual(scene.missions["r1"]?.status, .running, "other work goes on")
    }

    func testMidnightLetsCopiesStart() throws {
        var scene = try spent()
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))
        XCTAssertEqual(scene.core.lanes.firstDue.map { $0 <= scene.now.boot + .seconds(60) }, true)

        let last = scene.pass(
            Interval(nanoseconds: midnight.since(scene.now.wall).nanoseconds - 1_000_000)
        )
        let first = scene.pass(.milliseconds(1))

        XCTAssertEqual(last.startedMissions, [])
        XCTAssertEqual(first.startedMissions, [waiting])
        XCTAssertEqual(scene.lanes[s]?.shadowUsage, usage(0, day: 20_779))
    }

    func testHigherBoundTakesEffectAtOnce() throws {
        var scene = try spent()
        let waiting = try XCTUnwrap(scene.copy(of: "m2"))

        let turn = scene.turn(.configurationLoaded(configuration(tokens: 150)))

        XCTAssertEqual(turn.startedMissions, [waiting])
        XCTAssertEqual(scene.lanes[s]?.shadowUsage, usage(100))
    }

    func testNewDayThatIsSpentByWhatWasNotWrittenHasItInItsRow() throws {
        var scene = ready()
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.start(run, on: s)
        scene.hear(run, tokens: 100, on: s)
        scene.setWall(midnight)

        scene.hear(run, tokens: 210, on: s)

        XCTAssertEqual(scene.lanes[s]?.shadowUsage, usage(110, day: 20_779, isSpent: true))
    }

    // MARK: Parts

    private func configuration(tokens: UInt64 = 100) -> Configuration {
        Scene.shadowConfiguration { configuration in
            configuration.lanes["vp.s"]?.shadowBudget.maxTokenCount = tokens
        }
    }

    private func ready() -> Scene { .ready(configuration()) }

    /// The day of copies is spent, and the copy of m2 waits.
    private func spent() throws -> Scene {
        var scene = ready()
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.start(run, on: s)
        scene.end(run, on: s) { $0.usage.inputTokenCount = 100 }
        return scene
    }

    private func usage(
        _ tokens: UInt64,
        day: UInt64 = 20_778,
        isSpent: Bool = false
    ) -> LaneDayUsage {
        var result = LaneDayUsage()
        result.day = day
        result.usage.inputTokenCount = tokens
        result.isSpent = isSpent
        return result
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

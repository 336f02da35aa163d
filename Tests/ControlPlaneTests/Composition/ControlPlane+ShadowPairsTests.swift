import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneShadowPairsTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let s: LaneID = "vp.s"

    func testSecondEndTellsHowThePairComparesWhicheverItIs() throws {
        for isCopyFirst in [true, false] {
            var scene = try running()
            let run = try XCTUnwrap(scene.copyRun(of: "m1"))
            let copy = try XCTUnwrap(scene.copy(of: "m1"))

            let first = isCopyFirst ? endCopy(run, in: &scene) : endOriginal(in: &scene)
            let second = isCopyFirst ? endOriginal(in: &scene) : endCopy(run, in: &scene)

            XCTAssertEqual(
                first.eventTypes.filter { $0 == .missionShadowCompared },
                [],
                "\(isCopyFirst)"
            )
            let told = try XCTUnwrap(
                second.events.first { $0.type == .missionShadowCompared },
                "\(isCopyFirst)"
            )
            XCTAssertEqual(told.missionID, "m1")
            XCTAssertEqual(told.vpID, a)
            XCTAssertNil(told.runID)
            XCTAssertEqual(told.traceID, "trace")
            let expected: OrderedTable<String, JSONValue> = [
                "agrees": .bool(false), "copy": .string(copy.rawValue), "lane": .string("vp.a"),
                "copy_lane": .string("vp.s"), "outcome": .string("completed"),
                "copy_outcome": .string("failed"), "checks": .string("passed"),
                "copy_checks": .string("failed"),
                "run_ms": .integer(isCopyFirst ? 3_003 : 2_002),
                "copy_run_ms": .integer(isCopyFirst ? 1_001 : 3_002),
                "input_tokens": .integer(10), "copy_input_tokens": .integer(40),
                "output_tokens": .integer(0), "copy_output_tokens": .integer(0),
                "calls": .integer(0), "copy_calls": .integer(2),
                "cost_micro_usd": .integer(0), "copy_cost_micro_usd": .integer(0),
            ]
            XCTAssertEqual(told.payload, expected, "\(isCopyFirst)")
        }
    }

    func testFirstEndIsLeftInTheRowOfTheOtherInTheSameTransaction() throws {
        var scene = try running()
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        let startedAt = try XCTUnwrap(scene.attempts[run]?.startedAt)

        endCopy(run, in: &scene)

        var side = ShadowSide(missionID: copy, vpID: s, status: .failed)
        side.reason = .checkFailed
        side.runMilliseconds = scene.now.wall.since(startedAt).wholeMilliseconds
        side.usage.inputTokenCount = 40
        side.usage.callCount = 2
        side.checks = .failed
        XCTAssertEqual(scene.missions["m1"]?.counterpart, side)
        XCTAssertEqual(scene.missions["m1"]?.status, .running, "and nothing else of it has changed")
        XCTAssertNil(scene.missions[copy]?.counterpart)
    }

    func testPairAgreesWhereStatusAndChecksAreTheSame() throws {
        var scene = try running()
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))

        scene.end(run, on: s)
        let turn = endOriginal(in: &scene)

        let told = try XCTUnwrap(turn.events.first { $0.type == .missionShadowCompared })
        XCTAssertEqual(told.payload["agrees"], .bool(true))
    }

    func testPairIsNotComparedUnlessBothRanToAnEndOfTheirOwn() throws {
        let table: [(String, (inout Scene, RunID) -> Void)] = [
            ("the copy gave way", { $0.end($1, on: "vp.s", .cancelled, .operatorRequest) }),
            ("the copy never started", { $0.end($1, on: "vp.s", .failed, .launchFailed) }),
        ]
        for (name, endCopy) in table {
            var scene = try running(isCopyStarted: false)
            let run = try XCTUnwrap(scene.copyRun(of: "m1"))
            if name == "the copy gave way" { scene.start(run, on: s) }

            endCopy(&scene, run)
            XCTAssertNotNil(scene.missions["m1"]?.counterpart, name)
            endOriginal(in: &scene)

            XCTAssertEqual(scene.events.filter { $0.type == .missionShadowCompared }, [], name)
        }
    }

    func testCancelledMissionIsNotCompared() throws {
        var scene = try running()
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))

        scene.ask(.missionCancel("m1", .because("over")))
        scene.end("m1.1", on: a, .cancelled, .operatorRequest)
        scene.end(run, on: s)

        XCTAssertEqual(scene.events.filter { $0.type == .missionShadowCompared }, [])
    }

    func testMissionThatIsTriedAgainIsComparedWhenItIsOver() throws {
        var scene = try running { $0.retry.maxAttempts = 2 }
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.end(run, on: s)

        let first = scene.end("m1.1", on: a, .failed, .exitCode)
        scene.pass(.seconds(3_600))
        scene.start("m1.2", on: a)
        let second = scene.end("m1.2", on: a)

        XCTAssertEqual(first.eventTypes, [.missionRetried])
        XCTAssertEqual(second.eventTypes, [.missionCompleted, .missionShadowCompared])
    }

    func testSuccessorComparesWhatEndedBeforeAndAfter() throws {
        for isCopyFirst in [true, false] {
            var scene = try running()
            let run = try XCTUnwrap(scene.copyRun(of: "m1"))
            if isCopyFirst { endCopy(run, in: &scene) } else { endOriginal(in: &scene) }

            var next = scene.successor(Scene.shadowConfiguration())
            next.boot()
            let lane = isCopyFirst ? a : s
            let left: RunID = isCopyFirst ? "m1.1" : run
            next.turn(.workerFound(lane, 1, Scene.identity(of: 1)))
            let fence = next.fence(of: left)
            next.hello(lane, runs: [RunPresence(runID: left, fence: fence, phase: .executing)])
            let turn = next.end(left, on: lane)
            var last = next.successor(Scene.shadowConfiguration())
            last.boot()
            last.pass(.seconds(1))

            XCTAssertEqual(turn.eventTypes.filter { $0 == .missionShadowCompared }.count, 1)
            XCTAssertEqual(last.events.filter { $0.type == .missionShadowCompared }, [])
        }
    }

    // MARK: Parts

    /// Mission m1 and its copy run.
    private func running(
        isCopyStarted: Bool = true,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) throws -> Scene {
        var scene = Scene.shadowing()
        scene.submit(
            .copied("m1") { envelope in
                envelope.checks = [["true"]]
                envelope.traceID = "trace"
                change(&envelope)
            }
        )
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        scene.start("m1.1", on: a)
        if isCopyStarted { scene.start(run, on: s) }
        return scene
    }

    @discardableResult
    private func endCopy(_ run: RunID, in scene: inout Scene) -> Turn {
        scene.pass(.seconds(1))
        return scene.end(run, on: s, .failed, .checkFailed) { result in
            result.usage.inputTokenCount = 40
            result.usage.callCount = 2
        }
    }

    @discardableResult
    private func endOriginal(in scene: inout Scene) -> Turn {
        scene.pass(.seconds(2))
        return scene.end("m1.1", on: a) { $0.usage.inputTokenCount = 10 }
    }
}

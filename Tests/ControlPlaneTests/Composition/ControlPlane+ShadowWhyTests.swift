import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneShadowWhyTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let s: LaneID = "vp.s"

    // MARK: Refusals

    func testWhatMakesNoSenseForACopyIsRefused() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"))
        let copy = try XCTUnwrap(scene.copy(of: "m2"))

        for command: ControlCommand in [
            .missionHold(copy, .because("x")), .missionRelease(copy, .because("x")),
            .missionRequeue(copy, .because("x")), .missionMove(copy, to: a, .because("x")),
            .missionResolve(copy, as: .completed, .because("x")),
            .missionResolve(copy, as: .cancelled, .because("x")),
        ] {
            let turn = scene.ask(command)
            XCTAssertEqual(turn.errors.map(\.reason), [.shadowCopy], "\(command)")
            XCTAssertEqual(turn.errors.map(\.code), [.refused], "\(command)")
            XCTAssertEqual(turn.writes, [], "\(command)")
        }
        XCTAssertEqual(
            scene.ask(.missionHold("m2", .because("x"))).errors,
            [],
            "its mission is one like any other"
        )
    }

    func testCopyWhoseProcessesDoNotDieCanBeGivenUp() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        scene.start(run, on: s)
        let fence = scene.fence(of: run)
        scene.report(s, .treeNotDead(runID: run, fence: fence, processCount: 1))

        let other = scene.ask(.missionResolve(copy, as: .completed, .because("x")))
        let turn = scene.ask(.missionResolve(copy, as: .cancelled, .because("stuck")))

        XCTAssertEqual(other.errors.map(\.reason), [.shadowCopy])
        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(scene.missions[copy]?.status, .cancelled)
        XCTAssertEqual(scene.missions[copy]?.reason, .treeNotDead)
    }

    func testRunOfACopySubmitsNothing() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))

        let inside = scene.turn(request([.made("m2")], from: copy))
        let beside = scene.turn(request([.made("m3")], from: "m1"))

        XCTAssertEqual(inside.errors.map(\.reason), [.shadowCopy])
        XCTAssertNil(scene.missions["m2"])
        XCTAssertEqual(beside.errors, [])
        XCTAssertNotNil(scene.missions["m3"])
    }

    func testCopyIsNotRepeatedWhetherItIsOpenOrNot() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        let again = MissionEnvelope.made("m2") { $0.retryOf = copy }
        let old = MissionEnvelope.made("m3") { $0.retryOf = "ended" }

        let open = scene.submit(again)
        let ended = scene.turn(request([old], repeating: ["ended"]))
        let other = scene.submit(old)

        XCTAssertEqual(open.errors.map(\.reason), [.shadowCopy])
        XCTAssertEqual(ended.errors.map(\.reason), [.shadowCopy])
        XCTAssertEqual(ended.errors.map(\.message), ["mission ended is a copy of another one"])
        XCTAssertEqual(other.errors, [], "a mission that is no copy may be repeated")
    }

    func testLaneWhoseRunsHaveSideEffectsIsNotTriedOut() {
        var scene = Scene.shadowing()

        let refused = scene.ask(.laneRollout(a, .set(.shadow), .because("new")))
        scene.ask(.laneRollout(s, .set(.off), .because("wait")))
        let taken = scene.ask(.laneRollout(s, .set(.shadow), .because("new")))

        XCTAssertEqual(refused.errors.map(\.reason), [.wrongState])
        XCTAssertEqual(
            refused.errors.map(\.message),
            [
                "the runs of lane vp.a may change what is outside their workspace:"
                    + " side_effects of profile \"shell\" is external"
            ]
        )
        XCTAssertEqual(taken.changes.map(\.isChanged), [true])
        XCTAssertEqual(scene.lanes[s]?.rollout, LaneRollout(.shadow, from: .operator))
    }

    // MARK: Why

    func testWhySaysWhatMustChangeForACopyToStart() throws {
        let table: [(String, (inout Scene) -> Void, (inout Configuration) -> Void)] = [
            (
                "paused by uid:1 (test): look", { $0.ask(.lanePause("vp.s", .because("look"))) },
                { _ in }
            ),
            ("1 of 1 slots are in use, 0 kept for interactive", { _ in }, { _ in }),
            (
                "1 missions of its lane or pool start first",
                { $0.submit(.made("r2", on: "vp.s")) }, { _ in }
            ),
            (
                "the next start is allowed in 59999 ms", { _ in },
                {
                    $0.lanes["vp.s"]?.slotCount = 2
                    $0.lanes["vp.s"]?.startRate = .made(perMinute: 1, burst: 1)
                }
            ),
            (
                "1 of 1 permits of pool p are in use, 0 kept for interactive", { _ in },
                {
                    $0.pools["p"] = PoolPolicy()
                    $0.pools["p"]?.slotCount = 1
                    $0.pools["p"]?.reservedSlotCount = 0
                    $0.lanes["vp.s"]?.slotCount = 2
                    $0.lanes["vp.s"]?.pool = "p"
                }
            ),
        ]
        for (sentence, prepare, change) in table {
            var scene = Scene.shadowing(change)
            scene.submit(.made("r1", on: s))
            scene.submit(.copied("m1"))
            let copy = try XCTUnwrap(scene.copy(of: "m1"), sentence)
            prepare(&scene)

            let why = try XCTUnwrap(scene.core.explain(copy, at: scene.now), sentence)

            XCTAssertEqual(why.reason, .shadowWaits, sentence)
            XCTAssertEqual(
                why.summary,
                "a copy of mission m1, which starts when nothing else is ready: \(sentence)"
            )
            XCTAssertNotNil(why.remedy, sentence)
            XCTAssertEqual(why.figures["ahead"], 0, sentence)
        }
    }

    func testWhySaysThatTheBudgetOfCopiesIsSpent() throws {
        var scene = Scene.shadowing { $0.lanes["vp.s"]?.shadowBudget.maxTokenCount = 100 }
        scene.submit(.copied("m1"), .copied("m2"))
        let run = try XCTUnwrap(scene.copyRun(of: "m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m2"))
        scene.start(run, on: s)
        scene.end(run, on: s) { $0.usage.inputTokenCount = 120 }

        let why = try XCTUnwrap(scene.core.explain(copy, at: scene.now))

        XCTAssertEqual(
            why.summary,
            "a copy of mission m2, which starts when nothing else is ready: the day's budget of copies"
                + " is spent: 120 of max_tokens 100 are used; none starts before"
                + " 2026-11-22T00:00:00.000Z"
        )
        XCTAssertEqual(why.figures["used_tokens"], 120)
        XCTAssertEqual(why.figures["max_tokens"], 100)
        XCTAssertEqual(
            why.earliestStartAt,
            WallTime(nanoseconds: 20_779 * 86_400_000_000_000)
        )
    }

    func testWhatWaitsOnARemovedLaneIsNotBeforeACopy() throws {
        let pooled = { (configuration: inout Configuration) in
            configuration.pools["p"] = PoolPolicy()
            for lane: LaneID in ["vp.a", "vp.s"] { configuration.lanes[lane]?.pool = "p" }
        }
        var scene = Scene.shadowing(pooled)
        scene.submit(.made("r1", on: a), .made("r2", on: a))
        scene.submit(.made("r3", on: s), .copied("m1"))
        let copy = try XCTUnwrap(scene.copy(of: "m1"))
        var smaller = Scene.shadowConfiguration(pooled)
        smaller.lanes[a] = nil

        let before = try XCTUnwrap(scene.core.explain(copy, at: scene.now)?.summary)
        scene.turn(.configurationLoaded(smaller))
        let after = try XCTUnwrap(scene.core.explain(copy, at: scene.now)?.summary)

        XCTAssertTrue(before.hasSuffix("2 missions of its lane or pool start first"), before)
        XCTAssertTrue(after.hasSuffix("1 of 1 slots are in use, 0 kept for interactive"), after)
    }

    func testWhyCountsTheCopiesBefore() throws {
        var scene = Scene.shadowing()
        scene.submit(.copied("m1"), .copied("m2"), .copied("m3"))
        let copy = try XCTUnwrap(scene.copy(of: "m3"))

        XCTAssertEqual(scene.core.explain(copy, at: scene.now)?.figures["ahead"], 1)
    }

    // MARK: Parts

    private func request(
        _ envelopes: [MissionEnvelope],
        from parent: MissionID? = nil,
        repeating copies: [MissionID] = []
    ) -> Event {
        var request = ClientRequest(
            client: ClientID(9),
            requestID: .number(1),
            role: .submitter,
            actor: "uid:1 (run)",
            command: .missionSubmit(envelopes, isDryRun: false)
        )
        request.known = envelopes.map { _ in nil }
        request.parentID = parent
        request.repeatedCopies = copies
        return .requestReceived(request)
    }
}

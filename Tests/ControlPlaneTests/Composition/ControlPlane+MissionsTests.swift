import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneMissionsTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    // MARK: Queue and hold

    func testReadyMissionWaitsInTheQueueAndAHeldOneForItsTime() {
        var scene = paused()

        scene.submit(.made("m1"), .made("m2") { $0.notBefore = .later(10) })

        XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 1)
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 1)
        XCTAssertEqual(scene.core.tally.count, 2)
        scene.setWall(.later(9))
        scene.pass(.milliseconds(999))
        XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 1)

        scene.pass(.milliseconds(1))

        XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 2)
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
        XCTAssertEqual(scene.core.missions["m2"]?.state.heldUntil, nil)
    }

    func testHoldThatEndedByTheClockAloneIsStillTakenFromTheRightTable() {
        var scene = paused()
        scene.submit(.made("m1") { $0.notBefore = .later(10) })
        scene.setWall(.later(11))

        scene.ask(.missionCancel("m1", OperatorOptions()))

        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
        XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 0)
    }

    func testClockThatIsSetBackKeepsAHold() {
        var scene = paused()
        scene.submit(.made("m1") { $0.notBefore = .later(10) })
        scene.setWall(.later(-3_600))

        scene.passAlive(seconds: 60, on: lane)
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 1)

        scene.setWall(.later(10))
        scene.pass(.milliseconds(1))
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
    }

    func testClockThatMayBeSetIsLookedAtEveryMinute() {
        var scene = Scene(Scene.configuration([lane]))
        scene.boot()
        // Until then it waits for news of the worker as well.
        scene.pass(.milliseconds(LanePolicy().readyDeadlineMilliseconds))
        scene.setWall(.later(0))

        for (seconds, wait) in [(600, 60), (40, 40)] as [(Int64, UInt64)] {
            scene.submit(.made(MissionID("m\(seconds)") ?? "m") { $0.notBefore = .later(seconds) })

            XCTAssertEqual(
                scene.core.nextDeadline?.since(scene.now.boot).wholeMilliseconds,
                seconds == 600 ? wait * 1_000 : wait * 1_000 - 2
            )
        }
    }

    func testAlarmOfAnEarlierHoldDoesNotEndALaterOne() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.notBefore = .later(10) })
        scene.ask(.missionRequeue("m1", OperatorOptions()))
        scene.start("m1.1", on: lane)
        scene.end("m1.1", on: lane, .deferred, .rateLimited)

        scene.setWall(.later(11))
        XCTAssertEqual(scene.pass(.milliseconds(1)).starts, [])
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 1)

        XCTAssertEqual(scene.passAlive(seconds: 30, on: lane).startedMissions, ["m1"])
    }

    // MARK: Deadlines

    func testQueuedMissionThatIsLateIsToldOnceAndMovesBehindTheOthers() throws {
        var scene = paused()
        scene.submit(
            .made("m1", .deadline) { $0.deadlineAt = .later(10) },
            .made("m2", .deadline) { $0.deadlineAt = .later(99) }
        )
        var state = try XCTUnwrap(scene.missions["m1"])
        let sequence = scene.events.count
        scene.setWall(.later(9))
        XCTAssertEqual(scene.pass(.milliseconds(999)).effects, [])

        let turn = scene.pass(.milliseconds(1))

        state.isLate = true
        XCTAssertEqual(
            turn.effects,
            [
                .write(
                    .appendEvent(
                        .made(
                            sequence + 1,
                            .missionSLABreached,
                            at: scene.now.wall,
                            "mission m1 is past its deadline, queued"
                        ) { event in
                            event.missionID = "m1"
                            event.vpID = lane
                        }
                    )
                ),
                .write(.updateMission("m1", state)),
            ]
        )
        XCTAssertEqual(scene.passAlive(seconds: 3, on: lane).effects, [], "once")
        XCTAssertEqual(
            scene.ask(.laneResume(lane, OperatorOptions())).startedMissions,
            ["m2"]
        )
    }

    func testRunningMissionThatIsLateGoesOn() {
        var scene = Scene.ready(lane)
        scene.submit(
            .made("m1", .deadline) { envelope in
                envelope.deadlineAt = .later(2)
                envelope.expireAtDeadline = true
            }
        )
        scene.start("m1.1", on: lane)

        let turn = scene.passAlive(seconds: 3, on: lane)

        XCTAssertEqual(turn.eventTypes, [.missionSLABreached])
        XCTAssertEqual(turn.commands, [])
        XCTAssertEqual(scene.end("m1.1", on: lane).eventTypes, [.missionCompleted])
    }

    func testRetryOfALateMissionIsNotLateAgain() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1", .deadline) { $0.deadlineAt = .later(2) })
        scene.start("m1.1", on: lane)
        XCTAssertEqual(
            scene.passAlive(seconds: 3, on: lane).eventTypes,
            [.missionSLABreached]
        )

        scene.end("m1.1", on: lane, .failed, .exitCode)
        let turn = scene.passAlive(seconds: 2, on: lane)

        XCTAssertEqual(turn.eventTypes, [.missionDispatched])
    }

    func testMissionThatExpiresInTheQueueIsTimedOut() throws {
        for notBefore in [nil, WallTime.later(50)] {
            var scene = paused()
            scene.submit(
                .made("m1", .deadline) { envelope in
                    envelope.deadlineAt = .later(10)
                    envelope.expireAtDeadline = true
                    envelope.notBefore = notBefore
                }
            )
            var state = try XCTUnwrap(scene.missions["m1"])
            scene.setWall(.later(10))

            let turn = scene.pass(.milliseconds(1))

            state.status = .timedOut
            state.reason = .deadlineExpired
            state.isLate = true
            state.heldUntil = nil
            state.endedAt = scene.now.wall
            let summary = "not started by its deadline; lane vp.a: paused by uid:1 (test): test"
            state.summary = summary
            XCTAssertEqual(turn.eventTypes, [.missionSLABreached, .missionTimedOut])
            XCTAssertEqual(
                turn.events.last?.summary,
                "mission m1 timed_out: \(summary)"
            )
            XCTAssertEqual(scene.missions["m1"], state)
            XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 0)
            XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
        }
    }

    func testDeadlineIsWatchedOnceHoweverOftenItsMissionRuns() {
        var policy = LanePolicy()
        policy.backoff.failureMilliseconds = 0
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1", .deadline) { $0.deadlineAt = .later(600) })
        XCTAssertEqual(scene.core.alarms.count, 1)

        scene.start("m1.1", on: lane)
        scene.end("m1.1", on: lane, .failed, .exitCode)
        scene.start("m1.2", on: lane)
        XCTAssertEqual(scene.core.alarms.count, 1)
        scene.end("m1.2", on: lane)

        XCTAssertEqual(scene.core.alarms.count, 0)
    }

    func testWaitAfterAFailureIsWhatItIsThoughCivilTimeIsSet() {
        for offset: Int64 in [-3_600, 3_600] {
            var scene = Scene.ready(lane)
            scene.submit(.made("m1"))
            scene.start("m1.1", on: lane)
            scene.end("m1.1", on: lane, .failed, .exitCode)
            let wait = Interval.milliseconds(LanePolicy().backoff.failureMilliseconds)

            scene.setWall(.later(offset))
            let early = scene.pass(.milliseconds(wait.wholeMilliseconds - 1))
            let due = scene.pass(.milliseconds(1))

            XCTAssertEqual(early.startedMissions, [], "set by \(offset) s")
            XCTAssertEqual(due.startedMissions, ["m1"], "set by \(offset) s")
        }
    }

    func testHeldMissionThatIsLateStaysHeld() {
        var scene = paused()
        scene.submit(
            .made("m1", .deadline) { envelope in
                envelope.deadlineAt = .later(10)
                envelope.notBefore = .later(20)
            }
        )
        scene.setWall(.later(10))
        XCTAssertEqual(scene.pass(.milliseconds(1)).eventTypes, [.missionSLABreached])
        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 1)
        XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 0)

        scene.setWall(.later(20))
        scene.pass(.milliseconds(1))

        XCTAssertEqual(scene.core.lanes[lane]?.heldCount, 0)
        XCTAssertEqual(scene.core.lanes[lane]?.queue.count, 1)
    }

    // MARK: The end

    func testEndIsWrittenToldAndAnswered() throws {
        var scene = paused()
        scene.submit(.made("m1"))
        scene.ask(.missionWait("m1", timeoutMilliseconds: nil))
        var state = try XCTUnwrap(scene.missions["m1"])
        let sequence = scene.events.count

        let turn = scene.ask(.missionCancel("m1", OperatorOptions()))

        state.status = .cancelled
        state.reason = .operatorRequest
        state.endedAt = scene.now.wall
        state.endedBy = "uid:1 (test)"
        XCTAssertEqual(
            Array(turn.effects.prefix(3)),
            [
                .write(.updateMission("m1", state)),
                .write(
                    .appendEvent(
                        .made(
                            sequence + 1,
                            .missionCancelled,
                            at: scene.now.wall,
                            by: "uid:1 (test)",
                            "mission m1 cancelled: operator_request"
                        ) { event in
                            event.missionID = "m1"
                            event.vpID = lane
                            event.reason = .operatorRequest
                        }
                    )
                ),
                .answer(ClientID(1), .number(3), .mission("m1")),
            ]
        )
        XCTAssertEqual(scene.core.tally.count, 0)
        XCTAssertNil(scene.core.missions["m1"], "what is terminal leaves memory")
    }

    func testOnlyWhoWaitsForItHearsOfItsEnd() {
        var scene = paused()
        scene.submit(.made("m1"), .made("m2"))
        scene.ask(.missionWait("m2", timeoutMilliseconds: nil))

        XCTAssertEqual(scene.ask(.missionCancel("m1", OperatorOptions())).queries, [])

        XCTAssertEqual(
            scene.ask(.missionCancel("m2", OperatorOptions())).queries,
            [.mission("m2")]
        )
    }

    func testWaitThatEndsSaysWhatToAskNext() {
        var scene = paused()
        scene.submit(.made("m1"))
        scene.ask(.missionWait("m1", timeoutMilliseconds: 300))
        scene.ask(.missionWait("m1", timeoutMilliseconds: 900))

        XCTAssertEqual(scene.pass(.milliseconds(298)).deeds, [])
        let turn = scene.pass(.milliseconds(1))

        XCTAssertEqual(
            turn.deeds,
            [
                .reply(
                    ClientID(1),
                    .number(3),
                    .error(
                        ControlError(
                            .waitTimedOut,
                            .waitTimedOut,
                            "mission m1 is not terminal yet",
                            object: "m1",
                            hint: "lanectl why m1"
                        )
                    )
                )
            ]
        )
        XCTAssertEqual(scene.core.waiters.map(\.requestID), [.number(4)])
    }

    // MARK: Made

    private func paused() -> Scene {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("test")))
        return scene
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneDispatchTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    // MARK: One start

    func testStartIsWrittenWholeBeforeItIsSent() throws {
        var scene = held()
        let submittedAt = scene.now.wall
        let sequence = scene.events.count
        let record = try XCTUnwrap(scene.lanes[lane])

        let turn = scene.pass(.seconds(2))

        let attempt = AttemptRecord(
            runID: "m1.1",
            missionID: "m1",
            number: 1,
            vpID: lane,
            generation: 1,
            fence: 1,
            sessionID: record.sessionID,
            isFreshSession: false,
            dispatchedAt: scene.now.wall
        )
        var state = MissionState(assignedVPID: lane, assignedBy: "pin", at: submittedAt)
        state.note(RouteStep(vpID: lane, actor: "pin", summary: "pinned", at: submittedAt))
        state.status = .running
        state.phase = .starting
        state.attemptCount = 1
        state.fence = 1
        var active = record
        active.status = .active
        active.rollback.interactiveWaitsMilliseconds = [0]
        XCTAssertEqual(
            turn.effects,
            [
                .write(.insertAttempt(attempt)),
                .write(.updateMission("m1", state)),
                .write(
                    .appendEvent(
                        .made(
                            sequence + 1,
                            .missionDispatched,
                            at: scene.now.wall,
                            "mission m1 sent to lane vp.a as attempt 1"
                        ) { event in
                            event.missionID = "m1"
                            event.vpID = lane
                            event.runID = "m1.1"
                            event.sessionID = record.sessionID
                            event.payload = [
                                "attempt": .integer(1), "fence": .integer(1),
                                "queue_wait_ms": .integer(2_000), "lane_wait_ms": .integer(0),
                            ]
                        }
                    )
                ),
                .startRun(lane, 1, start(attempt)),
                .write(.saveLane(active)),
            ]
        )
    }

    func testRunHasItsStartDeadlineFromTheDispatch() {
        var policy = LanePolicy()
        policy.startDeadlineMilliseconds = 700
        var scene = Scene.ready(lane, policy: policy)

        scene.submit(.made("m1"))

        XCTAssertEqual(
            scene.core.lanes[lane]?.runs["m1.1"]?.startDeadline,
            scene.now.boot + .milliseconds(700)
        )
        XCTAssertEqual(scene.core.nextDeadline, scene.now.boot + .milliseconds(700))
    }

    func testPhaseThatAnEarlierAttemptReportedIsHandedOn() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        XCTAssertEqual(scene.core.missions["m1"]?.state.resumePhase, nil)
        scene.start("m1.1", on: lane)
        scene.end("m1.1", on: lane, .failed, .exitCode) { $0.resumePhase = "build" }

        let turn = scene.pass(.seconds(1))

        XCTAssertEqual(turn.starts.map(\.resumePhase), ["build"])
        XCTAssertEqual(turn.starts.map(\.attempt.number), [2])
    }

    // MARK: Sessions

    func testInteractiveMissionBesideTheSessionGetsAFreshOneAndSaysSo() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))

        let turn = scene.submit(.made("m2", .interactive))

        let attempt = turn.starts.first?.attempt
        XCTAssertEqual(attempt?.isFreshSession, true)
        XCTAssertNotEqual(attempt?.sessionID, scene.lanes[lane]?.sessionID)
        XCTAssertEqual(
            turn.events.last?.summary,
            "mission m2 sent to lane vp.a as attempt 1,"
                + " in a fresh session because the lane's is in use"
        )
    }

    func testFreshSessionThatWasAskedForNeedsNoExcuse() {
        var scene = Scene.ready(lane)

        let turn = scene.submit(.made("m1") { $0.session = .fresh })

        XCTAssertEqual(turn.starts.map(\.attempt.isFreshSession), [true])
        XCTAssertEqual(
            turn.events.last?.summary,
            "mission m1 sent to lane vp.a as attempt 1"
        )
    }

    // MARK: How many

    func testSlotsAreFilledInOneTurnAndFencesRise() {
        var policy = LanePolicy()
        policy.slotCount = 4
        policy.reservedSlotCount = 1
        var scene = Scene.ready(lane, policy: policy)
        let ids: [MissionID] = ["m1", "m2", "m3", "m4", "m5"]

        let turn = scene.ask(
            .missionSubmit(ids.map { .made($0) { $0.session = .fresh } }, isDryRun: false)
        )

        XCTAssertEqual(turn.startedMissions, ["m1", "m2", "m3"])
        XCTAssertEqual(turn.starts.map(\.attempt.fence), [1, 2, 3])
        XCTAssertEqual(scene.submit(.made("m6", .interactive)).startedMissions, ["m6"])
    }

    func testFencesAreCountedOverAllLanes() {
        var scene = Scene.ready(lane, "vp.b")

        let turn = scene.submit(.made("m1", on: "vp.b"), .made("m2", on: lane))

        XCTAssertEqual(turn.startedMissions, ["m2", "m1"], "lane by lane")
        XCTAssertEqual(turn.starts.map(\.attempt.fence), [1, 2])
    }

    // MARK: Nothing starts

    func testNothingStartsBelowTheSpaceThatIsKept() {
        var scene = held()
        scene.turn(.diskMeasured(freeMiB: 63))

        XCTAssertEqual(scene.pass(.seconds(2)).effects, [])

        XCTAssertEqual(scene.turn(.diskMeasured(freeMiB: 64)).startedMissions, ["m1"])
    }

    func testNothingStartsOnceTheSupervisorStops() {
        var scene = held()
        scene.submit(.made("m2", on: lane))
        scene.turn(.stopRequested)
        XCTAssertEqual(scene.core.lanes[lane]?.canStart, true, "its worker waits for m2")
        scene.ask(.missionRequeue("m1", OperatorOptions()))

        XCTAssertEqual(scene.pass(.seconds(2)).starts, [])
        XCTAssertEqual(scene.missions["m1"]?.status, .queued)
    }

    func testNothingStartsOnAPausedLane() {
        var scene = held()
        scene.ask(.lanePause(lane, .because("test")))

        XCTAssertEqual(scene.pass(.seconds(2)).starts, [])
        XCTAssertEqual(
            scene.ask(.laneResume(lane, OperatorOptions())).startedMissions,
            ["m1"]
        )
    }

    // MARK: Made

    /// A ready lane with a mission that is held for a second from its submit.
    private func held() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1", .interactive, on: lane) { $0.notBefore = .later(1) })
        return scene
    }

    private func start(_ attempt: AttemptRecord) -> StartOrder {
        StartOrder(attempt: attempt, resumePhase: nil, profile: RuntimeProfile.shell.launch)
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneResolveTests: XCTestCase {
    private let lane: LaneID = "vp.a"
    private let actor = "uid:1 (test)"

    // MARK: Without a run

    func testWhatWasDeferredTooOftenEndsAtOnce() throws {
        var scene = deferred()
        var state = try XCTUnwrap(scene.missions["m1"])
        let sequence = scene.events.count + 1

        let turn = resolve(&scene, as: .failed, "provider is gone")

        state.status = .failed
        state.reason = .operatorRequest
        state.scope = .operator
        state.endedAt = scene.now.wall
        state.endedBy = actor
        state.summary = "provider is gone"
        let event = EventRecord.made(
            sequence,
            .missionFailed,
            at: scene.now.wall,
            by: actor,
            "mission m1 failed: provider is gone"
        ) {
            $0.missionID = "m1"
            $0.vpID = lane
            $0.reason = .operatorRequest
        }
        XCTAssertEqual(
            turn.effects,
            [
                .write(.updateMission("m1", state)), .write(.appendEvent(event)),
                .reply(ClientID(1), .number(2), .changed(change("it is failed"))),
            ]
        )
    }

    func testEachOutcomeIsTheMissions() {
        for resolution in MissionResolution.allCases {
            var scene = deferred()

            let turn = resolve(&scene, as: resolution)

            XCTAssertEqual(scene.missions["m1"]?.status, resolution.status)
            XCTAssertEqual(turn.events.first?.actor, actor)
        }
    }

    // MARK: With a run that waits

    func testRunThatWaitsIsStoppedLikeACancelledOne() throws {
        var scene = asking()
        var attempt = try XCTUnwrap(scene.attempts["m1.1"])
        var state = try XCTUnwrap(scene.missions["m1"])

        let turn = resolve(&scene, as: .completed, "merged by hand")

        attempt.intent = .cancel
        attempt.resolution = .completed
        attempt.summary = "merged by hand"
        attempt.stoppedBy = actor
        attempt.phase = .stopping
        attempt.blockedAt = nil
        state.status = .running
        state.reason = nil
        state.phase = .stopping
        XCTAssertEqual(
            turn.effects,
            [
                .write(.updateAttempt(attempt)), .write(.updateMission("m1", state)),
                .send(
                    lane,
                    1,
                    .cancelMission(runID: "m1.1", fence: 1, intent: .cancel, isImmediate: false)
                ),
                .reply(
                    ClientID(1),
                    .number(2),
                    .changed(change("its run is stopped, then it is completed"))
                ),
            ]
        )
    }

    func testItEndsAsWasSaidWhenItsTreeIsGone() throws {
        let ends: [(AttemptOutcome, ReasonCode, AttemptOutcome)] = [
            (.cancelled, .operatorRequest, .cancelled), (.failed, .exitCode, .cancelled),
            (.completed, .finished, .completed), (.deferred, .rateLimited, .cancelled),
        ]
        for (outcome, reason, expected) in ends {
            for resolution in MissionResolution.allCases {
                var scene = asking()
                resolve(&scene, as: resolution, "decided")

                let turn = scene.end("m1.1", on: lane, outcome, reason) { $0.summary = "mine" }

                let state = try XCTUnwrap(scene.missions["m1"])
                XCTAssertEqual(state.status, resolution.status)
                XCTAssertEqual(state.reason, .operatorRequest)
                XCTAssertEqual(state.endedBy, actor)
                XCTAssertEqual(state.summary, "decided")
                XCTAssertEqual([state.failureCount, state.deferralCount], [0, 0])
                XCTAssertEqual(scene.attempts["m1.1"]?.outcome, expected)
                XCTAssertEqual(turn.startedMissions, [])
            }
        }
    }

    func testItsEventNamesWhoSaidItAndWhy() throws {
        var scene = asking()
        resolve(&scene, as: .completed, "merged by hand")

        let turn = scene.end("m1.1", on: lane, .cancelled, .operatorRequest)

        let event = try XCTUnwrap(turn.events.first)
        XCTAssertEqual(event.type, .missionCompleted)
        XCTAssertEqual(event.actor, actor)
        XCTAssertEqual(event.reason, .operatorRequest)
        XCTAssertEqual(
            event.summary,
            "attempt 1 of mission m1 cancelled (operator_request); it is completed,"
                + " resolved by uid:1 (test): merged by hand"
        )
    }

    func testItKeepsItsSlotUntilItsTreeIsGone() {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0
        var scene = asking(policy)
        scene.submit(.made("m2"))

        XCTAssertEqual(resolve(&scene, as: .completed).startedMissions, [])
        XCTAssertEqual(
            scene.end("m1.1", on: lane, .cancelled, .operatorRequest).startedMissions,
            ["m2"]
        )
    }

    func testItStandsWhereTheWorkerDies() {
        var scene = asking()
        resolve(&scene, as: .failed)

        _ = scene.bury(lane)

        XCTAssertEqual(scene.missions["m1"]?.status, .failed)
        XCTAssertEqual(scene.missions["m1"]?.recoveryCount, 0)
    }

    func testItStandsOverARestartOfTheSupervisor() throws {
        var first = asking()
        resolve(&first, as: .completed, "merged by hand")
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.lanes = [try XCTUnwrap(first.lanes[lane])]
        recovered.lastFence = 1
        recovered.missions = [
            RecoveredState.Mission(
                envelope: .made("m1"),
                digest: "d",
                state: try XCTUnwrap(first.missions["m1"]),
                attempt: first.attempts["m1.1"]
            )
        ]

        var next = Scene(Scene.configuration([lane]), recovered: recovered, at: first.now)
        next.boot()
        next.makeReady(lane)

        XCTAssertEqual(next.missions["m1"]?.status, .completed)
        XCTAssertEqual(next.missions["m1"]?.summary, "merged by hand")
        XCTAssertEqual(next.missions["m1"]?.endedBy, actor)
    }

    // MARK: Processes that do not die

    func testTreeThatDoesNotDieIsGivenUp() throws {
        var scene = stubborn()

        let turn = resolve(&scene, as: .failed, "nfs is gone")

        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["its run is given up with its processes alive; it is failed"]]
        )
        let attempt = try XCTUnwrap(scene.attempts["m1.1"])
        XCTAssertEqual(attempt.outcome, .cancelled)
        XCTAssertEqual(attempt.reason, .treeNotDead)
        XCTAssertEqual(attempt.scope, .operator)
        XCTAssertEqual(attempt.resolution, .failed)
        XCTAssertEqual(attempt.summary, "nfs is gone")
        XCTAssertEqual(scene.missions["m1"]?.status, .failed)
        XCTAssertEqual(scene.lanes[lane]?.givenUpRuns.map(\.runID), ["m1.1"])
        XCTAssertTrue(turn.eventTypes.contains(.incidentClosed))
        XCTAssertEqual(scene.core.lanes[lane]?.runs.count, 0)
        let late = scene.end("m1.1", on: lane)
        XCTAssertEqual(
            late.deeds,
            [.send(lane, 1, .acknowledge(runID: "m1.1", fence: 1, disposition: .duplicate))]
        )
    }

    func testFirstWordStandsWhereTheTreeTurnsOutNotToDie() {
        var scene = asking()
        resolve(&scene, as: .completed, "merged by hand")
        scene.report(lane, .treeNotDead(runID: "m1.1", fence: 1, processCount: 1))

        XCTAssertEqual(resolve(&scene, as: .failed).errors.map(\.code), [.conflict])
        let turn = resolve(&scene, as: .completed, "again")

        XCTAssertEqual(turn.changes.map(\.isChanged), [true])
        XCTAssertEqual(scene.missions["m1"]?.status, .completed)
        XCTAssertEqual(scene.missions["m1"]?.summary, "merged by hand")
    }

    func testForcedRequeueOfASettledMissionEndsItAsWasSaid() {
        var scene = asking()
        resolve(&scene, as: .completed)
        scene.report(lane, .treeNotDead(runID: "m1.1", fence: 1, processCount: 1))

        let turn = scene.ask(.missionRequeue("m1", .because("stuck", isForced: true)))

        XCTAssertEqual(scene.missions["m1"]?.status, .completed)
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["its run is given up with its processes alive; it is completed"]]
        )
    }

    // MARK: Again, and refused

    func testSameWordAgainChangesNothingAndAnotherIsAConflict() {
        var scene = asking()
        resolve(&scene, as: .completed)

        let same = resolve(&scene, as: .completed)
        let other = resolve(&scene, as: .failed)

        XCTAssertEqual(same.writes, [])
        XCTAssertEqual(same.changes.map(\.isChanged), [false])
        XCTAssertEqual(other.writes, [])
        XCTAssertEqual(other.errors.map(\.code), [.conflict])
    }

    func testMissionThatIsBeingCancelledEndsOnlyAsCancelled() {
        var scene = asking()
        scene.ask(.missionCancel("m1", .because("enough")))

        XCTAssertEqual(resolve(&scene, as: .cancelled).changes.map(\.isChanged), [false])
        XCTAssertEqual(resolve(&scene, as: .completed).errors.map(\.code), [.conflict])
    }

    func testMissionThatHasEndedIsAskedOfTheLedger() {
        var scene = asking()
        scene.end("m1.1", on: lane)

        let turn = resolve(&scene, as: .failed)

        XCTAssertEqual(turn.queries, [.resolveAfterEnd("m1", .failed, isDryRun: false)])
    }

    func testQueuedAndRunningMissionsAreRefusedWithAHint() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.submit(.made("m2"))

        let running = resolve(&scene, as: .completed).errors.first
        let queued = scene.ask(.missionResolve("m2", as: .failed, .because("why"))).errors.first

        XCTAssertEqual(running?.code, .conflict)
        XCTAssertEqual(running?.reason, .wrongState)
        XCTAssertEqual(running?.hint, "lanectl mission cancel m1, or lanectl mission requeue m1")
        XCTAssertEqual(queued?.code, .conflict)
        XCTAssertEqual(queued?.hint, "lanectl mission cancel m2")
    }

    func testReasonIsRequiredAndADryRunChangesNothing() {
        var scene = asking()
        let command = ControlCommand.missionResolve("m1", as: .failed, OperatorOptions())
        let dry = ControlCommand.missionResolve("m1", as: .failed, .because("r", isDryRun: true))

        XCTAssertEqual(scene.ask(command).errors.map(\.reason), [.reasonRequired])
        let turn = scene.ask(dry)
        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(turn.commands, [])
        XCTAssertEqual(
            turn.changes.map(\.lines),
            [["its run is stopped, then it is failed"]]
        )
    }

    func testOnlyOperatorsSettle() {
        var scene = asking()
        let command = ControlCommand.missionResolve("m1", as: .failed, .because("r"))

        XCTAssertEqual(scene.ask(command, as: .submitter).errors.map(\.reason), [.roleTooLow])
    }

    func testWhyOfAMissionThatIsBeingSettledSaysHowItEnds() {
        var scene = asking()
        resolve(&scene, as: .completed)

        XCTAssertEqual(
            scene.core.explain("m1" as MissionID, at: scene.now)?.summary,
            "attempt 1 is stopping on lane vp.a, being stopped: cancel, then it is completed"
        )
    }

    // MARK: Made

    @discardableResult
    private func resolve(
        _ scene: inout Scene,
        as resolution: MissionResolution,
        _ reason: String = "decided"
    ) -> Turn {
        scene.ask(.missionResolve("m1", as: resolution, .because(reason)))
    }

    private func change(_ line: String) -> Change {
        Change(object: "m1", isChanged: true, isDryRun: false, lines: [line])
    }

    /// A mission that was deferred once too often.
    private func deferred() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.retry.maxDeferrals = 0 })
        scene.start("m1.1", on: lane)
        scene.end("m1.1", on: lane, .deferred, .rateLimited)
        return scene
    }

    /// A mission whose runtime asks something.
    private func asking(_ policy: LanePolicy = LanePolicy()) -> Scene {
        var scene = Scene.ready(lane, policy: policy)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.report(lane, .blocked(runID: "m1.1", fence: 1, question: "may I?"))
        return scene
    }

    /// A mission of which a process survives SIGKILL.
    private func stubborn() -> Scene {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1"))
        scene.start("m1.1", on: lane)
        scene.report(lane, .treeNotDead(runID: "m1.1", fence: 1, processCount: 1))
        return scene
    }
}

import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneSubmitTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testAcknowledgementComesWithTheRowAndTheEvent() {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("test")))
        let envelope = MissionEnvelope.made("m1", on: lane)

        let turn = scene.submit(envelope)

        var state = MissionState(assignedVPID: lane, assignedBy: "pin", at: scene.now.wall)
        state.note(RouteStep(vpID: lane, actor: "pin", summary: "pinned", at: scene.now.wall))
        XCTAssertEqual(turn.writes.first, .insertMission(envelope, state))
        XCTAssertEqual(turn.eventTypes, [.missionQueued])
        XCTAssertEqual(turn.events.first?.actor, "uid:1 (test)")
        XCTAssertEqual(
            turn.replies,
            [.missions([MissionView(envelope: envelope, state: state)], nextCursor: nil)]
        )
    }

    func testNameIsMadeWhereNoneIsGiven() {
        var scene = Scene.ready(lane)

        scene.submit(MissionEnvelope(objective: "a"), MissionEnvelope(objective: "b"))

        let names = scene.missions.keys.sorted()
        XCTAssertEqual(names.count, 2)
        XCTAssertEqual(names.map(\.rawValue.utf8.count), [18, 18])
    }

    func testAnswerShowsTheBeginningOfTheObjective() {
        var scene = Scene.ready(lane)

        let turn = scene.submit(MissionEnvelope(objective: String(repeating: "ä", count: 500)))

        guard case .missions(let views, _)? = turn.replies.first else { return XCTFail("no views") }
        XCTAssertEqual(views.map(\.envelope.objective), [String(repeating: "ä", count: 100)])
        XCTAssertEqual("aä".prefix(utf8Count: 2), "a", "half a character is left out")
    }

    // MARK: All or nothing

    func testOneBadMissionRefusesAllWithItsIndex() {
        var scene = Scene.ready(lane)

        let turn = scene.submit(.made("m1"), .made("m2", on: "vp.none"))

        XCTAssertEqual(turn.errors.map(\.reason), [.unknownLane])
        XCTAssertEqual(
            turn.errors.map(\.message),
            ["missions[1]: no lane \"vp.none\" (there are: vp.a)"]
        )
        XCTAssertEqual(turn.writes, [])
        XCTAssertEqual(scene.core.tally.count, 0)
    }

    func testSameKeyTwiceInOneRequestIsRefused() {
        var scene = Scene.ready(lane)
        let first = MissionEnvelope.made("m1") { $0.idempotencyKey = "k" }
        let second = MissionEnvelope.made("m2") { $0.idempotencyKey = "k" }

        XCTAssertEqual(scene.submit(first, second).errors.map(\.reason), [.keyConflict])
        XCTAssertEqual(
            scene.submit(.made("m1"), .made("m1")).errors.map(\.reason),
            [.missionIDConflict]
        )
        XCTAssertTrue(scene.missions.isEmpty)
    }

    func testDryRunSaysWhereItWouldGoAndChangesNothing() {
        var scene = Scene.ready(lane)

        let turn = scene.ask(.missionSubmit([.made("m1")], isDryRun: true))

        XCTAssertEqual(
            turn.changes,
            [
                Change(
                    object: "missions",
                    isChanged: true,
                    isDryRun: true,
                    lines: [
                        "would be queued on lane vp.a as background:"
                            + " any lane may run custom; 0 before it"
                    ]
                )
            ]
        )
        XCTAssertEqual(turn.writes, [])
    }

    // MARK: Known already

    func testSameKeyAndBodyIsTheSameMission() {
        var scene = Scene.ready(lane)
        let envelope = MissionEnvelope.made("m1") { $0.idempotencyKey = "k" }
        scene.submit(envelope)

        let again = scene.submit(.made("m2") { $0.idempotencyKey = "k" })

        XCTAssertEqual(again.queries, [.submitted([.init(missionID: "m1", isNew: false)])])
        XCTAssertEqual(again.writes, [])
    }

    func testSameKeyIsKnownAfterTheEnd() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.idempotencyKey = "k" })
        scene.end("m1.1", on: lane)

        let again = scene.submit(.made("m2") { $0.idempotencyKey = "k" })

        XCTAssertEqual(again.queries, [.submitted([.init(missionID: "m1", isNew: false)])])
    }

    func testSameKeyInTheSameTurnIsTheSameMission() {
        var scene = Scene.ready(lane)
        let envelope = MissionEnvelope.made("m1") { $0.idempotencyKey = "k" }
        let first = scene.request(.missionSubmit([envelope], isDryRun: false))
        let second = scene.request(.missionSubmit([envelope], isDryRun: false), client: 2)

        let turn = scene.turn([first, second])

        XCTAssertEqual(scene.missions.count, 1)
        XCTAssertEqual(turn.queries, [.submitted([.init(missionID: "m1", isNew: false)])])
    }

    func testKeyOfAMissionThatEndedInThisTurnIsStillTaken() {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("test")))
        let submit = scene.request(
            .missionSubmit([.made("m1") { $0.idempotencyKey = "k" }], isDryRun: false)
        )
        let cancel = scene.request(.missionCancel("m1", OperatorOptions()))
        let again = scene.request(
            .missionSubmit([.made("m2") { $0.idempotencyKey = "k" }], isDryRun: false)
        )

        let turn = scene.turn([submit, cancel, again])

        XCTAssertEqual(turn.queries, [.submitted([.init(missionID: "m1", isNew: false)])])
        XCTAssertEqual(scene.missions.keys.sorted(), ["m1"])
    }

    func testConflictNamesTheFieldThatDiffers() {
        var scene = Scene.ready(lane)
        scene.submit(.made("m1") { $0.idempotencyKey = "k" })

        let byKey = scene.submit(
            .made("m2") {
                $0.idempotencyKey = "k"
                $0.missionType = "coding"
            }
        )
        let byID = scene.submit(.made("m1", .interactive))

        XCTAssertEqual(byKey.errors.map(\.reason), [.keyConflict])
        XCTAssertEqual(
            byKey.errors.map(\.message),
            ["mission m1 has this idempotency_key with another mission_type"]
        )
        XCTAssertEqual(byID.errors.map(\.reason), [.missionIDConflict])
        XCTAssertEqual(byID.errors.map(\.code), [.conflict])
    }

    func testKeyOfThisTurnGoesBeforeAnIDOfTheLedger() {
        var scene = Scene.ready(lane)
        scene.ask(.lanePause(lane, .because("test")))
        scene.submit(.made("m1"))
        let first = scene.request(
            .missionSubmit([.made("m2") { $0.idempotencyKey = "k" }], isDryRun: false)
        )
        let second = scene.request(
            .missionSubmit([.made("m1") { $0.idempotencyKey = "k" }], isDryRun: false)
        )

        XCTAssertEqual(
            scene.turn([first, second]).queries,
            [.submitted([.init(missionID: "m2", isNew: false)])]
        )
    }

    // MARK: Refusals

    func testIntakeIsClosedWhileStopping() {
        var scene = Scene.ready(lane)
        scene.turn(.stopRequested)

        XCTAssertEqual(scene.submit(.made("m1")).errors.map(\.reason), [.supervisorStopping])
    }

    func testIntakeIsClosedWhileSpaceIsShort() {
        var scene = Scene.ready(lane)
        scene.turn(.diskMeasured(freeMiB: 63))

        let refused = scene.submit(.made("m1"))
        XCTAssertEqual(refused.errors.map(\.code), [.temporary])
        XCTAssertEqual(refused.errors.map(\.message), ["63 MiB are free, 64 are kept"])

        scene.turn(.diskMeasured(freeMiB: 64))
        XCTAssertEqual(scene.submit(.made("m1")).errors, [])
    }

    func testTooManyOpenMissionsAreRefusedAndOneThatEndsMakesRoom() {
        var supervisor = SupervisorPolicy()
        supervisor.openMissionCountMax = 1
        var scene = Scene.ready(lane, supervisor: supervisor)

        scene.submit(.made("m1"))
        XCTAssertEqual(scene.submit(.made("m2")).errors.map(\.reason), [.queueFull])

        scene.end("m1.1", on: lane)
        XCTAssertEqual(scene.submit(.made("m2")).errors, [])
    }

    func testLaneWithoutTheCapabilityIsRefused() {
        var scene = Scene.ready(lane)

        let pinned = scene.submit(.made("m1", on: lane) { $0.requires = [.tools, .permissions] })
        let free = scene.submit(.made("m2") { $0.requires = [.permissions] })

        XCTAssertEqual(pinned.errors.map(\.reason), [.capabilityMissing])
        XCTAssertEqual(
            pinned.errors.map(\.message),
            ["lane vp.a runs profile \"shell\", which lacks permissions"]
        )
        XCTAssertEqual(free.errors.map(\.reason), [.noLane])
    }

    // MARK: From inside a run

    func testMissionFromInsideARunNamesItsParent() {
        var scene = Scene.ready(lane)
        var event = scene.request(.missionSubmit([.made("m2")], isDryRun: false), as: .submitter)
        if case .requestReceived(var request) = event {
            request.parentID = "m1"
            event = .requestReceived(request)
        }

        let turn = scene.turn([event])

        guard case .insertMission(let envelope, _)? = turn.writes.first else {
            return XCTFail("nothing was inserted")
        }
        XCTAssertEqual(envelope.parentID, "m1")
    }

    func testHeldMissionWaitsForItsTime() {
        var scene = Scene.ready(lane)

        let turn = scene.submit(.made("m1") { $0.notBefore = .later(30) })

        XCTAssertEqual(turn.starts, [])
        XCTAssertEqual(scene.missions["m1"]?.reason, .notBefore)
        XCTAssertEqual(scene.missions["m1"]?.heldUntil, .later(30))
    }
}

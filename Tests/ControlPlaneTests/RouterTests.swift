import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class RouterTests: XCTestCase {
    // MARK: Pins

    func testPinIsFollowedWhateverTheLaneTakes() {
        let lanes = [Lane.made("vp.a"), lane("vp.b", intents: ["coding"])]

        XCTAssertEqual(
            Router.route(mission("research", on: "vp.b"), among: lanes),
            .chosen(.init(lane: "vp.b", assignedBy: "pin", summary: "pinned"))
        )
    }

    func testPinToALaneThatIsNotThereNamesThoseThatAre() {
        let lanes = [
            Lane.made("vp.a"), Lane.made("vp.b") { $0.isRetired = true }, Lane.made("vp.c"),
        ]

        for pin: LaneID in ["vp.b", "vp.x"] {
            XCTAssertEqual(
                Router.route(mission(on: pin), among: lanes),
                .refused(
                    ControlError(
                        .notFound,
                        .unknownLane,
                        "no lane \"\(pin)\" (there are: vp.a, vp.c)",
                        object: pin.rawValue,
                        hint: "lanectl lane list"
                    )
                )
            )
        }
    }

    func testPinToALaneThatLacksACapabilityIsRefusedWithAllItLacks() {
        let envelope = mission(on: "vp.a") { $0.requires = [.tools, .permissions, .resume] }

        XCTAssertEqual(
            Router.route(
                envelope,
                among: [.made("vp.a"), lane("vp.b", able: Capability.allCases)]
            ),
            .refused(
                ControlError(
                    .refused,
                    .capabilityMissing,
                    "lane vp.a runs profile \"shell\", which lacks permissions, resume",
                    object: "vp.a"
                )
            )
        )
    }

    // MARK: Choices

    func testLaneThatIsMeantForTheTypeGoesBeforeThoseThatTakeAny() {
        let lanes = [Lane.made("vp.a"), lane("vp.b", intents: ["coding"]) { $0.hold(9) }]

        XCTAssertEqual(
            Router.route(mission("coding"), among: lanes),
            chosen("vp.b", "it takes coding; 9 before it")
        )
        XCTAssertEqual(
            Router.route(mission("research"), among: lanes),
            chosen("vp.a", "any lane may run research; 0 before it")
        )
    }

    func testShortestLineCountsWhatWaitsWhatIsHeldAndWhatRuns() throws {
        let queued = try makeMission(1)
        let lanes = [
            Lane.made("vp.a") { lane in
                lane.queue.insert(queued, turn: FairShare.Turn(tag: 0, number: 1))
                lane.hold(1)
                lane.runs["m9.1"] = .made("m9.1")
            },
            Lane.made("vp.b") { $0.hold(2) },
            Lane.made("vp.c") { $0.hold(2) },
        ]

        XCTAssertEqual(
            Router.route(mission(), among: lanes),
            chosen("vp.b", "any lane may run custom; 2 before it")
        )
        XCTAssertEqual(
            Router.route(mission(), among: [lanes[0]]),
            chosen("vp.a", "any lane may run custom; 3 before it")
        )
    }

    func testEqualLinesGoByName() {
        for lanes in [[Lane.made("vp.a"), .made("vp.b")], [.made("vp.b"), .made("vp.a")]] {
            XCTAssertEqual(
                Router.route(mission(), among: lanes),
                chosen("vp.a", "any lane may run custom; 0 before it")
            )
        }
    }

    func testLaneThatStartsNothingComesLastButIsBetterThanNone() {
        let paused = Lane.made("vp.a") { _ = $0.gate.setPaused(true) }
        let draining = Lane.made("vp.b") {
            _ = $0.gate.drainRequested(deadline: .ms(0), isGiven: false)
        }
        let long = Lane.made("vp.c") { $0.hold(9) }

        XCTAssertEqual(
            Router.route(mission(), among: [paused, draining, long]),
            chosen("vp.c", "any lane may run custom; 9 before it")
        )
        XCTAssertEqual(
            Router.route(mission(), among: [paused, draining]),
            chosen("vp.a", "any lane may run custom; 0 before it")
        )
    }

    func testLanesWithoutTheCapabilityOrTheConfigurationAreNoCandidates() {
        let envelope = mission { $0.requires = [.resume] }
        let lanes = [
            Lane.made("vp.a"),
            lane("vp.b", able: [.resume]) { $0.isRetired = true },
            lane("vp.c", able: [.resume]) { $0.hold(5) },
        ]

        XCTAssertEqual(
            Router.route(envelope, among: lanes),
            chosen("vp.c", "any lane may run custom; 5 before it")
        )
    }

    func testMissionThatNoLaneTakesIsRefusedWithWhatItAskedFor() {
        let lanes = [lane("vp.a", intents: ["coding"])]

        for (requires, message) in [
            ([], "no lane takes mission_type \"research\""),
            (
                [Capability.tools, .resume],
                "no lane takes mission_type \"research\" with tools, resume"
            ),
        ] {
            XCTAssertEqual(
                Router.route(mission("research") { $0.requires = requires }, among: lanes),
                .refused(
                    ControlError(
                        .refused,
                        .noLane,
                        message,
                        hint: "name a lane, or give one the intent"
                    )
                )
            )
        }
    }

    // MARK: Rollouts

    func testLaneThatKeepsAMissionOutIsPassedOver() {
        let lanes = [
            lane("vp.a", intents: ["coding"]) { $0.record.rollout = LaneRollout(.off) },
            lane("vp.b", intents: ["coding"]) { $0.hold(9) },
        ]

        XCTAssertEqual(
            Router.route(mission("coding"), among: lanes),
            chosen("vp.b", "it takes coding; 9 before it")
        )
    }

    func testPinIsFollowedWhateverTheRollout() {
        for rollout: Rollout in [.off, .forceFallback, .canary(percent: 0)] {
            let lanes = [Lane.made("vp.a") { $0.record.rollout = LaneRollout(rollout) }]

            XCTAssertEqual(
                Router.route(mission(on: "vp.a"), among: lanes),
                .chosen(.init(lane: "vp.a", assignedBy: "pin", summary: "pinned"))
            )
        }
    }

    func testCanaryGetsItsShareAndTheRestGoesAlongItsChain() {
        let lanes = [
            lane("vp.a", intents: ["coding"]) {
                $0.record.rollout = LaneRollout(.canary(percent: 10))
                $0.policy.fallback = ["vp.c", "vp.b"]
            },
            lane("vp.b", intents: ["b"]), lane("vp.c", intents: ["c"]),
        ]
        // Their shares are 1, 4, 17 and 88.
        for (id, expected) in [
            ("m1", chosen("vp.a", "it takes coding; 0 before it")),
            ("m6", chosen("vp.a", "it takes coding; 0 before it")),
            ("m5", diverted(to: "vp.c", "canary 10 %")),
            ("m2", diverted(to: "vp.c", "canary 10 %")),
        ] as [(MissionID, Router.Decision)] {
            let envelope = mission("coding") { $0.missionID = id }

            XCTAssertEqual(Router.route(envelope, among: lanes), expected, "\(id)")
        }
    }

    func testWhatIsKeptOutGoesToTheFirstOfTheChainThatTakesWork() {
        func lanes(_ change: (inout Lane) -> Void) -> [Lane] {
            [
                lane("vp.a", intents: ["coding"]) {
                    $0.record.rollout = LaneRollout(.off)
                    $0.policy.fallback = ["vp.b", "vp.c"]
                },
                lane("vp.b", intents: ["b"], change), lane("vp.c", intents: ["c"]),
                lane("vp.d", intents: []),
            ]
        }
        let paused = lanes { _ = $0.gate.setPaused(true) }
        let off = lanes { $0.record.rollout = LaneRollout(.off) }
        let own = mission("coding") { $0.fallback = ["vp.c"] }
        let none = mission("coding") { $0.fallback = [] }

        XCTAssertEqual(
            Router.route(mission("coding"), among: lanes { _ in }),
            diverted(to: "vp.b", "off")
        )
        for lanes in [paused, off] {
            XCTAssertEqual(
                Router.route(mission("coding"), among: lanes),
                diverted(to: "vp.c", "off")
            )
        }
        XCTAssertEqual(Router.route(own, among: paused), diverted(to: "vp.c", "off"))
        XCTAssertEqual(Router.route(none, among: paused), diverted(to: "vp.d", "off"))
    }

    func testWhatIsKeptOutWaitsOnALaneOfTheChainThatTakesNoWorkNow() {
        let lanes = [
            lane("vp.a", intents: ["coding"]) {
                $0.record.rollout = LaneRollout(.off)
                $0.policy.fallback = ["vp.b"]
            },
            lane("vp.b", intents: ["b"]) { _ = $0.gate.setPaused(true) },
            lane("vp.c", intents: []),
        ]

        XCTAssertEqual(
            Router.route(mission("coding"), among: lanes),
            diverted(to: "vp.b", "off")
        )
    }

    func testWhatNobodyMayRunIsRefused() {
        let lanes = [
            lane("vp.a", intents: ["coding"]) {
                $0.record.rollout = LaneRollout(.forceFallback)
                $0.policy.fallback = ["vp.b"]
            },
            lane("vp.b", intents: ["b"]) { $0.record.rollout = LaneRollout(.off) },
        ]

        XCTAssertEqual(
            Router.route(mission("coding"), among: lanes),
            .refused(
                ControlError(
                    .refused,
                    .rolloutClosed,
                    "the rollout of lane vp.a is force_fallback, and no lane of its chain may run"
                        + " the mission",
                    object: "vp.a",
                    hint: "lanectl lane rollout vp.a on, or name a lane"
                )
            )
        )
    }

    // MARK: Made

    private func mission(
        _ type: String = "custom",
        on lane: LaneID? = nil,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        .made("m1", on: lane) { envelope in
            envelope.missionType = type
            change(&envelope)
        }
    }

    private func lane(
        _ id: LaneID,
        intents: [String] = [],
        able capabilities: [Capability] = [],
        _ change: (inout Lane) -> Void = { _ in }
    ) -> Lane {
        var policy = LanePolicy()
        policy.intents = intents
        return .made(id, policy: policy) { lane in
            lane.profile.capabilities += capabilities
            change(&lane)
        }
    }

    private func chosen(_ lane: LaneID, _ summary: String) -> Router.Decision {
        .chosen(.init(lane: lane, assignedBy: "router", summary: summary))
    }

    private func diverted(to lane: LaneID, _ rollout: String) -> Router.Decision {
        .chosen(
            .init(
                lane: lane,
                assignedBy: "router",
                summary: "the rollout of lane vp.a is \(rollout); 0 before it",
                reason: .rolloutClosed
            )
        )
    }
}

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
}

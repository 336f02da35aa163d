import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlanePoolWhyTests: XCTestCase {
    private let lane: LaneID = "vp.a"

    func testPoolThatGrantsItsSlotsIsReady() {
        let scene = makeScene()

        XCTAssertEqual(
            scene.core.view(ofPool: "max", at: scene.now)?.why,
            WhyAnswer(.ready, "0 of 4 granted slots are in use")
        )
    }

    func testWaitSaysUntilWhenAndHowToFindOutEarlier() {
        let scene = makeScene { record, now in
            record.status = .exhausted
            record.until = now + .seconds(90)
        }

        var expected = WhyAnswer(
            .poolExhausted,
            "the entitlement of pool max is used up; nothing starts in the next 90000 ms",
            remedy: "wait, or lanectl pool probe max lets one run find out at once"
        )
        expected.earliestStartAt = scene.now.wall + .seconds(90)
        expected.figures["wait_ms"] = 90_000
        assertSays(expected, scene)
    }

    func testPatienceIsAskedForByTheProvider() {
        let scene = makeScene { record, now in
            record.status = .cooling
            record.until = now + .seconds(2)
        }

        var expected = WhyAnswer(
            .poolCooling,
            "the provider of pool max asks for patience; nothing starts in the next 2000 ms",
            remedy: "wait, or lanectl pool probe max lets one run find out at once"
        )
        expected.earliestStartAt = scene.now.wall + .seconds(2)
        expected.figures["wait_ms"] = 2_000
        assertSays(expected, scene)
    }

    func testHoldForALoginSaysWhatToDo() {
        let scene = makeScene { record, now in
            record.hold = PoolHold(
                .authenticationNeeded,
                note: "run m0.1 needs a login",
                actor: "supervisor",
                at: now
            )
        }

        assertSays(
            WhyAnswer(
                .poolHeld,
                "pool max is held by supervisor (authentication_needed): run m0.1 needs a login",
                remedy: "log in, then lanectl pool clear max"
            ),
            scene
        )
    }

    func testHoldOfAnOperatorEndsWithClear() {
        let scene = makeScene { record, now in
            record.status = .exhausted
            record.until = now + .seconds(90)
            record.hold = PoolHold(.operatorRequest, note: "new key", actor: "uid:0", at: now)
        }

        assertSays(
            WhyAnswer(
                .poolHeld,
                "pool max is held by uid:0 (operator_request): new key",
                remedy: "lanectl pool clear max"
            ),
            scene
        )
    }

    func testGateSaysTheWindowTheClassAndTheShare() {
        let scene = makeScene { record, now in
            var reading = PoolReading(
                window: "five_hour",
                model: nil,
                usedPermille: 755,
                readAt: now
            )
            reading.resetAt = now + .seconds(600)
            record.readings = [reading]
        }

        var expected = WhyAnswer(
            .poolGate,
            "75 % of window five_hour of pool max are used; class background stops at 70 %",
            remedy: "wait for its reset, or raise background_gate_percent"
        )
        expected.earliestStartAt = scene.now.wall + .seconds(600)
        expected.figures["gate_percent"] = 70
        expected.figures["used_permille"] = 755
        expected.figures["own_permille"] = 0
        expected.figures["kept_permille"] = 0
        XCTAssertEqual(
            scene.core.explainPool("max", for: .background, at: scene.now),
            expected
        )
        XCTAssertNil(scene.core.explainPool("max", for: .deadline, at: scene.now))
        XCTAssertEqual(scene.core.view(ofPool: "max", at: scene.now)?.why, expected)
    }

    func testGateSaysWhatIsKeptForUseOutside() {
        let scene = makeScene(allowancePercent: 15) { record, now in
            var reading = PoolReading(
                window: "five_hour",
                model: nil,
                usedPermille: 600,
                readAt: now
            )
            reading.ownPermille = 580
            record.readings = [reading]
        }

        let answer = scene.core.explainPool("max", for: .background, at: scene.now)

        XCTAssertEqual(
            answer?.summary,
            "60 % of window five_hour of pool max are used and 13 % kept for use outside;"
                + " class background stops at 70 %"
        )
        XCTAssertEqual(answer?.figures["kept_permille"], 130)
        XCTAssertEqual(answer?.figures["own_permille"], 580)
    }

    func testPoolThatIsNotConfiguredHasNoView() {
        let scene = makeScene()

        XCTAssertNil(scene.core.view(ofPool: "none", at: scene.now))
        XCTAssertEqual(scene.core.poolViews(at: scene.now).map(\.record.name), ["max"])
    }

    // MARK: Making

    /// Requires the same answer for the pool and for every class.
    private func assertSays(_ expected: WhyAnswer, _ scene: Scene, line: UInt = #line) {
        XCTAssertEqual(
            scene.core.view(ofPool: "max", at: scene.now)?.why,
            expected,
            line: line
        )
        for missionClass in MissionClass.allCases {
            XCTAssertEqual(
                scene.core.explainPool("max", for: missionClass, at: scene.now),
                expected,
                line: line
            )
        }
    }

    /// Returns a scene that goes on where the ledger says; `change` gets the row and the time.
    private func makeScene(
        allowancePercent: Int = 0,
        _ change: (inout PoolRecord, WallTime) -> Void = { _, _ in }
    ) -> Scene {
        var configuration = Scene.configuration([lane])
        var policy = PoolPolicy()
        policy.slotCount = 4
        policy.outsideAllowancePercent = allowancePercent
        configuration.pools["max"] = policy
        configuration.lanes.modify(lane) { $0.pool = "max" }
        var record = PoolRecord(name: "max")
        change(&record, Scene.start.wall)
        var recovered = RecoveredState(epoch: Epoch(2))
        recovered.pools = [record]
        return Scene(configuration, recovered: recovered)
    }
}

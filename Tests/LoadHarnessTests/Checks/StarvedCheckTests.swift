import Protocol
import XCTest

@testable import LoadHarness

final class StarvedCheckTests: XCTestCase {
    private var bounds: Bounds {
        var bounds = Bounds()
        bounds.interactiveWaitP99 = .milliseconds(100)
        bounds.backgroundWaitMax = .seconds(1)
        return bounds
    }

    func testCleanHistoryStarvesNobody() throws {
        var bounds = Bounds()
        bounds.interactiveWaitP99 = .seconds(60)
        bounds.backgroundWaitMax = .seconds(600)

        let evidence = try CleanLoad.evidence(missionCount: 300, seed: 8)

        assertClean(StarvedCheck.self, evidence, bounds)
        XCTAssertEqual(StarvedCheck.examine(evidence, bounds).gaps, [])
    }

    func testWithoutBoundsEveryWaitIsAGap() throws {
        var history = History()
        try history.run()

        let result = StarvedCheck.examine(history.evidence, Bounds())

        XCTAssertEqual(result.examinedCount, 1)
        XCTAssertEqual(
            result.gaps,
            [
                "the scenario bounds no wait of interactive missions",
                "the scenario bounds no wait of background missions",
            ]
        )
    }

    func testBackgroundMissionThatWaitsTooLongWhileOthersStartStarves() throws {
        var history = History()
        let mission = try history.submit(.background)
        try history.run(.interactive)
        history.wait(milliseconds: 1_000)
        try history.start(mission)

        assertFindings(
            StarvedCheck.self,
            history.evidence,
            bounds,
            [
                "\(mission): background, waited 1025 ms on vp.load.1, more than 1000 ms, while 1"
                    + " others started"
            ]
        )
    }

    func testMissionThatNeverStartsStarvesToo() throws {
        var history = History()
        let mission = try history.submit(.background)
        history.wait(milliseconds: 2_000)
        try history.run(.interactive)

        let findings = StarvedCheck.examine(history.evidence, bounds).findings
        XCTAssertEqual(findings.map(\.object), [mission.rawValue])
    }

    func testNobodyStarvesWhereNothingStarts() throws {
        var history = History()
        let mission = try history.submit(.background)
        try history.run(.interactive, on: 1)
        history.wait(milliseconds: 2_000)
        try history.start(mission)

        assertClean(StarvedCheck.self, history.evidence, bounds)
    }

    func testOtherLanesOfThePoolAreOfItsGroup() throws {
        var scenario = Scenario()
        scenario.poolCount = 1
        scenario.poolSlotCount = 8
        var history = History(scenario)
        let mission = try history.submit(.background)
        try history.run(.interactive, on: 1)
        history.wait(milliseconds: 2_000)
        try history.start(mission)

        let findings = StarvedCheck.examine(history.evidence, bounds).findings
        XCTAssertEqual(findings.map(\.object), [mission.rawValue])
    }

    func testTimeInWhichTheLaneTakesNothingDoesNotCount() throws {
        let pairs: [(EventType, EventType)] = [
            (.laneExited, .laneReady), (.laneDraining, .laneOpened), (.sessionPaused, .laneOpened),
            (.laneParked, .laneRestored), (.laneExhausted, .laneReplenished),
        ]
        for (closing, opening) in pairs {
            var history = History()
            let mission = try history.submit(.background)
            try history.run(.interactive)
            history.tell(closing, lane: history.lane(0))
            history.wait(milliseconds: 2_000)
            history.tell(opening, lane: history.lane(0))
            history.wait(milliseconds: 5)
            try history.start(mission)

            assertClean(StarvedCheck.self, history.evidence, bounds)
        }
    }

    func testTimeWithoutASupervisorDoesNotCount() throws {
        var history = History()
        let mission = try history.submit(.background)
        try history.run(.interactive)
        history.wait(milliseconds: 2_000)
        history.tell(.supervisorStarted)
        history.tell(.laneAdopted, lane: history.lane(0))
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertClean(StarvedCheck.self, history.evidence, bounds)
    }

    func testTimeInWhichThePoolIsClosedDoesNotCount() throws {
        var scenario = Scenario()
        scenario.poolCount = 1
        scenario.poolSlotCount = 8
        var history = History(scenario)
        let mission = try history.submit(.background)
        try history.run(.interactive)
        history.tell(.poolExhausted, pool: 0, reason: .poolExhausted)
        history.wait(milliseconds: 2_000)
        history.tell(.poolCooling, pool: 0, reason: .poolProbing)
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertClean(StarvedCheck.self, history.evidence, bounds)
    }

    func testTimeForWhichItIsHeldDoesNotCount() throws {
        var history = History()
        let mission = try history.submit(.background)
        try history.end(try history.start(mission), .failed, heldMilliseconds: 1_500)
        try history.run(.interactive)
        history.wait(milliseconds: 2_000)
        try history.start(mission)

        assertClean(StarvedCheck.self, history.evidence, bounds)
    }

    func testWaitGoesOnWhereAMissionIsMoved() throws {
        var history = History()
        let mission = try history.submit(.background)
        try history.run(.interactive)
        history.wait(milliseconds: 600)
        history.move(mission, to: 1)
        history.wait(milliseconds: 600)
        try history.start(mission, on: 1)

        let findings = StarvedCheck.examine(history.evidence, bounds).findings
        XCTAssertEqual(findings.map(\.object), [mission.rawValue])
    }

    func testOneInteractiveMissionInAHundredMayWaitLonger() throws {
        for (count, findingCount) in [(99, 0), (98, 1)] {
            var history = History()
            let mission = try history.submit(.interactive)
            for _ in 0..<count { try history.run(.interactive) }
            try history.end(try history.start(mission))

            let findings = StarvedCheck.examine(history.evidence, bounds).findings
            XCTAssertEqual(findings.count, findingCount, "\(findings)")
            XCTAssertTrue(findings.allSatisfy { $0.object == mission.rawValue })
        }
    }

    func testHoleAndAClockThatWasSetBackAreGaps() throws {
        var history = History()
        try history.run()
        var other = history
        history.change { $0.events.remove(at: 4) }
        other.change { $0.events[3] = $0.events[3].at(WallTime(nanoseconds: 1)) }

        for (evidence, gap) in [
            (history.evidence, EvidenceClock.orderGap), (other.evidence, EvidenceClock.timeGap),
        ] {
            let result = StarvedCheck.examine(evidence, bounds)
            XCTAssertEqual(result.gaps, [gap])
            XCTAssertEqual(result.examinedCount, 0)
        }
    }
}

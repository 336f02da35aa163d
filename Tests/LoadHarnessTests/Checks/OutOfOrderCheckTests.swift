import Protocol
import XCTest

@testable import LoadHarness

final class OutOfOrderCheckTests: XCTestCase {
    func testCleanHistoryIsInOrder() throws {
        assertClean(OutOfOrderCheck.self, try CleanLoad.evidence(missionCount: 400, seed: 6))
        var pooled = Scenario()
        pooled.poolCount = 2
        pooled.poolSlotCount = 5
        pooled.poolReservedSlotCount = 1
        assertClean(
            OutOfOrderCheck.self,
            try CleanLoad.evidence(missionCount: 400, seed: 7, pooled)
        )
    }

    // MARK: Classes

    func testBackgroundBeforeAReadyInteractiveMissionIsAnInversion() throws {
        var history = History()
        let rival = try history.submit(.interactive)
        let mission = try history.submit(.background)
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertFindings(
            OutOfOrderCheck.self,
            history.evidence,
            [
                "\(mission): background, started by event \(last(history)) before \(rival) on"
                    + " vp.load.1, which was interactive and ready"
            ]
        )
    }

    func testDeadlineBeforeAReadyInteractiveMissionIsAnInversion() throws {
        var history = History()
        let rival = try history.submit(.interactive)
        let mission = try history.submit(.deadline, dueInMilliseconds: 10)
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertFindings(
            OutOfOrderCheck.self,
            history.evidence,
            [
                "\(mission): deadline, started by event \(last(history)) before \(rival) on"
                    + " vp.load.1, which was interactive and ready"
            ]
        )
    }

    func testOfTwoThatAreDueAtOnceEitherMayStartFirst() throws {
        for index in 0...1 {
            var history = History()
            let missions = [
                try history.submit(.deadline, dueInMilliseconds: 5_000),
                try history.submit(.deadline, dueInMilliseconds: 5_000),
            ]
            history.wait(milliseconds: 5)
            try history.start(missions[index])
            var evidence = history.evidence
            evidence.missions[1].deadlineAt = evidence.missions[0].deadlineAt

            assertClean(OutOfOrderCheck.self, evidence)
        }
    }

    func testBackgroundBeforeAReadyDeadlineMissionIsAnInversion() throws {
        var history = History()
        let rival = try history.submit(.deadline, dueInMilliseconds: 10_000)
        let mission = try history.submit(.background)
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertFindings(
            OutOfOrderCheck.self,
            history.evidence,
            [
                "\(mission): background, started by event \(last(history)) before \(rival) on"
                    + " vp.load.1, which was a deadline mission and ready"
            ]
        )
    }

    func testWhatWaitsOnAnotherLaneIsNotPassedOver() throws {
        var history = History()
        try history.submit(.interactive, on: 1)
        let mission = try history.submit(.background)
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertClean(OutOfOrderCheck.self, history.evidence)
    }

    func testWhatCameInTheSameMillisecondIsNotPassedOver() throws {
        var history = History()
        let mission = try history.submit(.background)
        history.wait(milliseconds: 5)
        try history.submit(.interactive)
        try history.start(mission)

        assertClean(OutOfOrderCheck.self, history.evidence)
    }

    // MARK: Deadlines

    func testLaterDeadlineBeforeAnEarlierOneIsAnInversion() throws {
        var history = History()
        let rival = try history.submit(.deadline, dueInMilliseconds: 1_000)
        let mission = try history.submit(.deadline, dueInMilliseconds: 5_000)
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertFindings(
            OutOfOrderCheck.self,
            history.evidence,
            [
                "\(mission): deadline, started by event \(last(history)) before \(rival) on"
                    + " vp.load.1, which was ready and due before it"
            ]
        )
    }

    func testEarlierDeadlineThatIsLateStandsBehind() throws {
        var history = History()
        let late = try history.submit(.deadline, dueInMilliseconds: 1_000)
        let mission = try history.submit(.deadline, dueInMilliseconds: 5_000)
        history.wait(milliseconds: 1_001)
        history.tell(.missionSLABreached, late, lane: history.lane(0))
        history.wait(milliseconds: 5)
        try history.start(mission)
        assertClean(OutOfOrderCheck.self, history.evidence)

        let third = try history.submit(.deadline, dueInMilliseconds: 9_000)
        history.wait(milliseconds: 5)
        try history.start(late)

        assertFindings(
            OutOfOrderCheck.self,
            history.evidence,
            [
                "\(late): deadline, started by event \(last(history)) before \(third) on"
                    + " vp.load.1, which was ready and due before it"
            ]
        )
    }

    func testMissionThatContinuesASessionMayHaveToWaitForIt() throws {
        var history = History()
        try history.submit(.deadline, dueInMilliseconds: 1_000, isContinuing: true)
        let mission = try history.submit(.deadline, dueInMilliseconds: 5_000)
        history.wait(milliseconds: 5)
        try history.start(mission)

        assertClean(OutOfOrderCheck.self, history.evidence)
    }

    // MARK: What cannot be decided

    func testMissionThatIsHeldAfterAFailureIsAGap() throws {
        var history = History()
        let rival = try history.submit(.interactive)
        try history.end(try history.start(rival), .failed, heldMilliseconds: 50)
        let mission = try history.submit(.background)
        history.wait(milliseconds: 5)
        try history.start(mission)

        let result = OutOfOrderCheck.examine(history.evidence, Bounds())

        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(
            result.gaps,
            [
                "1 starts were not compared with missions of a higher class that waited for a time"
                    + " or were held"
            ]
        )
    }

    func testMissionThatCameBackAfterACrashIsReady() throws {
        var history = History()
        let rival = try history.submit(.interactive)
        try history.end(try history.start(rival), .crashed)
        let mission = try history.submit(.background)
        history.wait(milliseconds: 5)
        try history.start(mission)

        XCTAssertEqual(OutOfOrderCheck.examine(history.evidence, Bounds()).findings.count, 1)
    }

    func testMovedMissionIsComparedWhereItWent() throws {
        var history = History()
        let rival = try history.submit(.interactive, on: 1)
        history.move(rival, to: 0)
        let mission = try history.submit(.background)
        let other = try history.submit(.background, on: 1)
        history.wait(milliseconds: 5)
        try history.start(other)
        try history.start(mission)

        let findings = OutOfOrderCheck.examine(history.evidence, Bounds()).findings
        XCTAssertEqual(findings.map(\.object), [mission.rawValue])
    }

    func testMissionsThatEndInTheQueueAreNotPassedOver() throws {
        for type in [EventType.missionCancelled, .missionHeld, .missionBlocked] {
            var history = History()
            let rival = try history.submit(.interactive)
            history.tell(type, rival, lane: history.lane(0))
            let mission = try history.submit(.background)
            history.wait(milliseconds: 5)
            try history.start(mission)

            assertClean(OutOfOrderCheck.self, history.evidence)
        }
    }

    func testRolloutThatChangesIsAGap() throws {
        var history = History()
        try history.submit(.interactive)
        history.tell(.laneRolloutChanged, lane: history.lane(0))
        let mission = try history.submit(.background)
        history.wait(milliseconds: 5)
        try history.start(mission)

        let result = OutOfOrderCheck.examine(history.evidence, Bounds())
        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(result.gaps.count, 1)
    }

    // MARK: Shares

    func testClassThatIsDueItsShareIsNoInversion() throws {
        var history = try passedOver(startCount: 8)

        try history.start(background(history))

        assertClean(OutOfOrderCheck.self, history.evidence)
    }

    func testShareBeforeItIsDueIsAnInversion() throws {
        var history = try passedOver(startCount: 7)

        try history.start(background(history))

        XCTAssertEqual(OutOfOrderCheck.examine(history.evidence, Bounds()).findings.count, 1)
    }

    func testShareIsDueAgainOnlyAfterAsManyStarts() throws {
        var history = try passedOver(startCount: 8)
        try history.start(background(history))
        let second = try history.submit(.background)
        history.wait(milliseconds: 5)

        try history.start(second)

        let findings = OutOfOrderCheck.examine(history.evidence, Bounds()).findings
        XCTAssertEqual(findings.map(\.object), [second.rawValue])
    }

    func testNewSupervisorForgetsWhatWasPassedOver() throws {
        var history = try passedOver(startCount: 8)
        history.tell(.supervisorStarted)
        history.wait(milliseconds: 5)

        try history.start(background(history))

        XCTAssertEqual(OutOfOrderCheck.examine(history.evidence, Bounds()).findings.count, 1)
    }

    func testShareInAPoolIsDueOneStartEarlierAndByStartsOnItsOtherLanes() throws {
        var scenario = Scenario()
        scenario.poolCount = 1
        scenario.poolSlotCount = 16
        for (startCount, findingCount) in [(7, 0), (6, 1)] {
            var history = try passedOver(startCount: startCount, scenario, onLane: 1)
            try history.submit(.interactive)
            history.wait(milliseconds: 5)

            try history.start(background(history))

            let findings = OutOfOrderCheck.examine(history.evidence, Bounds()).findings
            XCTAssertEqual(findings.count, findingCount, "\(startCount)")
        }
    }

    func testWithoutSharesNothingLowerStartsFirst() throws {
        var history = try passedOver(startCount: 100)
        history.change { $0.quotas.minimumShareEvery = 0 }

        try history.start(background(history))

        XCTAssertEqual(OutOfOrderCheck.examine(history.evidence, Bounds()).findings.count, 1)
    }

    func testStreamThatBeginsInTheMiddleSaysNothingOfShares() throws {
        var history = try passedOver(startCount: 1)
        history.change { $0.events.removeFirst() }
        try history.start(background(history))

        assertClean(OutOfOrderCheck.self, history.evidence)
    }

    func testHoleInTheStreamIsAGap() throws {
        var history = try passedOver(startCount: 1)
        history.change { $0.events.remove(at: 4) }

        let result = OutOfOrderCheck.examine(history.evidence, Bounds())

        XCTAssertEqual(result.gaps, [EvidenceClock.orderGap])
        XCTAssertEqual(result.examinedCount, 0)
    }

    // MARK: Histories

    /// The first mission, of class background, is passed over so often, and an interactive one waits.
    private func passedOver(
        startCount: Int,
        _ scenario: Scenario = Scenario(),
        onLane lane: Int = 0
    ) throws -> History {
        var history = History(scenario)
        try history.submit(.background)
        for _ in 0..<startCount {
            let mission = try history.submit(.interactive, on: lane)
            history.wait(milliseconds: 1)
            try history.end(try history.start(mission))
        }
        try history.submit(.interactive, on: lane)
        history.wait(milliseconds: 5)
        return history
    }

    private func background(_ history: History) -> MissionID {
        history.evidence.missions[0].missionID
    }

    private func last(_ history: History) -> UInt64 {
        history.evidence.events.last?.sequence ?? 0
    }
}

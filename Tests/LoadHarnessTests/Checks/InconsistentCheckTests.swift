import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class InconsistentCheckTests: XCTestCase {
    func testCleanHistoryIsConsistent() throws {
        let evidence = try CleanLoad.evidence(missionCount: 300, seed: 9)

        assertClean(InconsistentCheck.self, evidence)
        XCTAssertEqual(InconsistentCheck.examine(evidence, Bounds()).gaps, [])
    }

    // MARK: The stream

    func testGapAndRepeatInTheStreamAreFound() throws {
        var history = History()
        for lane in 0..<3 { history.tell(.laneReady, lane: history.lane(lane)) }
        var other = history
        history.change { $0.events.removeSubrange(2...3) }
        other.change { $0.events.insert($0.events[2], at: 3) }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["event 2: the next 2 are missing"]
        )
        assertFindings(InconsistentCheck.self, other.evidence, ["event 3: told after 3"])
    }

    func testProblemsOfTheFileAreFindingsAndUnseenSourcesGaps() throws {
        var history = History()
        try history.run()
        history.change {
            $0.ledgerProblems = ["row 3 missing from index vp_missions_open"]
            $0.gaps = ["the process table of another machine was not seen"]
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["ledger: row 3 missing from index vp_missions_open"]
        )
        XCTAssertEqual(
            InconsistentCheck.examine(history.evidence, Bounds()).gaps,
            ["the process table of another machine was not seen"]
        )
    }

    func testMissingStreamIsAGap() throws {
        var history = History()
        try history.run()
        history.change { $0.events = [] }

        let result = InconsistentCheck.examine(history.evidence, Bounds())

        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(result.gaps, ["there is no event"])
    }

    func testWhatHappenedBeforeTheStreamBeganIsNotAskedFor() throws {
        var history = History()
        try history.run()
        let count = history.evidence.events.count
        history.wait(milliseconds: 10)
        try history.run()
        history.change { $0.events.removeFirst(count) }

        assertClean(InconsistentCheck.self, history.evidence)
    }

    // MARK: Missions

    func testEndThatNoEventTellsOfIsFound() throws {
        var history = History()
        let mission = try history.run()
        history.tell(.laneReady, lane: history.lane(0))
        history.change { evidence in
            let index = evidence.events.count - 2
            evidence.events[index] = evidence.events[index].typed(.missionProgress)
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            [
                "\(mission): completed in the ledger, and no event tells of it",
                "\(mission).1: completed in the ledger, and no event tells of it",
            ]
        )
    }

    func testTwoTerminalEventsAreFound() throws {
        var history = History()
        let mission = try history.run()
        let first = try XCTUnwrap(history.evidence.events.last?.sequence)
        history.tell(.missionCompleted, mission, lane: history.lane(0))

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission): 2 terminal events: \(first), \(first + 1)"]
        )
    }

    func testEndOfAnotherKindIsFound() throws {
        var history = History()
        let mission = try history.run()
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        history.change { $0.missions[0].status = .cancelled }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            [
                "\(mission): cancelled in the ledger, completed by event \(number)",
                "\(mission).1: completed though its mission is cancelled",
            ]
        )
    }

    func testEndOfAMissionThatIsNotInTheLedgerIsFound() throws {
        var history = History()
        let mission = try history.submit()
        history.tell(.missionCancelled, mission, lane: history.lane(0))
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        history.change { $0.missions = [] }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission): cancelled by event \(number), and not in the ledger"]
        )
    }

    func testTerminalRowWithoutAnEndIsFound() throws {
        var history = History()
        let mission = try history.run()
        history.change { $0.missions[0].endedAt = nil }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission): completed without an end"]
        )
    }

    func testMissionOfAnotherClassThanWasSentIsFound() throws {
        var history = History()
        let mission = try history.run(.interactive)
        history.change {
            let old = $0.missions[0]
            $0.missions[0] = LedgerMission(
                missionID: old.missionID,
                key: old.key,
                missionClass: .background,
                status: old.status,
                lane: old.lane,
                createdAt: old.createdAt,
                endedAt: old.endedAt,
                isContinuing: false
            )
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission): sent as interactive, background in the ledger"]
        )
    }

    func testAcknowledgedMissionThatIsNeverQueuedIsFound() throws {
        var history = History()
        let mission = try history.run()
        history.change { evidence in
            for index in evidence.events.indices
            where evidence.events[index].type == .missionQueued {
                evidence.events[index] = evidence.events[index].typed(.missionProgress)
            }
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission): acknowledged, and no event tells that it is queued"]
        )
    }

    // MARK: Attempts

    func testAttemptThatWasNotDispatchedByAnEventIsFound() throws {
        var history = History()
        let mission = try history.run()
        history.change { evidence in
            for index in evidence.events.indices
            where evidence.events[index].type == .missionDispatched {
                evidence.events[index] = evidence.events[index].typed(.missionProgress)
            }
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission).1: in the ledger, and no event tells that it was dispatched"]
        )
    }

    func testDispatchWithoutAnAttemptIsFound() throws {
        var history = History()
        let mission = try history.submit()
        let run = try history.start(mission)
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        let time = history.evidence.effects[0].at
        history.change { $0.attempts = [] }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            [
                "\(run): dispatched by event \(number), and not in the ledger",
                "\(run): wrote start at \(time), and is not in the ledger",
            ]
        )
    }

    func testAttemptOnAnotherLaneOrWithAnotherFenceIsFound() throws {
        var history = History()
        let mission = try history.run()
        let number = try XCTUnwrap(
            history.evidence.events.first { $0.type == .missionDispatched }?.sequence
        )
        let lane = history.lane(1)
        var other = history
        history.change { $0.attempts[0] = replaced($0.attempts[0], lane: lane, fence: Fence(1)) }
        other.change {
            $0.attempts[0] = replaced($0.attempts[0], lane: $0.attempts[0].lane, fence: Fence(9))
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            [
                "\(mission).1: on vp.load.2 in the ledger, on vp.load.1 by event \(number)",
                "\(mission).1: on vp.load.2 in the ledger, on vp.load.1 by its own line",
                "\(mission).1: on vp.load.2 in the ledger, on vp.load.1 by its own line",
            ]
        )
        assertFindings(
            InconsistentCheck.self,
            other.evidence,
            [
                "\(mission).1: has fence 9 in the ledger, 1 by event \(number)",
                "\(mission).1: has fence 9 in the ledger, 1 by its own line",
                "\(mission).1: has fence 9 in the ledger, 1 by its own line",
            ]
        )
    }

    func testFencesThatDoNotAscendAreFound() throws {
        var history = History()
        try history.run()
        try history.run()
        let number = try XCTUnwrap(
            history.evidence.events.last { $0.type == .missionDispatched }?.sequence
        )
        history.change { evidence in
            for index in evidence.events.indices where evidence.events[index].sequence == number {
                evidence.events[index].payload["fence"] = .integer(1)
            }
            evidence.attempts[1] = replaced(
                evidence.attempts[1],
                lane: evidence.attempts[1].lane,
                fence: Fence(1)
            )
            evidence.effects = []
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["event \(number): has fence 1, after 1"]
        )
    }

    func testAttemptWithAnotherOutcomeIsFound() throws {
        var history = History()
        let mission = try history.run()
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        history.change { $0.attempts[0].outcome = .crashed }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission).1: crashed in the ledger, completed by event \(number)"]
        )
    }

    func testAttemptThatIsOpenThoughEverythingIsOverIsFound() throws {
        var history = History()
        let mission = try history.run()
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        history.change {
            $0.attempts[0].outcome = nil
            $0.attempts[0].endedAt = nil
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            [
                "\(mission).1: open in the ledger, over by event \(number)",
                "\(mission).1: open though its mission is completed",
            ]
        )
    }

    func testAttemptOfAnUnknownMissionIsFound() throws {
        var history = History()
        let mission = try history.submit()
        let run = try history.start(mission)
        history.change {
            $0.missions = []
            $0.submissions = []
        }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(run): an attempt of a mission that is not in the ledger"]
        )
    }

    func testEndWithoutAStartIsFound() throws {
        var history = History()
        let mission = try history.run()
        history.change { $0.effects.removeFirst() }

        assertFindings(
            InconsistentCheck.self,
            history.evidence,
            ["\(mission).1: wrote its end and never its start"]
        )
    }

    private func replaced(
        _ attempt: LedgerAttempt,
        lane: LaneID,
        fence: Fence
    ) -> LedgerAttempt {
        LedgerAttempt(
            runID: attempt.runID,
            missionID: attempt.missionID,
            lane: lane,
            fence: fence,
            dispatchedAt: attempt.dispatchedAt,
            startedAt: attempt.startedAt,
            endedAt: attempt.endedAt,
            outcome: attempt.outcome
        )
    }
}

import Protocol
import XCTest

@testable import LoadHarness

final class DuplicatedCheckTests: XCTestCase {
    func testCleanHistoryHasNothingTwice() throws {
        assertClean(DuplicatedCheck.self, try CleanLoad.evidence(missionCount: 200, seed: 2))
    }

    func testOneNumberUnderTwoIdentifiersIsADuplicate() throws {
        var history = History()
        let first = try history.run()
        let second = try history.run()

        history.change {
            let old = $0.submissions[1]
            $0.submissions[1] = Submission(
                number: 0,
                missionID: old.missionID,
                missionClass: old.missionClass,
                sentAt: old.sentAt,
                acknowledgedAt: old.acknowledgedAt,
                sendCount: 2
            )
        }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            [
                "\(second): acknowledged as number 0, as \(first) is",
                "\(first): in the ledger as number 0, acknowledged as \(second)",
            ]
        )
    }

    func testTwoNumbersUnderOneIdentifierAreADuplicate() throws {
        var history = History()
        let mission = try history.run()

        history.change {
            let old = $0.submissions[0]
            $0.submissions.append(
                Submission(
                    number: 1,
                    missionID: old.missionID,
                    missionClass: old.missionClass,
                    sentAt: old.sentAt,
                    acknowledgedAt: old.acknowledgedAt,
                    sendCount: 1
                )
            )
        }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(mission): acknowledged as number 0 and as 1"]
        )
    }

    func testTwoRowsWithOneKeyAreADuplicate() throws {
        var history = History()
        let first = try history.run()
        let second = try history.run()

        history.change {
            let old = $0.missions[1]
            $0.submissions.removeLast()
            $0.missions[1] = LedgerMission(
                missionID: old.missionID,
                key: $0.missions[0].key,
                missionClass: old.missionClass,
                status: old.status,
                lane: old.lane,
                createdAt: old.createdAt,
                endedAt: old.endedAt,
                isContinuing: false
            )
        }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(second): has the key load-7-0, as \(first) has"]
        )
    }

    func testRowThatIsThereTwiceIsADuplicate() throws {
        var history = History()
        let mission = try history.run()

        history.change { $0.missions.append($0.missions[0]) }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(mission): in the ledger twice"]
        )
    }

    func testTwoAcceptedResultsAreADuplicate() throws {
        var history = History()
        let mission = try history.submit()
        try history.end(try history.start(mission), .crashed)
        try history.end(try history.start(mission))

        history.change { $0.attempts[0].outcome = .completed }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(mission): two accepted results, of \(mission).1 and of \(mission).2"]
        )
    }

    func testAttemptBesideAnOpenOneIsADuplicateInTheLedger() throws {
        var history = History()
        let mission = try history.submit()
        try history.end(try history.start(mission), .crashed)
        let second = try history.start(mission)
        let start = history.evidence.attempts[1].dispatchedAt
        let late = start + .milliseconds(1)
        try history.end(second)

        history.change { $0.attempts[0].endedAt = late }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(second): dispatched at \(start) beside \(mission).1, open until \(late)"]
        )
    }

    func testAttemptBesideOneThatNeverEndsIsADuplicate() throws {
        var history = History()
        let mission = try history.submit()
        try history.end(try history.start(mission), .crashed)
        let second = try history.start(mission)
        let start = history.evidence.attempts[1].dispatchedAt
        try history.end(second)

        history.change { $0.attempts[0].endedAt = nil }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(second): dispatched at \(start) beside \(mission).1, still open"]
        )
    }

    func testDispatchBeforeTheEndIsADuplicateByEvents() throws {
        var history = History()
        let mission = try history.submit()
        try history.end(try history.start(mission), .crashed)
        let second = try history.start(mission)
        try history.end(second)

        history.change { evidence in
            // The two change places; their numbers stay in order.
            let events = evidence.events
            let crash = events.count - 3
            evidence.events[crash] = events[crash + 1].renumbered(events[crash].sequence)
            evidence.events[crash + 1] = events[crash].renumbered(events[crash + 1].sequence)
        }

        let number = history.evidence.events[history.evidence.events.count - 3].sequence
        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(second): dispatched by event \(number) before \(mission).1 had ended"]
        )
    }

    func testEventsAreNotFollowedOverAHole() throws {
        var history = History()
        let mission = try history.submit()
        try history.end(try history.start(mission), .crashed)
        try history.end(try history.start(mission))

        history.change { evidence in
            evidence.events.removeAll { $0.type == .missionCrashed }
        }

        let result = DuplicatedCheck.examine(history.evidence, Bounds())
        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(result.gaps, [EvidenceClock.orderGap])
    }

    func testRunThatFoundAnotherAliveIsADuplicate() throws {
        var history = History()
        let mission = try history.submit()
        let run = try history.start(mission)
        let time = history.evidence.effects[0].at
        try history.end(run)

        history.change {
            let old = $0.effects[0]
            $0.effects[0] = RunEffect(
                at: old.at,
                lane: old.lane,
                missionID: old.missionID,
                runID: old.runID,
                fence: old.fence,
                process: old.process,
                kind: .overlap
            )
        }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(run): found another run of \(mission) alive at \(time)"]
        )
    }

    func testOlderRunAtWorkAfterALaterOneBeganIsADuplicate() throws {
        var history = History()
        let mission = try history.submit()
        let first = try history.start(mission)
        try history.end(first, .failed, heldMilliseconds: 1)
        let second = try history.start(mission)
        try history.end(second)
        let time = history.evidence.effects[1].at

        history.change { $0.effects.swapAt(1, 2) }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(first): at work at \(time), after \(second) had begun"]
        )
    }

    func testRunThatBeginsTwiceIsADuplicate() throws {
        var history = History()
        let mission = try history.submit()
        let run = try history.start(mission)
        let time = history.evidence.effects[0].at
        try history.end(run)

        history.change { $0.effects.insert($0.effects[0], at: 0) }

        assertFindings(
            DuplicatedCheck.self,
            history.evidence,
            ["\(run): began twice, the second time at \(time)"]
        )
    }

    func testTimesAreNotComparedWhenTheClockWasSetBack() throws {
        var history = History()
        let mission = try history.submit()
        try history.end(try history.start(mission), .crashed)
        try history.end(try history.start(mission))

        history.change {
            $0.attempts[0].endedAt = nil
            $0.events[2] = $0.events[2].at(WallTime(nanoseconds: 1))
        }

        let result = DuplicatedCheck.examine(history.evidence, Bounds())
        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(result.gaps, [EvidenceClock.timeGap])
    }
}

import Protocol
import XCTest

@testable import LoadHarness

final class LostCheckTests: XCTestCase {
    func testCleanHistoryHasLostNothing() throws {
        let evidence = try CleanLoad.evidence(missionCount: 200, seed: 1)

        assertClean(LostCheck.self, evidence)
        XCTAssertEqual(LostCheck.examine(evidence, Bounds()).examinedCount, 200)
    }

    func testAcknowledgedMissionThatIsNotInTheLedgerIsLost() throws {
        var history = History()
        let mission = try history.run()
        let time = try XCTUnwrap(history.evidence.submissions.first?.acknowledgedAt)

        history.change { $0.missions = [] }

        assertFindings(
            LostCheck.self,
            history.evidence,
            ["\(mission): acknowledged at \(time), and not in the ledger"]
        )
    }

    func testMissionThatNeverEndsIsLost() throws {
        var history = History()
        try history.run()
        let mission = try history.submit()
        history.change { $0.missions[1].reason = .slotsBusy }

        assertFindings(
            LostCheck.self,
            history.evidence,
            ["\(mission): queued (slots_busy) when everything was to have ended"]
        )
    }

    func testCompletedMissionWithoutACompletedAttemptIsLost() throws {
        var history = History()
        let mission = try history.run()

        history.change { $0.attempts[0].outcome = .failed }

        assertFindings(
            LostCheck.self,
            history.evidence,
            ["\(mission): completed, and no attempt of it is"]
        )
    }

    func testCompletedMissionWhoseRunNeverReachedItsEndIsLost() throws {
        var history = History()
        let mission = try history.run()
        try history.run()

        history.change { $0.effects.remove(at: 1) }

        assertFindings(
            LostCheck.self,
            history.evidence,
            ["\(mission): completed, and run \(mission).1 never wrote its end"]
        )
    }

    func testEndOfAnEarlierRunIsNotTheEndOfTheOneThatCompleted() throws {
        var history = History()
        let mission = try history.submit()
        try history.end(try history.start(mission), .failed, heldMilliseconds: 1)
        try history.end(try history.start(mission))

        history.change { $0.effects.remove(at: 3) }

        assertFindings(
            LostCheck.self,
            history.evidence,
            ["\(mission): completed, and run \(mission).2 never wrote its end"]
        )
    }

    func testRunsThatCouldNotBeLookedAtAreAGapAndNoFinding() throws {
        var history = History()
        try history.run()
        history.change {
            $0.effects = []
            $0.gaps = ["the effects file is on a machine that is gone"]
        }

        let result = LostCheck.examine(history.evidence, Bounds())

        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(
            result.gaps,
            ["whether runs reached their end is not known: they wrote nothing"]
        )
    }

    func testMissionsThatNobodyWasPromisedAreNotAskedFor() throws {
        var history = History()
        try history.run()
        try history.submit()
        history.change { $0.submissions.removeLast() }

        assertClean(LostCheck.self, history.evidence)
    }
}

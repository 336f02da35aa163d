import Protocol
import XCTest

@testable import LoadHarness

final class OrphanedCheckTests: XCTestCase {
    func testCleanHistoryLeavesNothing() throws {
        assertClean(OrphanedCheck.self, try CleanLoad.evidence(missionCount: 200, seed: 3))
    }

    func testProcessOfARunThatIsOverIsAnOrphan() throws {
        var history = History()
        let mission = try history.run()
        let end = try XCTUnwrap(history.evidence.attempts[0].endedAt)

        history.change { $0.survivors = [survivor("\(mission).1")] }

        assertFindings(
            OrphanedCheck.self,
            history.evidence,
            ["pid 77: alive, of run \(mission).1, completed at \(end): sleep 30"]
        )
    }

    func testProcessOfAnUnknownRunAndAWorkerTooManyAreOrphans() throws {
        var history = History()
        try history.run()

        history.change { $0.survivors = [survivor("m-9.1"), survivor(nil)] }

        assertFindings(
            OrphanedCheck.self,
            history.evidence,
            [
                "pid 77: alive, of run m-9.1, not in the ledger: sleep 30",
                "pid 77: one worker too many: sleep 30",
            ]
        )
    }

    func testProcessOfAnOpenAttemptIsAnOrphanWhenEverythingHasEnded() throws {
        var history = History()
        let mission = try history.submit()
        try history.start(mission)

        history.change { $0.survivors = [survivor("\(mission).1")] }

        assertFindings(
            OrphanedCheck.self,
            history.evidence,
            ["pid 77: alive, of run \(mission).1, still open: sleep 30"]
        )
    }

    func testLineWrittenAfterTheEndOfTheAttemptIsOfAnOrphan() throws {
        var history = History()
        let mission = try history.run()
        let line = history.evidence.effects[1].at
        let end = WallTime(nanoseconds: line.nanoseconds - 1)

        history.change { $0.attempts[0].endedAt = end }

        assertFindings(
            OrphanedCheck.self,
            history.evidence,
            ["\(mission).1: wrote end at \(line), over since \(end)"]
        )
    }

    private func survivor(_ run: String?) -> Survivor {
        Survivor(
            process: ProcessIdentity(pid: 77, startTicks: 1),
            runID: run,
            command: "sleep 30"
        )
    }
}

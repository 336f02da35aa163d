import Protocol
import XCTest

@testable import LoadHarness

final class OverQuotaCheckTests: XCTestCase {
    func testCleanHistoryKeepsItsQuotas() throws {
        assertClean(OverQuotaCheck.self, try CleanLoad.evidence(missionCount: 300, seed: 4))
        assertClean(
            OverQuotaCheck.self,
            try CleanLoad.evidence(missionCount: 300, seed: 5, pooled())
        )
    }

    func testEachSourceIsExamined() throws {
        var history = History()
        try history.run()

        // One start by events, one by the ledger, one by effects.
        XCTAssertEqual(OverQuotaCheck.examine(history.evidence, Bounds()).examinedCount, 3)
    }

    // MARK: Lanes

    func testOneRunTooManyIsFoundInTheOrderOfEvents() throws {
        var history = try full()
        // The ledger and the lines say that it began when there was room.
        let run = try history.start(try history.submit(.interactive))
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        history.change {
            let end = $0.attempts[2].dispatchedAt
            $0.attempts[0].endedAt = end
            $0.attempts[1].endedAt = end
            $0.effects.removeLast()
        }

        assertFindings(
            OverQuotaCheck.self,
            history.evidence,
            ["vp.load.1: 3 runs in 2 slots: \(run) started by event \(number)"]
        )
    }

    func testOneRunTooManyIsFoundInTheLedger() throws {
        var history = try full()
        try history.end(try run(0, of: history))
        let run = try history.start(try history.submit(.interactive))
        let start = history.evidence.attempts[2].dispatchedAt

        history.change {
            $0.attempts[0].endedAt = $0.attempts[2].dispatchedAt + .milliseconds(1)
        }

        assertFindings(
            OverQuotaCheck.self,
            history.evidence,
            ["vp.load.1: 3 runs in 2 slots: \(run) started by the ledger at \(start)"]
        )
    }

    func testOneRunTooManyIsFoundInWhatRunsWrote() throws {
        var history = try full()
        try history.end(try run(0, of: history))
        let run = try history.start(try history.submit(.interactive))

        let time = try XCTUnwrap(history.evidence.effects.last?.at)
        history.change {
            // The first run was at work until after the third began.
            let old = $0.effects.remove(at: 2)
            $0.effects.append(
                RunEffect(
                    at: time + .milliseconds(1),
                    lane: old.lane,
                    missionID: old.missionID,
                    runID: old.runID,
                    fence: old.fence,
                    process: old.process,
                    kind: .end
                )
            )
        }

        assertFindings(
            OverQuotaCheck.self,
            history.evidence,
            ["vp.load.1: 3 runs in 2 slots: \(run) started by its own line at \(time)"]
        )
    }

    func testOneRunTooManyIsFoundInWhatTheSupervisorSays() throws {
        var history = History(scenario())
        try history.run()
        let time = history.time

        history.change {
            for count in [2, 3, 3, 2] {
                $0.samples.append(
                    LoadSample(
                        at: time,
                        queuedCounts: [0, 0, 0],
                        runCounts: [count, 0],
                        pools: [],
                        residentKiB: nil,
                        descriptorCount: nil,
                        ledgerByteCount: nil
                    )
                )
            }
        }

        assertFindings(
            OverQuotaCheck.self,
            history.evidence,
            ["vp.load.1: 3 runs in 2 slots, by its status at \(time)"]
        )
    }

    func testReservedSlotIsNotForOthers() throws {
        var history = History(scenario())
        try history.start(try history.submit(.background))
        let run = try history.start(try history.submit(.deadline, dueInMilliseconds: 100))
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        let attempt = history.evidence.attempts[1].dispatchedAt
        let line = try XCTUnwrap(history.evidence.effects.last?.at)

        let what =
            "2 runs that are not interactive in the 1 of 2 slots that are not reserved: \(run) started"
        assertFindings(
            OverQuotaCheck.self,
            history.evidence,
            [
                "vp.load.1: \(what) by event \(number)",
                "vp.load.1: \(what) by the ledger at \(attempt)",
                "vp.load.1: \(what) by its own line at \(line)",
            ]
        )
    }

    func testOneExcessIsOneFindingUntilThereIsRoomAgain() throws {
        var history = try full()
        try history.start(try history.submit(.interactive))
        try history.start(try history.submit(.interactive))

        let events = OverQuotaCheck.examine(history.evidence, Bounds()).findings.filter {
            $0.message.contains("by event")
        }

        XCTAssertEqual(events.count, 1)
    }

    func testRunThatWasKilledHoldsItsSlotUntilItsAttemptIsOver() throws {
        var history = try full()
        try history.end(try run(0, of: history), .crashed)
        try history.start(try history.submit(.interactive))

        assertClean(OverQuotaCheck.self, history.evidence)
    }

    // MARK: Pools

    func testOneRunTooManyInAPoolIsFoundThoughItsLanesHaveSlots() throws {
        var history = History(pooled())
        for lane in 0..<3 {
            try history.start(try history.submit(.interactive, on: lane), on: lane)
        }
        let run = try history.start(try history.submit(.interactive, on: 0))
        try history.start(try history.submit(.interactive, on: 2))

        let findings = OverQuotaCheck.examine(history.evidence, Bounds()).findings
        XCTAssertEqual(Set(findings.map(\.object)), ["pool load.1"])
        XCTAssertEqual(findings.count, 3)
        XCTAssertTrue(
            findings.allSatisfy { $0.message.hasPrefix("3 runs in 2 slots: \(run) started") },
            "\(findings)"
        )
    }

    func testRunThatWaitsForAPersonHoldsNoPermit() throws {
        var history = History(pooled())
        let waiting = try history.submit(.interactive, on: 0)
        let run = try history.start(waiting)
        let lane = history.lane(0)
        try history.start(try history.submit(.interactive, on: 2), on: 2)
        history.tell(.missionBlocked, waiting, lane: lane, run, reason: .question)
        try history.start(try history.submit(.interactive, on: 2), on: 2)
        history.tell(.missionUnblocked, waiting, lane: lane, run)
        try history.end(run)

        let result = OverQuotaCheck.examine(history.evidence, Bounds())

        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(result.gaps.count, 1)
    }

    func testRunThatIsStoppedWhileItWaitsForAPersonHasItsPermitAgain() throws {
        var history = History(pooled())
        let waiting = try history.submit(.interactive, on: 0)
        let run = try history.start(waiting)
        history.tell(.missionBlocked, waiting, lane: history.lane(0), run, reason: .question)
        try history.end(run, .interrupted)
        try history.start(try history.submit(.interactive, on: 2), on: 2)
        try history.start(try history.submit(.interactive, on: 2), on: 2)
        XCTAssertEqual(OverQuotaCheck.examine(history.evidence, Bounds()).findings, [])

        let third = try history.start(try history.submit(.interactive, on: 0))
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)

        let findings = OverQuotaCheck.examine(history.evidence, Bounds()).findings
        XCTAssertEqual(
            findings.first?.message,
            "3 runs in 2 slots: \(third) started by event \(number)"
        )
    }

    // MARK: Closed pools

    func testNothingStartsInAThrottledPool() throws {
        var history = History(pooled())
        let mission = try history.submit(.interactive)
        history.tell(.poolThrottled, pool: 0, reason: .poolCooling)
        let closing = try XCTUnwrap(history.evidence.events.last?.sequence)
        let run = try history.start(mission)
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)

        assertFindings(
            OverQuotaCheck.self,
            history.evidence,
            [
                "\(run): started by event \(number) in pool load.1, throttled since event"
                    + " \(closing)"
            ]
        )
    }

    func testPoolThatIsOpenAgainMayStart() throws {
        var history = History(pooled())
        let mission = try history.submit(.interactive)
        history.tell(.poolThrottled, pool: 0, reason: .poolCooling)
        history.tell(.poolCooling, pool: 0)
        try history.start(mission)

        assertClean(OverQuotaCheck.self, history.evidence)
    }

    func testOtherPoolsGoOn() throws {
        var history = History(pooled())
        let mission = try history.submit(.interactive, on: 1)
        history.tell(.poolExhausted, pool: 0, reason: .poolExhausted)
        try history.start(mission)

        assertClean(OverQuotaCheck.self, history.evidence)
    }

    func testOneProbeMayStartAndTheNextOnlyAfterIt() throws {
        var history = History(pooled())
        history.tell(.poolExhausted, pool: 0, reason: .poolExhausted)
        history.tell(.poolCooling, pool: 0, reason: .poolProbing)
        let probe = try history.start(try history.submit(.interactive))
        let herd = try history.start(try history.submit(.interactive, on: 2), on: 2)
        let number = try XCTUnwrap(history.evidence.events.last?.sequence)
        try history.end(herd)
        try history.end(probe, .interrupted)
        let next = try history.start(try history.submit(.interactive))
        history.tell(.poolRecovered, pool: 0)
        try history.end(next)
        try history.start(try history.submit(.interactive))

        assertFindings(
            OverQuotaCheck.self,
            history.evidence,
            ["\(herd): started by event \(number) in pool load.1, probed by \(probe)"]
        )
    }

    func testHoleInTheStreamIsAGap() throws {
        var history = try full()
        try history.end(try run(0, of: history))
        history.change { $0.events.remove(at: 3) }

        let result = OverQuotaCheck.examine(history.evidence, Bounds())

        XCTAssertEqual(result.findings, [])
        XCTAssertEqual(result.gaps, [EvidenceClock.orderGap])
    }

    // MARK: Histories

    private func scenario() -> Scenario {
        var scenario = Scenario()
        scenario.laneCount = 2
        scenario.slotCount = 2
        return scenario
    }

    /// Lanes 0 and 2 share pool 0, lanes 1 and 3 share pool 1.
    private func pooled() -> Scenario {
        var scenario = Scenario()
        scenario.poolCount = 2
        scenario.poolSlotCount = 2
        scenario.poolReservedSlotCount = 1
        return scenario
    }

    /// Both slots of lane 0 are taken.
    private func full() throws -> History {
        var history = History(scenario())
        try history.start(try history.submit(.interactive))
        try history.start(try history.submit(.background))
        return history
    }

    private func run(_ index: Int, of history: History) throws -> RunID {
        history.evidence.attempts[index].runID
    }
}

import LaneCore
import Protocol
import XCTest

final class LaneCoreTests: XCTestCase {
    // MARK: Starting runs

    func testStartIsAcceptedBeforeItIsLaunched() {
        var bench = Bench()
        _ = bench.hello()

        let effects = bench.command(.startMission(Bench.order()))

        XCTAssertEqual(
            effects,
            [
                Bench.say(.accepted(runID: Bench.run, fence: Bench.fence)),
                .launch(Bench.order()),
            ]
        )
    }

    func testSameFenceAgainStartsNothing() {
        var bench = Bench.executing()

        let effects = bench.command(.startMission(Bench.order()))

        XCTAssertEqual(effects, [Bench.say(.accepted(runID: Bench.run, fence: Bench.fence))])
    }

    func testSameFenceAgainStartsNothingWhenTheResultWaits() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        _ = bench.handle(.treeGone(Bench.run))

        let whileWriting = bench.command(.startMission(Bench.order()))
        _ = bench.handle(.outboxWritten(Bench.run))
        let whenDurable = bench.command(.startMission(Bench.order()))

        let accepted = [Bench.say(.accepted(runID: Bench.run, fence: Bench.fence))]
        XCTAssertEqual(whileWriting, accepted)
        XCTAssertEqual(whenDurable, accepted)
    }

    func testOtherFenceOfAKnownRunIsRefused() {
        var bench = Bench.executing()

        let lower = bench.command(.startMission(Bench.order(fence: Fence(9))))
        let higher = bench.command(.startMission(Bench.order(fence: Fence(11))))

        XCTAssertEqual(
            lower,
            [refusal(Fence(9), "run m1.1 exists with fence 10, not 9")]
        )
        XCTAssertEqual(
            higher,
            [refusal(Fence(11), "run m1.1 exists with fence 10, not 11")]
        )
    }

    func testFenceThatWasAcknowledgedIsRefused() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        _ = bench.handle(.treeGone(Bench.run))
        _ = bench.handle(.outboxWritten(Bench.run))
        _ = bench.command(acknowledge(Bench.fence))

        let effects = bench.command(.startMission(Bench.order()))

        XCTAssertEqual(
            effects,
            [refusal(Bench.fence, "run m1.1 with fence 10 was acknowledged already")]
        )
    }

    func testStartIsRefusedOnceQuiescing() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.quiesce)

        let effects = bench.command(.startMission(Bench.order()))

        XCTAssertEqual(
            effects,
            [refusal(Bench.fence, "the worker was told to take no new run")]
        )
    }

    func testStartIsRefusedWhenTheOutboxIsFull() {
        var bench = Bench { $0.outboxEntryCountMax = 1 }
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.order()))

        let second = Bench.order(Bench.runID("m2.1"), fence: Fence(11))
        let effects = bench.command(.startMission(second))

        XCTAssertEqual(
            effects,
            [
                Bench.say(
                    .refused(
                        runID: Bench.runID("m2.1"),
                        fence: Fence(11),
                        message: "0 results wait for an acknowledgement"
                    )
                )
            ]
        )
    }

    // MARK: The outbox

    func testResultIsSaidOnlyWhenDurable() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))

        let gone = bench.handle(.treeGone(Bench.run))
        let result = bench.result(.completed, .finished) { $0.exit = .code(0) }
        let written = bench.handle(.outboxWritten(Bench.run))

        XCTAssertEqual(gone, [.writeOutbox(result)])
        XCTAssertEqual(written, [Bench.say(.ended(result))])
    }

    func testFailedOutboxWriteIsTriedAgainWithBackoff() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        let first = bench.handle(.treeGone(Bench.run))

        let failed = bench.handle(.outboxWriteFailed(Bench.run, message: "no space left"))
        let tooEarly = bench.tick(after: 99)
        let second = bench.tick(after: 1)
        _ = bench.handle(.outboxWriteFailed(Bench.run, message: "no space left"))

        XCTAssertEqual(failed, [])
        XCTAssertEqual(tooEarly, [])
        XCTAssertEqual(second, first)
        XCTAssertEqual(bench.core.nextDeadline, bench.now.boot + .milliseconds(200))
    }

    func testStopCountsWhileTheResultIsNotDurable() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        _ = bench.handle(.treeGone(Bench.run))
        let expected = bench.result(.cancelled, .operatorRequest) {
            $0.scope = .operator
            $0.exit = .code(0)
        }
        _ = bench.handle(.outboxWriteFailed(Bench.run, message: "no space left"))

        _ = bench.command(cancel(.cancel))

        XCTAssertEqual(bench.tick(after: 100), [.writeOutbox(expected)])
    }

    func testStopComesTooLateOnceTheWriteIsUnderWay() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        _ = bench.handle(.treeGone(Bench.run))
        let result = bench.result(.completed, .finished) { $0.exit = .code(0) }

        let effects = bench.command(cancel(.cancel))

        XCTAssertEqual(effects, [])
        XCTAssertEqual(bench.handle(.outboxWritten(Bench.run)), [Bench.say(.ended(result))])
    }

    func testCancelOfAnEndedRunSaysItsResultAgain() {
        let result = earlierResult()
        var bench = Bench(outbox: [result])
        _ = bench.hello()

        XCTAssertEqual(bench.command(cancel(.cancel)), [Bench.say(.ended(result))])
    }

    func testCancelOfAnUnknownRunIsIgnored() {
        var bench = Bench()
        _ = bench.hello()

        XCTAssertEqual(bench.command(cancel(.cancel)), [])
    }

    func testCancelWithAnotherFenceIsIgnored() {
        var bench = Bench.executing()

        let effects = bench.command(
            .cancelMission(
                runID: Bench.run,
                fence: Fence(9),
                intent: .cancel,
                isImmediate: true
            )
        )

        XCTAssertEqual(effects, [])
    }

    func testEveryDispositionDeletesTheEntry() {
        for disposition in ResultDisposition.allCases {
            var bench = Bench(outbox: [earlierResult()])
            _ = bench.hello()

            let effects = bench.command(
                .acknowledge(runID: Bench.run, fence: Bench.fence, disposition: disposition)
            )

            XCTAssertEqual(effects, [.deleteOutboxEntry(Bench.run)])
            XCTAssertEqual(bench.core.outboxEntryCount, 0)
        }
    }

    func testAcknowledgementWithAnotherFenceKeepsTheEntry() {
        var bench = Bench(outbox: [earlierResult()])
        _ = bench.hello()

        XCTAssertEqual(bench.command(acknowledge(Fence(11))), [])
        XCTAssertEqual(bench.core.outboxEntryCount, 1)
    }

    // MARK: Heartbeats

    func testHeartbeatComesEachSecondWhileARunIsActive() {
        var bench = Bench.executing()
        _ = bench.handle(
            .outputReceived(Bench.run, byteCount: 5, droppedByteCount: 0)
        )
        _ = bench.handle(.reported(Bench.run, .toolStarted(id: "t1")))

        let early = bench.tick(after: 999)
        let due = bench.tick(after: 1)

        let run = Heartbeat.Run(
            runID: Bench.run,
            fence: Bench.fence,
            progressCounter: 6,
            isToolInFlight: true,
            usage: Usage()
        )
        XCTAssertEqual(early, [])
        XCTAssertEqual(due, [.sendHeartbeat(Bench.connection, [run])])
        XCTAssertEqual(bench.core.nextDeadline, bench.now.boot + .seconds(1))
    }

    func testHeartbeatComesEachSecondUntilAResultIsDurable() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        _ = bench.handle(.treeGone(Bench.run))

        for _ in 0..<3 {
            _ = bench.handle(.outboxWriteFailed(Bench.run, message: "no space"))
            let effects = bench.tick(after: 1_000)
            XCTAssertTrue(effects.contains(.sendHeartbeat(Bench.connection, [])))
        }
        _ = bench.handle(.connectionClosed(Bench.connection))
        let connection = LaneCore.ConnectionID(2)
        _ = bench.hello(on: connection)
        _ = bench.handle(.outboxWriteFailed(Bench.run, message: "no space"))
        let greeted = bench.tick(after: 1_000)
        _ = bench.handle(.outboxWritten(Bench.run))
        _ = bench.tick(after: 1_000)

        XCTAssertTrue(greeted.contains(.sendHeartbeat(connection, [])))
        XCTAssertEqual(bench.tick(after: 9_999), [])
        XCTAssertEqual(bench.tick(after: 1), [.sendHeartbeat(connection, [])])
    }

    func testHeartbeatComesEveryTenSecondsWhenIdle() {
        var bench = Bench()
        _ = bench.hello()

        XCTAssertEqual(bench.tick(after: 9_999), [])
        XCTAssertEqual(bench.tick(after: 1), [.sendHeartbeat(Bench.connection, [])])
    }

    // MARK: The end of the worker

    func testIdleWorkerWithoutSupervisorExitsAfterTenMinutes() {
        var bench = Bench()

        XCTAssertEqual(bench.core.nextDeadline, bench.now.boot + .seconds(600))
        XCTAssertEqual(bench.tick(after: 599_999), [])
        XCTAssertEqual(bench.tick(after: 1), [.exit(.done)])
        XCTAssertNil(bench.core.nextDeadline)
    }

    func testBusyWorkerWithoutSupervisorFinishesFirst() {
        var bench = Bench.executing()
        _ = bench.handle(.connectionClosed(Bench.connection))

        XCTAssertEqual(bench.tick(after: 700_000), [])
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        _ = bench.handle(.treeGone(Bench.run))
        XCTAssertEqual(bench.handle(.outboxWritten(Bench.run)), [])
        XCTAssertEqual(bench.tick(after: 599_999), [])
        XCTAssertEqual(bench.tick(after: 1), [.exit(.done)])
    }

    func testShutdownWaitsForEveryAcknowledgement() {
        var bench = Bench(outbox: [earlierResult()])
        _ = bench.hello()

        _ = bench.command(.shutdown)
        let before = bench.tick()
        _ = bench.command(acknowledge(Bench.fence))

        XCTAssertEqual(before, [])
        XCTAssertEqual(bench.tick(), [.exit(.done)])
    }

    func testShutdownWithoutSupervisorLeavesTheOutboxToTheNext() {
        var bench = Bench(outbox: [earlierResult()])
        _ = bench.hello()
        _ = bench.command(.shutdown)

        _ = bench.handle(.connectionClosed(Bench.connection))

        XCTAssertEqual(bench.tick(), [.exit(.done)])
    }

    func testTerminationLetsTheRunEnd() {
        var bench = Bench.executing()

        _ = bench.handle(.terminationRequested)
        let whileRunning = bench.tick()
        let start = bench.command(
            .startMission(Bench.order(Bench.runID("m2.1"), fence: Fence(11)))
        )

        XCTAssertEqual(whileRunning, [])
        XCTAssertEqual(
            start,
            [
                Bench.say(
                    .refused(
                        runID: Bench.runID("m2.1"),
                        fence: Fence(11),
                        message: "the worker is about to exit"
                    )
                )
            ]
        )
    }

    // MARK: News of runs that are over

    func testNewsOfAnUnknownRunIsDroppedAndCounted() {
        var bench = Bench()

        let effects = bench.handle(.treeGone(Bench.run))

        XCTAssertEqual(effects, [])
        XCTAssertEqual(bench.core.staleEventCount, 1)
    }

    private func refusal(_ fence: Fence, _ message: String) -> LaneCore.Effect {
        Bench.say(.refused(runID: Bench.run, fence: fence, message: message))
    }

    private func acknowledge(_ fence: Fence) -> LaneCommand {
        .acknowledge(runID: Bench.run, fence: fence, disposition: .recorded)
    }

    private func cancel(_ intent: StopIntent) -> LaneCommand {
        .cancelMission(
            runID: Bench.run,
            fence: Bench.fence,
            intent: intent,
            isImmediate: false
        )
    }

    private func earlierResult() -> RunResult {
        RunResult(
            runID: Bench.run,
            fence: Bench.fence,
            outcome: .completed,
            reason: .finished,
            endedAt: WallTime(nanoseconds: 1)
        )
    }
}

import LaneCore
import Protocol
import XCTest

final class SupervisorLinkTests: XCTestCase {
    private let second = LaneCore.ConnectionID(2)
    private let third = LaneCore.ConnectionID(3)

    func testHelloListsRunsThenResultsThenLeaders() {
        let earlier = RunResult(
            runID: Bench.runID("m0.1"),
            fence: Fence(4),
            outcome: .failed,
            reason: .exitCode,
            endedAt: WallTime(nanoseconds: 1)
        )
        var bench = Bench(outbox: [earlier])
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.order()))
        _ = bench.handle(.launched(Bench.run, leader: Bench.leader))
        _ = bench.handle(.reported(Bench.run, .blocked(question: "may I push?")))

        let effects = bench.hello(epoch: 2, on: second)

        var answer = WorkerHello(
            protocolVersion: 1,
            version: "1.0",
            vpID: Bench.lane,
            generation: Generation(3)
        )
        answer.runs = [
            RunPresence(runID: earlier.runID, fence: Fence(4), phase: .ended),
            RunPresence(runID: Bench.run, fence: Bench.fence, phase: .executing),
        ]
        answer.outboxEntryCount = 1
        XCTAssertEqual(
            effects,
            [
                .closeConnection(Bench.connection),
                .send(second, .hello(answer)),
                .send(second, .ended(earlier)),
                .send(
                    second,
                    .started(runID: Bench.run, fence: Bench.fence, leader: Bench.leader)
                ),
                .send(
                    second,
                    .blocked(runID: Bench.run, fence: Bench.fence, question: "may I push?")
                ),
            ]
        )
    }

    func testHelloSaysThatARunHasNoQuestion() {
        var bench = Bench.executing()
        _ = bench.handle(.reported(Bench.run, .blocked(question: "may I push?")))
        _ = bench.handle(.connectionClosed(Bench.connection))
        _ = bench.handle(.reported(Bench.run, .toolStarted(id: "t")))

        let effects = bench.hello(on: second)

        let unblocked = LaneReport.unblocked(runID: Bench.run, fence: Bench.fence)
        XCTAssertEqual(effects.last, .send(second, unblocked))
    }

    func testHelloSaysThatAQuestionEndedWithItsRuntime() {
        var bench = Bench.executing(checks: [["true"]])
        _ = bench.handle(.reported(Bench.run, .blocked(question: "may I push?")))
        _ = bench.handle(.connectionClosed(Bench.connection))
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))

        let effects = bench.hello(on: second)

        let unblocked = LaneReport.unblocked(runID: Bench.run, fence: Bench.fence)
        XCTAssertEqual(effects.last, .send(second, unblocked))
    }

    func testHelloSaysWhatSurvivesSIGKILL() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(Bench.run, .code(0), resultFile: nil))
        _ = bench.handle(.treeSurveyed(Bench.run, processCount: 4))
        _ = bench.tick(after: 2_000)
        bench.pass(29_000)
        _ = bench.handle(.treeSurveyed(Bench.run, processCount: 3))
        let early = bench.hello(on: second)
        bench.pass(1_000)
        _ = bench.handle(.treeSurveyed(Bench.run, processCount: 3))
        _ = bench.handle(.treeSurveyed(Bench.run, processCount: 2))

        let effects = bench.hello(epoch: 2, on: third)

        let unblocked = LaneReport.unblocked(runID: Bench.run, fence: Bench.fence)
        let survivors = LaneReport.treeNotDead(
            runID: Bench.run,
            fence: Bench.fence,
            processCount: 2
        )
        XCTAssertEqual(early.last, .send(second, unblocked), "they may still die")
        XCTAssertEqual(effects.last, .send(third, survivors))
    }

    func testLowerEpochIsRefused() {
        var bench = Bench()
        _ = bench.hello(epoch: 2)

        let effects = bench.hello(epoch: 1, on: second)

        XCTAssertEqual(effects, refusal(second, "epoch 1 is older than 2"))
    }

    func testLowerEpochIsRefusedAlsoWhenTheHigherOneHasLeft() {
        var bench = Bench()
        _ = bench.hello(epoch: 2)
        _ = bench.handle(.connectionClosed(Bench.connection))

        let effects = bench.hello(epoch: 1, on: second)

        XCTAssertEqual(effects, refusal(second, "epoch 1 is older than 2"))
    }

    func testSameEpochOnANewConnectionReplacesTheOldOne() {
        var bench = Bench()
        _ = bench.hello()

        let effects = bench.hello(on: second)

        XCTAssertEqual(effects.first, .closeConnection(Bench.connection))
        XCTAssertEqual(effects.count, 2)
    }

    func testCommandOfAReplacedConnectionIsNotObeyed() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.hello(epoch: 2, on: second)

        let effects = bench.command(.startMission(Bench.order()))

        XCTAssertEqual(effects, [.closeConnection(Bench.connection)])
        XCTAssertEqual(bench.core.activeRuns, [])
        XCTAssertEqual(bench.core.staleEventCount, 1)
    }

    func testCommandBeforeHelloClosesTheConnection() {
        var bench = Bench()

        XCTAssertEqual(bench.command(.quiesce), [.closeConnection(Bench.connection)])
        XCTAssertEqual(bench.core.state, .serving)
    }

    func testHelloForAnotherLaneIsRefused() {
        var bench = Bench()
        guard let other = LaneID("vp.other") else { return XCTFail("not a lane id") }
        var hello = Bench.greeting(epoch: 1)
        hello.vpID = other

        let effects = bench.command(.hello(hello))

        XCTAssertEqual(
            effects,
            refusal(Bench.connection, "this is lane vp.test, not vp.other")
        )
    }

    func testHelloForAnotherGenerationIsRefused() {
        var bench = Bench()
        var hello = Bench.greeting(epoch: 1)
        hello.generation = Generation(2)

        let effects = bench.command(.hello(hello))

        XCTAssertEqual(effects, refusal(Bench.connection, "this is generation 3, not 2"))
    }

    func testProtocolsThatDoNotMeetAreRefused() {
        var bench = Bench()
        var hello = Bench.greeting(epoch: 1)
        hello.protocolRange = ProtocolRange(oldest: 7, newest: 9)

        let effects = bench.command(.hello(hello))

        XCTAssertEqual(
            effects,
            refusal(Bench.connection, "protocol 7 to 9 does not meet 1 to 1")
        )
    }

    func testSecondHelloOnAConnectionEndsIt() {
        var bench = Bench()
        _ = bench.hello()

        XCTAssertEqual(
            bench.hello(epoch: 2),
            refusal(Bench.connection, "hello was said already")
        )
        XCTAssertEqual(bench.core.nextDeadline, bench.now.boot + .seconds(600))
    }

    private func refusal(
        _ connection: LaneCore.ConnectionID,
        _ message: String
    ) -> [LaneCore.Effect] {
        [.send(connection, .helloRefused(message: message)), .closeConnection(connection)]
    }
}

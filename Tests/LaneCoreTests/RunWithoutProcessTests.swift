import LaneCore
import Protocol
import XCTest

final class RunWithoutProcessTests: XCTestCase {
    func testNoopIsCompletedAsSoonAsItIsOrderedAndSaidOnceDurable() {
        var bench = Bench()
        _ = bench.hello()

        let ordered = bench.command(.startMission(Bench.noop()))
        let result = bench.result(.completed, .finished)
        let durable = bench.handle(.outboxWritten(Bench.run))

        XCTAssertEqual(ordered, [Bench.accepted, .writeOutbox(result)])
        XCTAssertEqual(durable, [Bench.say(.ended(result))])
        XCTAssertEqual(bench.core.activeRuns, [])
    }

    func testSameOrderAgainIsAcceptedAndDoesNothing() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.noop()))

        let whileWriting = bench.command(.startMission(Bench.noop()))
        _ = bench.handle(.outboxWritten(Bench.run))
        let whenDurable = bench.command(.startMission(Bench.noop()))

        XCTAssertEqual(whileWriting, [Bench.accepted])
        XCTAssertEqual(whenDurable, [Bench.accepted])
    }

    func testStopComesTooLateOnceTheResultIsOnItsWay() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.noop()))

        let stopped = bench.command(
            .cancelMission(
                runID: Bench.run,
                fence: Bench.fence,
                intent: .cancel,
                isImmediate: false
            )
        )
        let durable = bench.handle(.outboxWritten(Bench.run))

        XCTAssertEqual(stopped, [])
        XCTAssertEqual(durable, [Bench.say(.ended(bench.result(.completed, .finished)))])
    }

    func testResultThatCannotBeWrittenIsTriedAgain() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.noop()))
        let result = bench.result(.completed, .finished)

        _ = bench.handle(.outboxWriteFailed(Bench.run, message: "no space"))

        XCTAssertEqual(bench.tick(after: 99), [])
        XCTAssertEqual(bench.tick(after: 1), [.writeOutbox(result)])
    }

    func testChecksThatNothingCouldRunFailTheMissionForGood() {
        var bench = Bench()
        _ = bench.hello()

        let ordered = bench.command(.startMission(Bench.noop(checks: [["true"]])))

        let result = bench.result(.failed, .permanent) {
            $0.scope = .mission
            $0.summary = "the profile is a no-op, which has no process that checks could follow"
        }
        XCTAssertEqual(ordered, [Bench.accepted, .writeOutbox(result)])
    }
}

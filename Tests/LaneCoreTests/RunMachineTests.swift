import LaneCore
import Protocol
import XCTest

final class RunMachineTests: XCTestCase {
    private let run = Bench.run
    private let survey = LaneCore.Effect.surveyTree(Bench.run)

    // MARK: Leaving by itself

    func testLeftoversGetTermThenKillAndAreCounted() {
        var bench = Bench.executing()

        let exited = bench.handle(.leaderExited(run, .code(0), resultFile: nil))
        let found = bench.handle(.treeSurveyed(run, processCount: 2))
        let waiting = bench.tick(after: 1)
        _ = bench.handle(.treeSurveyed(run, processCount: 1))
        let graceOver = bench.tick(after: 1_999)
        let gone = bench.handle(.treeGone(run))

        let result = bench.result(.completed, .finished) {
            $0.exit = .code(0)
            $0.leftoverProcessCount = 2
        }
        XCTAssertEqual(exited, [Bench.phase(.stopping), survey])
        XCTAssertEqual(found, [.signalTree(run, .terminate)])
        XCTAssertEqual(waiting, [survey])
        XCTAssertEqual(
            graceOver.prefix(2),
            [.signalTree(run, .kill), survey]
        )
        XCTAssertEqual(gone, [.writeOutbox(result)])
    }

    func testSurveysBackOff() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(run, .code(0), resultFile: nil))

        for milliseconds: UInt64 in [1, 2, 5, 10, 20, 50, 100, 100] {
            _ = bench.handle(.treeSurveyed(run, processCount: 1))
            XCTAssertEqual(bench.tick(after: milliseconds - 1), [])
            XCTAssertEqual(bench.tick(after: 1), [survey])
        }
    }

    func testTreeThatSurvivesKillIsReportedOnce() {
        var bench = Bench.executing()
        _ = bench.command(cancel(.cancel, isImmediate: true))
        _ = bench.handle(.leaderExited(run, .signal(9), resultFile: nil))

        bench.pass(29_999)
        let early = bench.handle(.treeSurveyed(run, processCount: 3))
        bench.pass(1)
        let due = bench.handle(.treeSurveyed(run, processCount: 3))
        bench.pass(50_000)
        let late = bench.handle(.treeSurveyed(run, processCount: 3))

        XCTAssertEqual(early, [])
        XCTAssertEqual(
            due,
            [Bench.say(.treeNotDead(runID: run, fence: Bench.fence, processCount: 3))]
        )
        XCTAssertEqual(late, [])
        let again = bench.tick(after: 100).filter { $0 == .signalTree(run, .kill) }
        XCTAssertEqual(again, [.signalTree(run, .kill)])
    }

    // MARK: Being stopped

    func testStopClimbsTheLadder() {
        var bench = Bench.executing()

        let stopped = bench.command(cancel(.drain))
        let early = bench.tick(after: 999)
        bench.pass(9_000)
        _ = bench.tick()
        let graceOver = bench.tick(after: 1)

        XCTAssertEqual(stopped, [Bench.phase(.stopping), .signalTree(run, .terminate)])
        XCTAssertEqual(early, [])
        XCTAssertEqual(graceOver.prefix(2), [.signalTree(run, .kill), survey])
    }

    func testImmediateStopStartsAtKill() {
        var bench = Bench.executing()

        let effects = bench.command(cancel(.cancel, isImmediate: true))

        XCTAssertEqual(effects, [Bench.phase(.stopping), .signalTree(run, .kill), survey])
    }

    func testSecondImmediateStopEscalates() {
        var bench = Bench.executing()
        _ = bench.command(cancel(.cancel))

        XCTAssertEqual(bench.command(cancel(.cancel)), [])
        XCTAssertEqual(
            bench.command(cancel(.cancel, isImmediate: true)),
            [.signalTree(run, .kill), survey]
        )
    }

    func testIntentDecidesTheOutcomeWhateverTheExit() {
        for intent in StopIntent.allCases {
            var bench = Bench.executing()
            _ = bench.handle(.reported(run, .result(ResultReport(status: .ok))))
            _ = bench.command(cancel(intent))
            XCTAssertEqual(
                bench.handle(.leaderExited(run, .code(0), resultFile: nil)),
                [survey]
            )

            let effects = bench.handle(.treeGone(run))

            let result = bench.result(intent.outcome, intent.reason) {
                $0.exit = .code(0)
                $0.scope = intent.scope
            }
            XCTAssertEqual(effects, [.writeOutbox(result)])
        }
    }

    func testStopWhileLeftoversEndDecidesTheOutcome() {
        var bench = Bench.executing()
        _ = bench.handle(.leaderExited(run, .code(0), resultFile: nil))
        _ = bench.handle(.treeSurveyed(run, processCount: 1))

        _ = bench.command(cancel(.cancel))
        let effects = bench.handle(.treeGone(run))

        let result = bench.result(.cancelled, .operatorRequest) {
            $0.scope = .operator
            $0.exit = .code(0)
            $0.leftoverProcessCount = 1
        }
        XCTAssertEqual(effects, [.writeOutbox(result)])
    }

    func testStopBeforeTheLaunchEndsTheRunOnceLaunched() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.order()))

        let stopped = bench.command(cancel(.cancel))
        let launched = bench.handle(.launched(run, leader: Bench.leader))

        XCTAssertEqual(stopped, [])
        XCTAssertEqual(
            launched,
            [
                Bench.say(.started(runID: run, fence: Bench.fence, leader: Bench.leader)),
                Bench.phase(.stopping),
                .signalTree(run, .terminate),
            ]
        )
    }

    func testStopBeforeAFailedLaunchDecidesTheOutcome() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.order()))
        _ = bench.command(cancel(.cancel))

        let effects = bench.handle(.launchFailed(run, missing()))

        let result = bench.result(.cancelled, .operatorRequest) {
            $0.scope = .operator
            $0.startedAt = nil
        }
        XCTAssertEqual(effects, [.writeOutbox(result)])
    }

    func testGoneTreeWaitsForTheExitOfItsLeader() {
        var bench = Bench.executing()
        _ = bench.command(cancel(.cancel, isImmediate: true))

        let gone = bench.handle(.treeGone(run))
        let exited = bench.handle(.leaderExited(run, .signal(9), resultFile: nil))
        let ended = bench.handle(.treeGone(run))

        let result = bench.result(.cancelled, .operatorRequest) {
            $0.scope = .operator
            $0.exit = .signal(9)
        }
        XCTAssertEqual(gone, [])
        XCTAssertEqual(exited, [survey])
        XCTAssertEqual(ended, [.writeOutbox(result)])
    }

    // MARK: Launching

    func testFailedLaunchIsAResult() {
        var bench = Bench()
        _ = bench.hello()
        _ = bench.command(.startMission(Bench.order()))

        let effects = bench.handle(.launchFailed(run, missing()))

        let result = bench.result(.failed, .notRunnable) {
            $0.startedAt = nil
            $0.scope = .lane
            $0.summary = "cannot execute \"/nope\""
        }
        XCTAssertEqual(effects, [.writeOutbox(result)])
    }

    // MARK: Checks

    func testChecksRunInOrderAfterAGoodEnd() {
        var bench = Bench.executing(checks: [["true"], ["test", "-f", "a"]])

        let exited = bench.handle(.leaderExited(run, .code(0), resultFile: nil))
        let first = bench.handle(.checkExited(run, index: 0, .code(0)))
        let second = bench.handle(.checkExited(run, index: 1, .code(0)))
        let gone = bench.handle(.treeGone(run))

        let result = bench.result(.completed, .finished) { $0.exit = .code(0) }
        XCTAssertEqual(
            exited,
            [Bench.phase(.checking), .launchCheck(run, index: 0, argv: ["true"])]
        )
        XCTAssertEqual(first, [.launchCheck(run, index: 1, argv: ["test", "-f", "a"])])
        XCTAssertEqual(second, [Bench.phase(.stopping), survey])
        XCTAssertEqual(gone, [.writeOutbox(result)])
    }

    func testFailedCheckFailsTheAttemptAndIsNamed() {
        var bench = Bench.executing(checks: [["test", "-f", "a"], ["true"]])
        _ = bench.handle(.leaderExited(run, .code(0), resultFile: nil))

        let failed = bench.handle(.checkExited(run, index: 0, .code(1)))
        let gone = bench.handle(.treeGone(run))

        let result = bench.result(.failed, .checkFailed) {
            $0.exit = .code(0)
            $0.scope = .mission
            $0.summary = "check 1 (test -f a) exited with 1"
        }
        XCTAssertEqual(failed, [Bench.phase(.stopping), survey])
        XCTAssertEqual(gone, [.writeOutbox(result)])
    }

    func testSummaryOfALongCheckCanBeReadBack() throws {
        let argument = String(repeating: "é", count: 4_000)
        var bench = Bench.executing(checks: [["test", argument]])
        _ = bench.handle(.leaderExited(run, .code(0), resultFile: nil))
        _ = bench.handle(.checkExited(run, index: 0, .code(1)))

        guard case .writeOutbox(let result)? = bench.handle(.treeGone(run)).first else {
            return XCTFail("no result")
        }

        XCTAssertEqual(try RunResult(decoding: result.encoded()[...]), result)
        XCTAssertEqual(result.summary?.hasPrefix("check 1 (test éé"), true)
    }

    func testChecksDoNotRunAfterABadEnd() {
        var bench = Bench.executing(checks: [["true"]])

        let effects = bench.handle(.leaderExited(run, .code(3), resultFile: nil))

        XCTAssertEqual(effects, [Bench.phase(.stopping), survey])
    }

    func testStopWhileCheckingWaitsForTheCheck() {
        var bench = Bench.executing(checks: [["true"]])
        _ = bench.handle(.leaderExited(run, .code(0), resultFile: nil))

        let stopped = bench.command(cancel(.cancel))
        let exited = bench.handle(.checkExited(run, index: 0, .signal(15)))
        let gone = bench.handle(.treeGone(run))

        let result = bench.result(.cancelled, .operatorRequest) {
            $0.scope = .operator
            $0.exit = .code(0)
        }
        XCTAssertEqual(stopped, [Bench.phase(.stopping), .signalTree(run, .terminate)])
        XCTAssertEqual(exited, [survey])
        XCTAssertEqual(gone, [.writeOutbox(result)])
    }

    // MARK: Reports

    func testProgressIsSaidAtMostEveryFiveSecondsAndTheLatestIsKept() {
        var bench = Bench.executing()

        let first = bench.handle(.reported(run, .progress(text: "a", percent: 1)))
        let second = bench.handle(.reported(run, .progress(text: "b", percent: 2)))
        let third = bench.handle(.reported(run, .progress(text: "c", percent: 3)))
        bench.pass(4_999)
        let early = bench.tick().filter { isProgress($0) }
        let due = bench.tick(after: 1).filter { isProgress($0) }

        XCTAssertEqual(first, [progress("a", 1)])
        XCTAssertEqual(second, [])
        XCTAssertEqual(third, [])
        XCTAssertEqual(early, [])
        XCTAssertEqual(due, [progress("c", 3)])
    }

    func testQuestionIsOverWhenTheRuntimeGoesOn() {
        var bench = Bench.executing()

        let asked = bench.handle(.reported(run, .blocked(question: "q")))
        let figures = bench.handle(.reported(run, .usage(Usage())))
        let goesOn = bench.handle(.reported(run, .toolStarted(id: "t")))

        XCTAssertEqual(
            asked,
            [Bench.say(.blocked(runID: run, fence: Bench.fence, question: "q"))]
        )
        XCTAssertEqual(figures, [])
        XCTAssertEqual(goesOn, [Bench.say(.unblocked(runID: run, fence: Bench.fence))])
    }

    func testQuestionEndsWithItsRuntime() {
        for checks in [[], [["true"]]] {
            var bench = Bench.executing(checks: checks)
            _ = bench.handle(.reported(run, .blocked(question: "q")))

            let exited = bench.handle(.leaderExited(run, .code(0), resultFile: nil))

            XCTAssertEqual(
                exited.first,
                Bench.say(.unblocked(runID: run, fence: Bench.fence)),
                "before anything else is said of it"
            )
        }
    }

    func testQuestionEndsWithAStop() {
        var bench = Bench.executing()
        _ = bench.handle(.reported(run, .blocked(question: "q")))

        let stopped = bench.command(cancel(.cancel))

        XCTAssertEqual(
            stopped.prefix(2),
            [Bench.say(.unblocked(runID: run, fence: Bench.fence)), Bench.phase(.stopping)]
        )
    }

    func testQuestionsAreNoMoreOftenThanProgress() {
        var bench = Bench.executing()
        func asked(_ question: String) -> [LaneCore.Effect] {
            [Bench.say(.blocked(runID: run, fence: Bench.fence, question: question))]
        }
        let goesOn = [Bench.say(.unblocked(runID: run, fence: Bench.fence))]

        XCTAssertEqual(bench.handle(.reported(run, .blocked(question: "a"))), asked("a"))
        XCTAssertEqual(bench.handle(.reported(run, .toolStarted(id: "t"))), goesOn)
        for _ in 0..<3 {
            XCTAssertEqual(bench.handle(.reported(run, .blocked(question: "b"))), [])
            XCTAssertEqual(bench.handle(.reported(run, .toolEnded(id: "t"))), [])
        }
        XCTAssertEqual(bench.handle(.reported(run, .blocked(question: "c"))), [])
        XCTAssertEqual(bench.core.nextDeadline.map { $0 <= bench.now.boot + .seconds(5) }, true)
        let early = bench.tick(after: 4_999).filter { effect in
            if case .sendHeartbeat = effect { false } else { true }
        }
        XCTAssertEqual(early, [])
        XCTAssertEqual(bench.tick(after: 1), asked("c"), "the last one stands")
        XCTAssertEqual(bench.handle(.reported(run, .toolStarted(id: "u"))), goesOn)
    }

    func testFiguresGoIntoTheResult() {
        var bench = Bench.executing()
        var usage = Usage()
        usage.inputTokenCount = 3
        _ = bench.handle(.reported(run, .usage(usage)))
        _ = bench.handle(.reported(run, .usage(usage)))
        _ = bench.handle(.reported(run, .phase(name: "committed")))
        _ = bench.handle(.reported(run, .session(id: "first")))
        _ = bench.handle(.reported(run, .session(id: "second")))
        _ = bench.handle(.reported(run, .artifact(path: "out.md")))
        _ = bench.handle(.reported(run, .artifact(path: "out.md")))
        _ = bench.handle(.outputReceived(run, byteCount: 9, droppedByteCount: 4))
        _ = bench.handle(.leaderExited(run, .code(0), resultFile: nil))

        let effects = bench.handle(.treeGone(run))

        let result = bench.result(.completed, .finished) {
            $0.exit = .code(0)
            $0.usage.inputTokenCount = 6
            $0.resumePhase = "committed"
            $0.runtimeSession = "second"
            $0.artifacts = ["out.md"]
            $0.logBytesDropped = 4
        }
        XCTAssertEqual(effects, [.writeOutbox(result)])
    }

    // MARK: Words of the tests

    private func cancel(_ intent: StopIntent, isImmediate: Bool = false) -> LaneCommand {
        .cancelMission(
            runID: run,
            fence: Bench.fence,
            intent: intent,
            isImmediate: isImmediate
        )
    }

    private func missing() -> LaneCore.LaunchFailure {
        LaneCore.LaunchFailure(
            reason: .notRunnable,
            scope: .lane,
            message: "cannot execute \"/nope\""
        )
    }

    private func progress(_ text: String, _ percent: Int) -> LaneCore.Effect {
        Bench.say(
            .progress(runID: run, fence: Bench.fence, text: text, percent: percent)
        )
    }

    private func isProgress(_ effect: LaneCore.Effect) -> Bool {
        if case .send(_, .progress) = effect { true } else { false }
    }
}

import DataStructures
import Protocol
import System
import XCTest

final class RunProcessTests: XCTestCase {
    // MARK: Reports and ends

    func testEveryExitCodeOfTheContract() throws {
        let table: [(Int, AttemptOutcome, ReasonCode, FailureScope?)] = [
            (0, .completed, .finished, nil),
            (75, .deferred, .rateLimited, .pool),
            (77, .deferred, .authenticationNeeded, .pool),
            (78, .failed, .notRunnable, .lane),
            (100, .failed, .permanent, .mission),
            (125, .failed, .lanePermanent, .lane),
            (126, .failed, .notRunnable, .lane),
            (127, .failed, .notRunnable, .lane),
            (3, .failed, .exitCode, .mission),
        ]
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        for (code, outcome, reason, scope) in table {
            let order = try bench.shell("exit \(code)", run: "m\(code).1", fence: UInt64(code + 1))

            let result = try supervisor.run(order)

            XCTAssertEqual(result.outcome, outcome, "exit \(code)")
            XCTAssertEqual(result.reason, reason, "exit \(code)")
            XCTAssertEqual(result.scope, scope, "exit \(code)")
            XCTAssertEqual(result.exit, .code(Int32(code)))
        }
    }

    func testSignalOfItsOwnFailsTheAttempt() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        let result = try supervisor.run(try bench.shell("kill -SEGV $$"))

        XCTAssertEqual(result.outcome, .failed)
        XCTAssertEqual(result.reason, .exitSignal)
        XCTAssertEqual(result.exit, .signal(11))
    }

    func testReportsBeforeTheExitAreNeverLost() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let script = """
            cat >&3 <<'END'
            {"lane":"usage","input_tokens":5,"cost_usd":0.25}
            {"lane":"phase","name":"committed"}
            {"lane":"session","id":"their-session"}
            {"lane":"artifact","path":"out.md"}
            {"lane":"limit","class":"rate_limited","retry_after":7}
            {"lane":"result","status":"error","text":"too many requests","error_class":"rate_limited"}
            END
            exit 0
            """

        let result = try supervisor.run(try bench.shell(script))

        XCTAssertEqual(result.outcome, .deferred)
        XCTAssertEqual(result.summary, "too many requests")
        XCTAssertEqual(result.retryAfterMilliseconds, 7_000)
        XCTAssertEqual(result.usage.inputTokenCount, 5)
        XCTAssertEqual(result.usage.costMicroUSD, 250_000)
        XCTAssertEqual(result.resumePhase, "committed")
        XCTAssertEqual(result.runtimeSession, "their-session")
        XCTAssertEqual(result.artifacts, ["out.md"])
    }

    func testReportsOnStandardOutputCountOnlyWhereTheProfileSaysSo() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let script = #"echo '{"lane":"result","status":"error","text":"no"}'; echo plain"#

        let asText = try supervisor.run(try bench.shell(script))
        let asLines = try supervisor.run(
            try bench.shell(script, run: "m2.1", fence: 2) { $0.profile.output = .laneLines }
        )

        XCTAssertEqual(asText.outcome, .completed)
        XCTAssertEqual(asLines.outcome, .failed)
        XCTAssertEqual(asLines.reason, .reportedError)
        XCTAssertTrue(try bench.log("m2.1").hasSuffix("plain\n"))
    }

    func testResultFileIsTrustedBeforeTheExitCode() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let script = #"echo '{"status":"ok","text":"done"}' > "$LANE_RESULT_FILE"; exit 9"#

        let result = try supervisor.run(try bench.shell(script))

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertEqual(result.summary, "done")
        XCTAssertEqual(result.exit, .code(9))
    }

    func testPipeInPlaceOfTheResultFileDoesNotStopTheWorker() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        let result = try supervisor.run(try bench.shell("mkfifo \"$LANE_RESULT_FILE\""))

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertTrue(try bench.log().contains("it is not a regular file"))
    }

    func testProgressAndQuestionsAreSaid() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let script = """
            echo '{"lane":"progress","text":"half","pct":50}' >&3
            echo '{"lane":"blocked","id":"1","text":"may I?"}' >&3
            echo '{"lane":"tool","id":"t","status":"start"}' >&3
            """

        let result = try supervisor.run(try bench.shell(script))

        let (runID, fence) = (result.runID, result.fence)
        let said = supervisor.reports
        XCTAssertTrue(
            said.contains(.progress(runID: runID, fence: fence, text: "half", percent: 50))
        )
        XCTAssertTrue(said.contains(.blocked(runID: runID, fence: fence, question: "may I?")))
        XCTAssertTrue(said.contains(.unblocked(runID: runID, fence: fence)))
    }

    // MARK: Checks

    func testFailedCheckFailsTheAttemptAndIsNamed() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("echo made > made") {
            $0.envelope.checks = [["test", "-f", "made"], ["sh", "-c", "echo why; exit 4"]]
        }

        let result = try supervisor.run(order)

        XCTAssertEqual(result.outcome, .failed)
        XCTAssertEqual(result.reason, .checkFailed)
        XCTAssertEqual(result.summary, "check 2 (sh -c echo why; exit 4) exited with 4")
        XCTAssertEqual(try bench.log(), "why\n")
    }

    func testPassedChecksLeaveTheRunCompleted() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("echo made > made") {
            $0.envelope.checks = [["test", "-f", "made"]]
        }

        let result = try supervisor.run(order)

        XCTAssertEqual(result.outcome, .completed)
        let checking = LaneReport.phaseChanged(
            runID: result.runID,
            fence: result.fence,
            phase: .checking
        )
        XCTAssertTrue(supervisor.reports.contains(checking))
    }

    func testCheckThatCannotStartFailsTheAttempt() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        let result = try supervisor.run(
            try bench.shell("true") { $0.envelope.checks = [["no-such-program"]] }
        )

        XCTAssertEqual(result.reason, .checkFailed)
    }

    // MARK: Surroundings

    func testObjectiveOnStandardInputIsWhole() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let objective = String(repeating: "0123456789abcdef", count: 16_384)
        let order = try bench.order(argv: ["/usr/bin/wc", "-c"], objective: objective) {
            $0.profile.input = .objective
        }

        let result = try supervisor.run(order)

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertEqual(try bench.log(), "262144\n")
    }

    func testRuntimeThatDoesNotReadItsObjectiveStillEnds() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let objective = String(repeating: "x", count: 262_144)
        let order = try bench.order(argv: ["/bin/true"], objective: objective) {
            $0.profile.input = .objective
        }

        XCTAssertEqual(try supervisor.run(order).outcome, .completed)
    }

    func testA06OnlyAllowedVariablesReachARun() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.order(argv: ["/usr/bin/env"]) {
            $0.profile.environment["GIVEN"] = "yes"
            $0.profile.environment["LANE_FENCE"] = "forged"
            $0.envelope.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        }

        _ = try supervisor.run(order)

        let folder = "\(bench.laneFolder)/runs/m1.1"
        XCTAssertEqual(
            try bench.log().split(separator: "\n").sorted(),
            [
                "GIVEN=yes", "HOME=\(bench.laneFolder)/home", "LANE_ATTEMPT=1",
                "LANE_CLASS=background", "LANE_FENCE=1", "LANE_ID=vp.test", "LANE_MISSION_ID=m1",
                "LANE_OBJECTIVE_FILE=\(folder)/objective", "LANE_REPORT_FD=3",
                "LANE_RESULT_FILE=\(folder)/result.json", "LANE_RUN_ID=m1.1",
                "LANE_SESSION_ID=session-1", "LANE_WORKSPACE=\(bench.workspace)", "LANG=C.UTF-8",
                "NO_COLOR=1", "PATH=\(order.profile.path)", "TERM=dumb",
                "TMPDIR=\(bench.laneFolder)/tmp",
                "TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "TZ=UTC",
            ]
        )
    }

    func testRunHasNoDescriptorOfTheWorker() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        _ = try supervisor.run(try bench.order(argv: ["/bin/ls", "/proc/self/fd"]))

        // 4 is the folder that ls reads.
        XCTAssertEqual(try bench.log().split(separator: "\n"), ["0", "1", "2", "3", "4"])
    }

    func testRunHasTheDescriptorLimitThatItsWorkerHadBefore() throws {
        let bench = try WorkerBench(
            launcher: ["/bin/sh", "-c", "ulimit -Sn 256; exec \"$@\"", "sh"]
        )

        let result = try bench.supervise().run(try bench.shell("ulimit -Sn; ulimit -Hn >&2"))

        XCTAssertEqual(result.outcome, .completed)
        let limits = try bench.log().split(separator: "\n")
        XCTAssertEqual(limits.first, "256")
        XCTAssertNotEqual(limits.last, "256", "the hard limit is as it was")
    }

    func testLeaderLeadsASessionOfItsOwn() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("sleep 60")
        try supervisor.send(.startMission(order))

        let report = try supervisor.wait { if case .started = $0 { true } else { false } }

        guard case .started(_, _, let leader) = report else { return XCTFail("no leader") }
        let entry = try ProcessTable.entry(of: leader.pid)
        XCTAssertEqual(entry.identity, leader)
        XCTAssertEqual(entry.session, leader.pid)
        XCTAssertEqual(entry.group, leader.pid)
    }

    func testFilesWithTextOfAMissionAreForTheOwnerOnly() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        _ = try supervisor.run(try bench.shell("echo secret"))

        let files = [
            "logs/m1.1.log", "outbox/m1.1.json", "runs/m1.1/objective", "runs/m1.1/mission.json",
        ]
        for file in files {
            let information = try Files.information("\(bench.laneFolder)/\(file)")
            XCTAssertEqual(information.map { $0.mode & 0o777 }, 0o600, file)
        }
        for folder in ["", "/workspace", "/home", "/tmp", "/logs", "/outbox", "/runs"] {
            let information = try Files.information("\(bench.laneFolder)\(folder)")
            XCTAssertEqual(information.map { $0.mode & 0o777 }, 0o700, folder)
        }
    }

    func testProgramThatIsMissingIsTheLanesFault() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()

        let result = try supervisor.run(try bench.order(argv: ["/no/such/program"]))

        XCTAssertEqual(result.outcome, .failed)
        XCTAssertEqual(result.reason, .notRunnable)
        XCTAssertEqual(result.scope, .lane)
        XCTAssertNil(result.startedAt)
    }

    func testObjectiveThatIsTooLongForAnArgumentIsTheMissionsFault() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let objective = String(repeating: "x", count: 200_000)

        let result = try supervisor.run(
            try bench.order(argv: ["/bin/echo", "{{objective}}"], objective: objective)
        )

        XCTAssertEqual(result.reason, .launchFailed)
        XCTAssertEqual(result.scope, .mission)
    }

    // MARK: Output

    func testA32LineOfTenMebibytesIsCutInTheLogAndNothingElse() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let runtime = try WorkerBench.product("fake-runtime")
        for (index, output) in LaunchProfile.Output.allCases.enumerated() {
            let order = try bench.order(
                argv: [
                    runtime, "longline 10; report {\"lane\":\"phase\",\"name\":\"after\"}; exit 0",
                ],
                run: "m\(index).1",
                fence: UInt64(index + 1)
            ) {
                $0.profile.output = output
                $0.profile.logByteCountMax = 1 << 20
            }

            let result = try supervisor.run(order)

            XCTAssertEqual(result.outcome, .completed, "\(output)")
            XCTAssertEqual(result.resumePhase, "after")
            XCTAssertGreaterThanOrEqual(result.logBytesDropped, 9 << 20)
            let log = try bench.log("m\(index).1")
            XCTAssertEqual(log.utf8.prefix { $0 != UInt8(ascii: "\n") }.count, 1 << 20)
            XCTAssertTrue(log.hasSuffix("[cut: the limit is 1048576 bytes]\n"))
        }
    }

    func testHeartbeatCountsOutput() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        let order = try bench.shell("echo 12345; exec sleep 30")
        try supervisor.send(.startMission(order))

        let report = try supervisor.wait { report in
            if case .heartbeat(let beat) = report { !beat.runs.isEmpty } else { false }
        }

        guard case .heartbeat(let beat) = report else { return XCTFail("no heartbeat") }
        XCTAssertEqual(beat.runs.map(\.progressCounter), [6])
        XCTAssertGreaterThan(beat.residentKiB, 0)
        XCTAssertGreaterThan(beat.runs[0].residentKiB, 0)
    }
}

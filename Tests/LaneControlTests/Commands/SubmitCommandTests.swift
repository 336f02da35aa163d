import DataStructures
import Protocol
import System
import XCTest

@testable import LaneControl

final class SubmitCommandTests: LaneControlTestCase {
    private func submit(
        _ words: [String],
        retrying ended: MissionView = Samples.mission("m8", .failed),
        file: StaticString = #filePath,
        line: UInt = #line
    ) throws -> MissionEnvelope {
        let (outcome, requests, _) = try run(["submit"] + words) { command in
            switch command {
            case .missionSubmit(let missions, _):
                [.reply(.missions(missions.map(Self.view), nextCursor: nil))]
            case .missionGet(Samples.missionID("m8")):
                [.reply(.mission(ended))]
            default: [.close]
            }
        }
        XCTAssertEqual(outcome.status, 0, outcome.notes, file: file, line: line)
        guard case .missionSubmit(let missions, _)? = requests.last else {
            throw Failure(usage: "nothing was submitted")
        }
        return try XCTUnwrap(missions.first, file: file, line: line)
    }

    private static func view(_ envelope: MissionEnvelope) -> MissionView {
        MissionView(
            envelope: envelope,
            state: MissionState(assignedVPID: Samples.lane, assignedBy: "pin", at: Samples.now)
        )
    }

    func testObjectiveComesFromWordDashesStdinOrFile() throws {
        let path = "/tmp/lkc-objective-\(CurrentProcess.pid)"
        try Files.writeAtomically(Array("from file".utf8), to: path, mode: 0o600)
        defer { XCTAssertNoThrow(try Files.remove(path)) }

        XCTAssertEqual(try submit(["one word"]).objective, "one word")
        XCTAssertEqual(try submit(["--", "several", "--words"]).objective, "several --words")
        XCTAssertEqual(try submit(["-"]).objective, "from stdin")
        XCTAssertEqual(try submit(["--file", "-"]).objective, "from stdin")
        XCTAssertEqual(try submit(["--file", path]).objective, "from file")
    }

    func testEveryOptionReachesTheEnvelope() throws {
        let words = [
            "x", "--lane", "code-writer", "--class", "interactive", "--deadline", "+30m",
            "--not-before", "12:10", "--expire-at-deadline", "--key", "k", "--id", "m9", "--owner",
            "anna", "--source", "cron", "--label", "a=1", "--label", "b=x=y", "--type", "coding",
            "--timeout", "10m", "--idle-timeout", "90s", "--max-llm-calls", "40", "--max-tokens",
            "2000000", "--max-cost-usd", "2.50", "--max-attempts", "5", "--max-recoveries",
            "0", "--fresh", "--check", "make 'a b'", "--require", "tools", "--require", "resume",
            "--retry-of", "m8", "--trace-id", "t",
            "--fallback", "vp.a", "--fallback", "vp.b",
        ]

        let envelope = try submit(words)

        var expected = MissionEnvelope(objective: "x")
        expected.vpID = Samples.laneID("code-writer")
        expected.missionClass = .interactive
        expected.deadlineAt = Samples.time("2026-11-21T12:30:00Z")
        expected.notBefore = Samples.time("2026-11-21T12:10:00Z")
        expected.expireAtDeadline = true
        expected.idempotencyKey = "k"
        expected.missionID = Samples.missionID("m9")
        expected.owner = "anna"
        expected.source = "cron"
        expected.labels["a"] = "1"
        expected.labels["b"] = "x=y"
        expected.missionType = "coding"
        expected.budget.maxRuntimeSeconds = 600
        expected.budget.maxIdleSeconds = 90
        expected.budget.maxCallCount = 40
        expected.budget.maxTokenCount = 2_000_000
        expected.budget.maxCostMicroUSD = 2_500_000
        expected.retry.maxAttempts = 5
        expected.retry.maxRecoveries = 0
        expected.session = .fresh
        expected.checks = [["make", "a b"]]
        expected.requires = [.tools, .resume]
        expected.retryOf = Samples.missionID("m8")
        expected.traceID = "t"
        expected.fallback = [Samples.laneID("vp.a"), Samples.laneID("vp.b")]
        XCTAssertEqual(envelope, expected)
    }

    func testMissionGivesWayOnlyWhereThatIsSaid() throws {
        XCTAssertTrue(try submit(["x", "--preemptible"]).isPreemptible)
        XCTAssertFalse(try submit(["x"]).isPreemptible)
    }

    func testMissionIsCopiedOnlyWhereThatIsSaid() throws {
        XCTAssertTrue(try submit(["x", "--shadow-ok"]).isShadowOK)
        XCTAssertFalse(try submit(["x"]).isShadowOK)
    }

    func testFallbackIsLeftToTheLaneForbiddenOrNamed() throws {
        XCTAssertNil(try submit(["x"]).fallback)
        XCTAssertEqual(try submit(["x", "--no-fallback"]).fallback, [])
        for words in [
            ["--no-fallback", "--fallback", "vp.a"], ["--fallback", "vp.a", "--fallback", "vp.a"],
            ["--lane", "vp.a", "--fallback", "vp.a"], ["--fallback", "A B"],
            ["a", "b", "c", "d"].flatMap { ["--fallback", $0] },
        ] {
            XCTAssertEqual(try run(["submit", "x"] + words) { _ in [] }.0.status, 2, "\(words)")
        }
    }

    func testDeadlineAloneMeansTheClass() throws {
        XCTAssertEqual(try submit(["x", "--deadline", "+1h"]).missionClass, .deadline)
        XCTAssertEqual(try submit(["x"]).missionClass, .background)
    }

    func testMistakesAreFoundBeforeAnythingIsSent() {
        let long = String(repeating: "x", count: 262_145)
        let cases: [([String], String)] = [
            ([], "submit needs an objective (lanectl submit -- 'what is to be done')"),
            (
                ["a", "b"],
                "the objective is one word, or follows --, or comes from --file "
                    + "(lanectl submit -- several words)"
            ),
            (
                ["a", "--", "b"],
                "the objective is one word, or follows --, or comes from --file "
                    + "(lanectl submit -- several words)"
            ),
            ([""], "the objective is empty"),
            (
                [long],
                "the objective has 262145 bytes (at most 262144; put the rest into a file that "
                    + "it names)"
            ),
            (["x", "--class", "deadline"], "--class deadline needs --deadline (--deadline +30m)"),
            (
                ["x", "--expire-at-deadline"],
                "--expire-at-deadline needs --deadline "
                    + "(--deadline +30m)"
            ),
            (
                ["x", "--deadline", "noon"],
                "--deadline is RFC 3339, +30m from now, or 14:30 (the next "
                    + "such time in UTC), not \"noon\""
            ),
            (["x", "--label", "a"], "--label is KEY=VALUE, not \"a\""),
            (["x", "--check", "'"], "--check is a command with its quotes closed, not \"'\""),
            (["x", "--key", ""], "--key has 1 to 200 bytes, not 0"),
            (["x", "--wait", "--dry-run"], "a dry run has nothing to wait for"),
            (["x", "--wait-timeout", "1m"], "--wait-timeout needs --wait or --follow"),
            (
                ["x", "--follow", "-o", "json"],
                "--follow writes the log, which is not json (--wait)"
            ),
            (["--jsonl", "-", "--lane", "a"], "--jsonl takes --lane from the lines of the file"),
            (["--jsonl", "-", "x"], "--jsonl takes the objectives from the lines of the file"),
            (["--jsonl", "-"], "stdin line 1: not JSON: \"from stdin\""),
        ]

        for (words, message) in cases {
            let outcome = run(["--socket", "/tmp/none.sock", "submit"] + words)
            let text = outcome.notes.dropLast()
            XCTAssertTrue(text.hasPrefix("lanectl: \(message)"), "\(text)\n\(message)")
            XCTAssertEqual(outcome.status, 2, "\(text)")
        }
    }

    func testKnownMissionIsSaidToBeKnown() throws {
        var mission = Samples.mission("m1", .completed)
        mission.isNew = false
        let known = mission

        let (outcome, _, _) = try run(["submit", "x", "--key", "k"]) { _ in
            [.reply(.missions([known], nextCursor: nil))]
        }

        XCTAssertEqual(
            outcome.output,
            "m1 already known, completed on vp.coder.primary (background)\n"
        )
    }

    func testWaitReturnsTheEnd() throws {
        let (outcome, _, _) = try run(["submit", "x", "--wait"]) { command in
            guard case .missionWait = command else {
                return [.reply(.missions([Samples.mission("m1")], nextCursor: nil))]
            }
            return [.reply(.mission(Samples.mission("m1", .failed)))]
        }

        XCTAssertEqual(
            outcome,
            Outcome(
                status: 1,
                output: "m1 failed (exit_code): 3 files\n",
                notes: "m1 queued on vp.coder.primary (background)\n"
            )
        )
    }

    func testFollowShowsTheLogThenTheEnd() throws {
        let chunk = LogChunk(
            runID: Samples.runID("m1.1"),
            text: "out\n",
            nextOffset: 4,
            byteCount: 4,
            isComplete: true
        )
        let (outcome, _, _) = try run(["submit", "x", "--follow", "-q"]) { command in
            switch command {
            case .missionSubmit: [.reply(.missions([Samples.mission("m1")], nextCursor: nil))]
            case .missionLogs: [.reply(.logs(chunk))]
            default: [.reply(.mission(Samples.mission("m1", .completed)))]
            }
        }

        XCTAssertEqual(
            outcome,
            Outcome(status: 0, output: "out\nm1 completed (finished): 3 files\n", notes: "")
        )
    }

    func testFollowOutOfTimeIs99() throws {
        let words = ["submit", "x", "--follow", "--wait-timeout", "0", "-q"]
        let (outcome, _, _) = try run(words) { command in
            guard case .missionSubmit = command else {
                return [.reply(.mission(Samples.mission()))]
            }
            return [.reply(.missions([Samples.mission("m1")], nextCursor: nil))]
        }

        XCTAssertEqual(outcome.status, 99)
        XCTAssertEqual(outcome.notes, "lanectl: the time to wait is over (lanectl wait m1)\n")
    }

    func testDryRunPrintsThePlan() throws {
        let plan = Change(
            object: "missions",
            isChanged: true,
            isDryRun: true,
            lines: ["would be queued on lane code-writer as background: it is free"]
        )

        let (outcome, requests, _) = try run(["submit", "x", "--dry-run"]) { _ in
            [.reply(.changed(plan))]
        }

        XCTAssertEqual(
            outcome,
            Outcome(
                status: 0,
                output: "dry run: would be queued on lane code-writer as background: it is free\n",
                notes: ""
            )
        )
        guard case .missionSubmit(let missions, true)? = requests.first else {
            return XCTFail("\(requests)")
        }
        XCTAssertEqual(missions.map(\.objective), ["x"])
    }

    // MARK: --retry-of

    /// An ended mission whose envelope has no field at its default.
    private func makeEnded() -> MissionView {
        var ended = Samples.mission("m8-whole", .failed)
        ended.envelope.vpID = Samples.lane
        ended.envelope.missionType = "coding"
        ended.envelope.missionClass = .interactive
        ended.envelope.deadlineAt = Samples.time("2026-11-21T13:00:00Z")
        ended.envelope.expireAtDeadline = true
        ended.envelope.notBefore = Samples.time("2026-11-21T11:00:00Z")
        ended.envelope.source = "cron"
        ended.envelope.budget.maxRuntimeSeconds = 60
        ended.envelope.budget.maxIdleSeconds = 30
        ended.envelope.requires = [.tools]
        ended.envelope.isShadowOK = true
        ended.envelope.checks = [["true"]]
        ended.envelope.session = .fresh
        ended.envelope.retry.maxAttempts = 7
        ended.envelope.retry.maxRecoveries = 0
        ended.envelope.traceID = "t"
        return ended
    }

    func testRetryWithoutAnObjectiveIsTheSameMissionAgain() throws {
        let ended = makeEnded()

        let envelope = try submit(["--retry-of", "m8"], retrying: ended)

        var expected = ended.envelope
        expected.missionID = nil
        expected.retryOf = Samples.missionID("m8-whole")
        expected.idempotencyKey = "lanectl-000000000000abcd000000000000abcd"
        XCTAssertEqual(envelope, expected)
    }

    func testRetryTakesWhatOptionsSay() throws {
        let envelope = try submit(
            [
                "--retry-of", "m8", "--lane", "code-writer", "--class", "background", "--check",
                "make test", "--require", "resume", "--timeout", "5m", "--label", "campaign=y",
            ],
            retrying: makeEnded()
        )

        XCTAssertEqual(envelope.vpID, Samples.laneID("code-writer"))
        XCTAssertEqual(envelope.missionClass, .background)
        XCTAssertEqual(envelope.checks, [["make", "test"]])
        XCTAssertEqual(envelope.requires, [.resume])
        XCTAssertEqual(envelope.budget.maxRuntimeSeconds, 300)
        XCTAssertEqual(envelope.budget.maxIdleSeconds, 30)
        XCTAssertEqual(envelope.labels["campaign"], "y")
        XCTAssertEqual(envelope.missionType, "coding")
    }

    func testRetryWithAnObjectiveIsAnotherMission() throws {
        let envelope = try submit(["--retry-of", "m8", "other"], retrying: makeEnded())

        var expected = MissionEnvelope(objective: "other")
        expected.retryOf = Samples.missionID("m8-whole")
        expected.idempotencyKey = "lanectl-000000000000abcd000000000000abcd"
        XCTAssertEqual(envelope, expected)
    }

    func testShadowCopyIsNotRepeated() throws {
        var copy = makeEnded()
        copy.envelope.shadowOf = Samples.missionID("m7")
        let ended = copy

        let (outcome, requests, _) = try run(["submit", "--retry-of", "m8"]) { _ in
            [.reply(.mission(ended))]
        }

        XCTAssertEqual(outcome.status, 5)
        XCTAssertTrue(outcome.notes.contains("mission m8-whole is a shadow copy"), outcome.notes)
        XCTAssertTrue(outcome.notes.contains("--retry-of m7"), outcome.notes)
        XCTAssertEqual(requests, [.missionGet(Samples.missionID("m8"))])
    }

    func testDeadlineThatHasPassedIsNotRepeated() throws {
        var ended = makeEnded()
        ended.envelope.deadlineAt = Samples.now
        ended.envelope.expireAtDeadline = false
        let late = try submit(["--retry-of", "m8"], retrying: ended)
        XCTAssertNil(late.deadlineAt)
        XCTAssertEqual(late.missionClass, .interactive)

        ended.envelope.missionClass = .deadline
        let due = ended
        let (outcome, requests, _) = try run(["submit", "--retry-of", "m8"]) { _ in
            [.reply(.mission(due))]
        }
        XCTAssertEqual(outcome.status, 2)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: mission m8-whole was due before now: it needs --deadline (--deadline +30m)\n"
        )
        XCTAssertEqual(requests.count, 1)

        let again = try submit(["--retry-of", "m8", "--deadline", "+30m"], retrying: due)
        XCTAssertEqual(again.deadlineAt, Samples.time("2026-11-21T12:30:00Z"))
        XCTAssertEqual(again.missionClass, .deadline)
    }

    func testRetryOfAnUnknownOrOpenMissionIsRefused() throws {
        let unknown = ControlError(.notFound, .unknownMission, "no mission \"m8\"")
        let cases: [(ControlReply, Int32, String)] = [
            (.error(unknown), 4, "lanectl: no mission \"m8\"\n"),
            (
                .mission(Samples.mission("m8-whole", .running)), 6,
                "lanectl: mission m8-whole has not ended, it is running "
                    + "(lanectl mission requeue m8-whole starts it again from the queue)\n"
            ),
        ]
        for (reply, status, notes) in cases {
            for words in [["--retry-of", "m8"], ["--retry-of", "m8", "other"]] {
                let (outcome, requests, _) = try run(["submit"] + words) { _ in [.reply(reply)] }

                XCTAssertEqual(outcome, Outcome(status: status, output: "", notes: notes))
                XCTAssertEqual(requests, [.missionGet(Samples.missionID("m8"))])
            }
        }
    }

    // MARK: --jsonl

    private func submitLines(
        _ lines: String,
        refusingAfter countMax: Int = .max,
        format: String = "name"
    ) throws -> (outcome: Outcome, counts: [Int]) {
        let counter = Counter()
        let (outcome, requests, _) = try run(
            ["submit", "--jsonl", "-", "-o", format],
            change: { $0.readInput = { _ in Array(lines.utf8) } },
            script: { command in
                guard case .missionSubmit(let missions, _) = command else { return [.close] }
                guard counter.add(missions.count) <= countMax else {
                    return [.reply(.error(ControlError(.temporary, .queueFull, "queue is full")))]
                }
                return [.reply(.missions(missions.map(Self.view), nextCursor: nil))]
            }
        )
        var counts: [Int] = []
        for case .missionSubmit(let missions, _) in requests {
            XCTAssertTrue(missions.allSatisfy { $0.idempotencyKey != nil })
            counts.append(missions.count)
        }
        return (outcome, counts)
    }

    func testLinesAreSentInBatches() throws {
        let lines = (0..<2_500).map { #"{"objective":"x","mission_id":"m\#($0)"}"# }

        let (outcome, counts) = try submitLines(lines.joined(separator: "\n\n") + "\n")

        XCTAssertEqual(outcome.status, 0, outcome.notes)
        XCTAssertEqual(counts, [500, 500, 500, 500, 500])
        XCTAssertEqual(outcome.output.split(separator: "\n").count, 2_500)
    }

    func testLargeMissionsMakeSmallBatches() throws {
        let line = #"{"objective":"\#(String(repeating: "x", count: 250_000))","mission_id":"m1"}"#

        let (outcome, counts) = try submitLines(
            Array(repeating: line, count: 5).joined(separator: "\n")
        )

        XCTAssertEqual(outcome.status, 0, outcome.notes)
        XCTAssertEqual(counts, [4, 1])
    }

    func testBadLineIsNamedAndNothingIsSent() throws {
        let (outcome, counts) = try submitLines("{\"objective\":\"x\"}\n{\"objectiv\":\"x\"}\n")

        XCTAssertEqual(outcome.status, 2)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: stdin line 2: objectiv: unknown field (did you mean \"objective\"?)\n"
        )
        XCTAssertEqual(counts, [])
    }

    func testRefusedBatchSaysWhatWasAccepted() throws {
        let lines = Array(repeating: #"{"objective":"x"}"#, count: 1_500).joined(separator: "\n")

        let (outcome, _) = try submitLines(lines, refusingAfter: 1_000)

        XCTAssertEqual(outcome.status, 75)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: the first 1000 missions were accepted, then: queue is full "
                + "(submit the rest only, or give each line an idempotency_key)\n"
        )
    }

    func testAcceptedMissionsAreListedBeforeARefusal() throws {
        let line = #"{"objective":"x","mission_id":"m"#
        let lines = (0..<501).map { line + #"\#($0)"}"# }.joined(separator: "\n")

        let (outcome, _) = try submitLines(lines, refusingAfter: 500)
        let (nothing, _) = try submitLines(lines, refusingAfter: 0)

        XCTAssertEqual(outcome.output, (0..<500).map { "m\($0)\n" }.joined())
        XCTAssertEqual(nothing.output, "")
        XCTAssertEqual(nothing.notes, "lanectl: queue is full\n")
    }

    func testAcceptedMissionsAreOneDocumentAlsoWhereTheRestIsRefused() throws {
        let large = String(repeating: "x", count: 250_000)
        let lines = Array(repeating: #"{"objective":"\#(large)"}"#, count: 5)

        let (outcome, _) = try submitLines(
            lines.joined(separator: "\n"),
            refusingAfter: 4,
            format: "json"
        )

        XCTAssertTrue(outcome.output.hasSuffix(#""kind":"MissionList"}"# + "\n"))
        XCTAssertEqual(outcome.output.filter { $0 == "\n" }.count, 1)
        XCTAssertEqual(outcome.status, 75)
    }

    func testLinesThatRetryGetTheWholeID() throws {
        let line = #"{"objective":"x","retry_of":"m8"}"#

        let (outcome, requests, _) = try run(
            ["submit", "--jsonl", "-"],
            change: { $0.readInput = { _ in Array(line.utf8) } },
            script: { command in
                guard case .missionSubmit(let missions, _) = command else {
                    return [.reply(.mission(Samples.mission("m8-whole", .cancelled)))]
                }
                return [.reply(.missions(missions.map(Self.view), nextCursor: nil))]
            }
        )

        XCTAssertEqual(outcome.status, 0, outcome.notes)
        guard case .missionSubmit(let missions, _)? = requests.last else {
            return XCTFail("\(requests)")
        }
        XCTAssertEqual(missions.map(\.retryOf), [Samples.missionID("m8-whole")])
    }

    func testLineThatRetriesAnUnknownMissionIsNamed() throws {
        let line = #"{"objective":"x","retry_of":"m8"}"#
        let unknown = ControlError(.notFound, .unknownMission, "no mission \"m8\"")

        let (outcome, requests, _) = try run(
            ["submit", "--jsonl", "-"],
            change: { $0.readInput = { _ in Array(line.utf8) } },
            script: { _ in [.reply(.error(unknown))] }
        )

        XCTAssertEqual(outcome.status, 4)
        XCTAssertEqual(outcome.notes, "lanectl: stdin line 1: retry_of: no mission \"m8\"\n")
        XCTAssertEqual(requests, [.missionGet(Samples.missionID("m8"))])
    }
}

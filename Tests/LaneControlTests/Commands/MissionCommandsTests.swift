import DataStructures
import Protocol
import XCTest

@testable import LaneControl

final class MissionCommandsTests: LaneControlTestCase {
    func testListReadsEveryPage() throws {
        let pages = StepBox([
            [.reply(.missions([Samples.mission("m1")], nextCursor: "c1"))],
            [.reply(.missions([Samples.mission("m2", .completed)], nextCursor: nil))],
        ])

        let (outcome, requests, _) = try run(
            ["mission", "list", "--all", "--class", "background", "--label", "campaign=x"]
        ) { _ in pages.next() }

        XCTAssertEqual(
            outcome.output,
            """
            MISSION  CLASS       STATUS     LANE              TRIES    AGE  REASON      OBJECTIVE
            m1       background  queued     vp.coder.primary      0  3m12s  slots_busy  count the \
            \u{FFFD}[31mlines
            m2       background  completed  vp.coder.primary      1  3m12s  finished    count the \
            \u{FFFD}[31mlines

            """
        )
        var filter = MissionFilter()
        filter.includesTerminal = true
        filter.missionClass = .background
        filter.label = "campaign=x"
        filter.limit = 500
        var second = filter
        second.cursor = "c1"
        XCTAssertEqual(requests, [.missionList(filter), .missionList(second)])
    }

    func testEmptyPageWithACursorIsNotTheLast() throws {
        let pages = StepBox([
            [.reply(.missions([Samples.mission("m1")], nextCursor: "4096"))],
            [.reply(.missions([], nextCursor: "8192"))],
            [.reply(.missions([Samples.mission("m2")], nextCursor: nil))],
        ])

        let (outcome, requests, _) = try run(["mission", "list", "--all", "-o", "name"]) { _ in
            pages.next()
        }

        XCTAssertEqual(outcome.output, "m1\nm2\n")
        XCTAssertEqual(requests.count, 3)
    }

    func testCursorThatStandsStillEndsTheList() throws {
        let (outcome, requests, _) = try run(["mission", "list", "--all", "-o", "name"]) { _ in
            [.reply(.missions([Samples.mission("m1")], nextCursor: "4096"))]
        }

        XCTAssertEqual(outcome.output, "m1\nm1\n")
        XCTAssertEqual(requests.count, 2)
    }

    func testListAsksForShadowCopiesOnlyWhereThatIsSaid() throws {
        for (words, isShadow) in [(["--shadow"], true), ([], false)] {
            let (_, requests, _) = try run(["mission", "list", "-o", "name"] + words) { _ in
                [.reply(.missions([], nextCursor: nil))]
            }

            guard case .missionList(let filter)? = requests.first else {
                return XCTFail("\(requests)")
            }
            XCTAssertEqual(filter.isShadow, isShadow)
        }
    }

    func testListOfPagesIsOneDocument() throws {
        let (first, second) = (Samples.mission("m1"), Samples.mission("m2"))
        let pages = StepBox([
            [.reply(.missions([first], nextCursor: "c1"))],
            [.reply(.missions([second], nextCursor: nil))],
        ])

        let (outcome, _, _) = try run(["mission", "list", "-o", "json"]) { _ in pages.next() }

        let items = [first, second].map {
            String(decoding: ControlReply.mission($0).encodedResult(), as: UTF8.self)
        }
        XCTAssertEqual(
            outcome.output,
            #"{"apiVersion":"lanekeeper/v1","items":[\#(items[0]),\#(items[1])],"kind":"MissionList"}"#
                + "\n"
        )
    }

    func testListStopsAtItsLimit() throws {
        let (outcome, requests, _) = try run(["mission", "list", "--limit", "1", "-o", "name"]) {
            _ in
            [.reply(.missions([Samples.mission("m1")], nextCursor: "c1"))]
        }

        XCTAssertEqual(outcome.output, "m1\n")
        XCTAssertEqual(requests.count, 1)
    }

    func testA43ShowTellsEverythingAboutAMission() throws {
        let mission = Samples.mission("m1", .failed)

        let (outcome, requests, _) = try run(["mission", "show", "m1"]) { command in
            if case .missionGet = command { return [.reply(.mission(mission))] }
            return [.reply(.events([Samples.event(9)], nextCursor: 9))]
        }

        XCTAssertEqual(
            outcome.output,
            """
            mission    m1
            status     failed (exit_code)
            summary    3 files
            class      background
            lane       vp.coder.primary (by router)
            type       custom
            owner      anna
            key        k-m1
            labels     campaign=x
            created    2026-11-21T11:56:48.000Z
            started    2026-11-21T11:57:00.000Z
            ended      2026-11-21T11:58:00.000Z
            attempts   1 (0 of 3 failures, 0 of 3 recoveries, 0 of 100 deferrals)
            objective  count
                       the \u{FFFD}[31mlines

            RUN   LANE               PID  OUTCOME  REASON     WAITED  START  RAN  EXIT  LEFT  SUMMARY
            m1.1  vp.coder.primary  4121  failed   exit_code     11s  250ms  60s  3        1  3 files

            TIME                      EVENT              BY                  REASON            WHAT
            2026-11-21T11:56:48.250Z  vp.mission.queued  uid:1000 (lanectl)  operator_request  queued \
            for vp.coder.primary

            """
        )
        guard case .eventsSubscribe(let filter)? = requests.last else {
            return XCTFail("\(requests)")
        }
        XCTAssertEqual(filter.missionID, Samples.missionID("m1"))
    }

    func testShowNamesTheRuntimesOwnSessionOfTheLastAttemptThatHasOne() throws {
        var mission = Samples.mission("m1", .failed)
        let attempt = try XCTUnwrap(mission.attempts.first)
        mission.attempts = ["one", "two\u{1B}[2J", nil].map { session in
            var attempt = attempt
            attempt.runtimeSession = session
            return attempt
        }
        let shown = mission

        let (outcome, _, _) = try run(["mission", "show", "m1"]) { command in
            if case .missionGet = command { return [.reply(.mission(shown))] }
            return [.reply(.events([], nextCursor: 9))]
        }

        let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("runtime session") }
        XCTAssertEqual(line, "runtime session  two\u{FFFD}[2J")
    }

    func testShowTellsOfBothSidesOfAPair() throws {
        var original = Samples.mission("m1", .running)
        original.envelope.isShadowOK = true
        var side = ShadowSide(
            missionID: Samples.missionID("m2"),
            vpID: Samples.laneID("vp.next"),
            status: .failed
        )
        side.reason = .checkFailed
        side.runMilliseconds = 12_400
        side.usage.callCount = 3
        side.checks = .failed
        original.state.counterpart = side
        var copy = Samples.mission("m2", .running)
        copy.envelope.shadowOf = Samples.missionID("m1")
        copy.state.counterpart = ShadowSide(
            missionID: Samples.missionID("m1"),
            vpID: Samples.lane,
            status: .cancelled
        )

        let shown = try [original, copy].map { view in
            try run(["mission", "show", "m1"]) { command in
                if case .missionGet = command { return [.reply(.mission(view))] }
                return [.reply(.events([], nextCursor: 0))]
            }.0.output
        }

        let lines = shown.map { $0.split(separator: "\n") }
        XCTAssertTrue(
            lines[0].contains("copied     to a lane in shadow, if there is one"),
            shown[0]
        )
        XCTAssertTrue(
            lines[0].contains(
                "copy       m2 on vp.next failed (check_failed), ran 12s, checks failed, 3 calls"
            ),
            shown[0]
        )
        XCTAssertTrue(lines[1].contains("copy of    m1"), shown[1])
        XCTAssertTrue(lines[1].contains("original   m1 on vp.coder.primary cancelled"), shown[1])
    }

    func testWhyTakesALaneToo() throws {
        let unknown = ControlError(.notFound, .unknownMission, "no mission \"code-writer\"")
        var why = WhyAnswer(
            .laneParked,
            "5 crashes in 60 s",
            remedy: "lanectl lane reset code-writer"
        )
        why.figures["crashes"] = 5
        let answer = why

        let (outcome, _, _) = try run(["why", "code-writer"]) { command in
            if case .missionWhy = command { return [.reply(.error(unknown))] }
            return [.reply(.why(answer))]
        }

        XCTAssertEqual(
            outcome.output,
            """
            code-writer: 5 crashes in 60 s (lane_parked)
              figures: crashes=5
              remedy: lanectl lane reset code-writer

            """
        )
    }

    func testWhyOfNeitherNamesTheMission() throws {
        let (outcome, _, _) = try run(["why", "zzz"]) { command in
            if case .missionWhy = command {
                return [.reply(.error(ControlError(.notFound, .unknownMission, "no mission zzz")))]
            }
            return [.reply(.error(ControlError(.notFound, .unknownLane, "no lane zzz")))]
        }

        XCTAssertEqual(outcome, Outcome(status: 4, output: "", notes: "lanectl: no mission zzz\n"))
    }

    func testCancelOfSeveralGoesOnAfterARefusal() throws {
        let done = Change(object: "m2", isChanged: true, isDryRun: false, lines: ["m2 cancelled"])

        let (outcome, requests, _) = try run(["cancel", "m1", "m2", "--reason", "r"]) { command in
            guard case .missionCancel(Samples.missionID("m1"), _) = command else {
                return [.reply(.changed(done))]
            }
            return [.reply(.error(ControlError(.conflict, .missionTerminal, "m1 has ended")))]
        }

        XCTAssertEqual(
            outcome,
            Outcome(status: 6, output: "m2 cancelled\n", notes: "lanectl: m1 has ended\n")
        )
        XCTAssertEqual(requests.count, 2)
    }

    func testForcedRequeuePassesItsOptions() throws {
        let change = Change(
            object: "m1",
            isChanged: true,
            isDryRun: true,
            lines: ["would requeue m1"]
        )

        let (outcome, requests, _) = try run(
            ["mission", "requeue", "m1", "--force", "--reason", "stuck", "--dry-run"]
        ) { _ in [.reply(.changed(change))] }

        XCTAssertEqual(outcome.output, "dry run: would requeue m1\n")
        var options = OperatorOptions()
        options.reason = "stuck"
        options.isForced = true
        options.isDryRun = true
        XCTAssertEqual(requests, [.missionRequeue(Samples.missionID("m1"), options)])
    }
}

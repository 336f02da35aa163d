import Protocol
import System
import XCTest

@testable import LaneControl

final class GovernorCommandTests: LaneControlTestCase {
    private static let workload = """
        {"objective":"a","idempotency_key":"brief","class":"interactive","takes_ms":1500}

        {"objective":"b","mission_id":"m2","takes_ms":1000,"arrive_at_ms":250}
        {"objective":"c","vp_id":"vp.nowhere","takes_ms":1}

        """
    private static let configuration = """
        { version: 1, lanes: { "vp.a": { slots: 1, reserved_slots: 0 } } }
        """

    // MARK: The present order

    func testOrderIsATableOrNames() throws {
        var line = GovernorLine(
            Samples.missionID("m1"),
            from: "cron",
            of: .background,
            on: Samples.lane,
            why: WhyAnswer(.slotsBusy, "both slots\u{7} are taken")
        )
        line.isNext = true
        line.waitingCount = 3
        let shown = line

        let (table, requests, _) = try run(["governor", "explain"]) { _ in
            [.reply(.governorOrder([shown]))]
        }
        let (names, _, _) = try run(["governor", "explain", "-o", "name"]) { _ in
            [.reply(.governorOrder([shown]))]
        }

        XCTAssertEqual(requests, [.governorExplain(nil)])
        XCTAssertEqual(
            table.output,
            """
            POOL  LANE              CLASS       NEXT  MISSION  SOURCE  WAITING  PASSED  REASON      WHY
            -     vp.coder.primary  background  next  m1       cron          3       0  slots_busy  \
            both slots\u{FFFD} are taken

            """
        )
        XCTAssertEqual(names.output, "m1\n")
    }

    // MARK: Rehearsals

    func testRehearsalWithoutASupervisor() throws {
        let (folder, words) = try files()
        defer { XCTAssertNoThrow(try Files.removeTree(folder)) }

        let outcome = run(words)

        XCTAssertEqual(outcome.notes, "")
        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(
            outcome.output,
            """
              START  WAITED  LANE  CLASS        SOURCE  MISSION  REASON        WHY
              0.000   0.000  vp.a  interactive  -       brief    -             -
              1.500   1.250  vp.a  background   -       m2       slots_busy    \
            1 of 1 slots are in use, 0 kept for interactive; 0 before it
            refused       -  -     background   -       #3       unknown_lane  \
            no lane "vp.nowhere" (there are: vp.a)

            CLASS        STARTED  REFUSED  EXPIRED  WAITING    P50    P95    MAX
            interactive        1        0        0        0  0.000  0.000  0.000
            background         1        1        0        0  1.250  1.250  1.250

            """
        )
    }

    func testFormatsOfARehearsal() throws {
        let (folder, words) = try files()
        defer { XCTAssertNoThrow(try Files.removeTree(folder)) }

        let json = run(words + ["-o", "json"]).output
        let lines = run(words + ["-o", "jsonl"]).output.split(separator: "\n")

        XCTAssertTrue(
            json.hasSuffix(#""kind":"Rehearsal","start_at":"2026-11-21T12:00:00.000Z"}"# + "\n")
        )
        XCTAssertEqual(lines.count, 5)
        XCTAssertTrue(lines.prefix(3).allSatisfy { $0.contains(#""kind":"RehearsedMission""#) })
        XCTAssertTrue(lines.suffix(2).allSatisfy { $0.contains(#""kind":"RehearsedClass""#) })
        XCTAssertEqual(run(words + ["-o", "name"]).output, "brief\nm2\n")
    }

    func testSupervisorIsAskedWhereNoConfigurationIsNamed() throws {
        let (folder, words) = try files()
        defer { XCTAssertNoThrow(try Files.removeTree(folder)) }
        let answer = Rehearsal([], startAt: Samples.now, isComplete: false)

        let (outcome, requests, _) = try run(
            Array(words.dropLast(2)) + ["--start-at", "2026-11-21T13:00:00Z"]
        ) { _ in [.reply(.rehearsal(answer))] }

        XCTAssertEqual(outcome.status, 0)
        XCTAssertEqual(
            outcome.notes,
            "the rehearsal was given up: it takes too long until all of this has ended\n"
        )
        guard case .governorExplain(let workload?)? = requests.first else {
            return XCTFail("\(requests)")
        }
        XCTAssertEqual(workload.startAt, Samples.time("2026-11-21T13:00:00Z"))
        XCTAssertEqual(workload.missions.map(\.takesMilliseconds), [1_500, 1_000, 1])
        XCTAssertEqual(workload.missions.map(\.arriveAtMilliseconds), [0, 250, 0])
    }

    // MARK: Mistakes

    func testBadLinesAreNamedByNumberAndPath() throws {
        let good = #"{"objective":"a","mission_id":"m1","takes_ms":1}"#
        let table = [
            ("\n" + #"{"objective":"a"}"#, "stdin line 2: takes_ms: missing"),
            (good + "\nx", "stdin line 2: not JSON: \"x\""),
            (good + "\n\n" + good, #"stdin line 3: mission_id: "m1" stands in line 1 already"#),
            (
                #"{"objective":"a","takes_ms":1,"retry":{"max_attempts":0}}"#,
                "stdin line 1: retry.max_attempts: 0 is not"
            ),
            ("\n", "stdin has 0 missions"),
        ]
        for (text, message) in table {
            var world = Self.makeWorld()
            world.readInput = { _ in Array(text.utf8) }

            let outcome = run(["governor", "explain", "--simulate", "-"], world: world)

            XCTAssertEqual(outcome.status, 2)
            XCTAssertTrue(outcome.notes.hasPrefix("lanectl: " + message), outcome.notes)
        }
    }

    func testMistakesOfTheCommandLine() {
        let table = [
            (["--config", "x"], "--config needs --simulate"),
            (["--start-at", "now"], "--start-at needs --simulate"),
            (["--simulate", "/nowhere/at/all"], "open \"/nowhere/at/all\""),
        ]
        for (words, message) in table {
            let outcome = run(["governor", "explain"] + words)

            XCTAssertEqual(outcome.status, 2)
            XCTAssertTrue(outcome.notes.contains(message), outcome.notes)
        }
    }

    func testMoreThanASupervisorRehearsesNeedsAConfiguration() {
        var world = Self.makeWorld()
        let line = #"{"objective":"a","takes_ms":1}"# + "\n"
        world.readInput = { _ in
            Array(String(repeating: line, count: Workload.countMaxOfRequest + 1).utf8)
        }

        let outcome = run(["governor", "explain", "--simulate", "-"], world: world)

        XCTAssertEqual(outcome.status, 2)
        XCTAssertTrue(outcome.notes.contains("--config FILE"), outcome.notes)
    }

    func testInvalidConfigurationIsToldWhole() throws {
        let (folder, words) = try files(configuration: "{ version: 1, lanes: { a: { slots: 0 } } }")
        defer { XCTAssertNoThrow(try Files.removeTree(folder)) }

        let outcome = run(words)

        XCTAssertEqual(outcome.status, 78)
        XCTAssertTrue(outcome.notes.contains("lanes.a.slots: "), outcome.notes)
    }

    // MARK: Helpers

    private func files(
        configuration: String = GovernorCommandTests.configuration
    ) throws -> (folder: String, words: [String]) {
        let folder = "/tmp/lkg-\(CurrentProcess.pid)-\(try Entropy.seed() % 1_000_000)"
        try Files.createFolders(folder, mode: 0o700)
        let (workload, file) = ("\(folder)/w.jsonl", "\(folder)/c.json")
        try Files.writeAtomically(Array(Self.workload.utf8), to: workload, mode: 0o600)
        try Files.writeAtomically(Array(configuration.utf8), to: file, mode: 0o600)
        return (folder, ["governor", "explain", "--simulate", workload, "--config", file])
    }
}

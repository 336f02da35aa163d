import DataStructures
import IntegrationSupport
import LedgerConformance
import Protocol
import System
import XCTest

@testable import ControlPlane
@testable import Supervisor

final class QueryAnswererTests: XCTestCase {
    // MARK: Logs

    func testBrokenTailIsWhatBeginsACharacterThatIsNotWhole() {
        let cases: [(bytes: [UInt8], count: Int)] = [
            ([], 0), (Array("abc".utf8), 0), (Array("é".utf8), 0), (Array("€".utf8), 0),
            (Array("😀".utf8), 0), ([0xC3], 1), ([0x61, 0xC3], 1), ([0xE2, 0x82], 2),
            ([0x61, 0xE2], 1), ([0xF0, 0x9F, 0x98], 3), ([0x61, 0xF0, 0x9F], 2),
            // Not UTF-8 at all: nothing will make it whole.
            ([0x80], 0), ([0x80, 0x80, 0x80, 0x80, 0x80], 0), ([0xC3, 0x80, 0x80], 0),
        ]
        for (bytes, count) in cases {
            XCTAssertEqual(QueryAnswerer.brokenTailCount(of: bytes), count, "\(bytes)")
        }
    }

    func testHalfACharacterAtTheEndOfARunningLogWaitsForItsRest() throws {
        let bench = try AnswerBench()
        try bench.run("m1", log: [0xE2, 0x82])

        let empty = try bench.logs("m1")
        XCTAssertEqual(empty, bench.chunk("m1", "", next: 0, size: 2))

        try bench.writeLog("m1", Array("€".utf8))
        XCTAssertEqual(try bench.logs("m1"), bench.chunk("m1", "€", next: 3, size: 3))
    }

    func testHalfACharacterAtTheEndOfALogThatIsOverIsGiven() throws {
        let bench = try AnswerBench()
        try bench.run("m1", log: [0x61, 0xE2, 0x82], isOver: true)

        let chunk = try bench.logs("m1")

        XCTAssertEqual(chunk.text, "a\u{FFFD}")
        XCTAssertEqual(chunk.nextOffset, 3)
        XCTAssertTrue(chunk.isComplete)
    }

    func testPiecesNeverCutACharacterAndAlwaysGetOn() throws {
        let bench = try AnswerBench()
        let text = "aé€😀z"
        try bench.run("m1", log: Array(text.utf8), isOver: true)
        for limit in 4...12 {
            var whole = ""
            var offset: Int64 = 0
            while true {
                let chunk = try bench.logs("m1", offset: offset, limit: limit)
                whole += chunk.text
                if chunk.isComplete { break }
                guard chunk.nextOffset > offset else { return XCTFail("stuck at \(offset)") }
                offset = chunk.nextOffset
            }
            XCTAssertEqual(whole, text, "\(limit)")
        }
        // A limit below one character cuts it rather than giving nothing for ever.
        XCTAssertEqual(try bench.logs("m1", offset: 3, limit: 2).nextOffset, 5)
    }

    func testOffsetsFromTheEndAndBehindIt() throws {
        let bench = try AnswerBench()
        try bench.run("m1", log: Array("0123456789".utf8), isOver: true)

        XCTAssertEqual(try bench.logs("m1", offset: -3).text, "789")
        XCTAssertEqual(try bench.logs("m1", offset: -30).text, "0123456789")
        XCTAssertEqual(try bench.logs("m1", offset: 99).text, "")
        XCTAssertEqual(try bench.logs("m1", offset: 99).nextOffset, 10)
    }

    func testLogThatIsNotThereYetIsEmptyAndOtherAttemptsAreNamed() throws {
        let bench = try AnswerBench()
        try bench.run("m1", log: nil)
        XCTAssertEqual(try bench.logs("m1"), bench.chunk("m1", "", next: 0, size: 0))

        var request = LogRequest(missionID: Sample.mission("m1"))
        request.attempt = 2
        XCTAssertEqual(
            try bench.refusal(of: .logs(request)).message,
            "mission m1 has 1 attempts, not 2"
        )
        try bench.insert("m2")
        let untried = try bench.refusal(of: .logs(LogRequest(missionID: Sample.mission("m2"))))
        XCTAssertEqual(untried.code, .temporary)
    }

    // MARK: Missions

    func testMissionThatIsUnknownIsNotFound() throws {
        let bench = try AnswerBench()
        let id = Sample.mission("m9")
        let logs = LogRequest(missionID: id)
        for query in [Query.mission(id), .missionWhy(id), .logs(logs)] {
            let error = try bench.refusal(of: query)
            XCTAssertEqual(error.code, .notFound)
            XCTAssertEqual(error.reason, .unknownMission)
            XCTAssertEqual(error.object, "m9")
        }
        XCTAssertEqual(try bench.refusal(of: .lane(Sample.lane("vp.no"))).reason, .unknownLane)
    }

    func testSubmittedMissionsKeepTheirOrderAndSayWhichAreNew() throws {
        let bench = try AnswerBench()
        try bench.insert("m1")
        try bench.run("m2", log: nil)

        let reply = bench.answer(
            .submitted([
                .init(missionID: Sample.mission("m2"), isNew: false),
                .init(missionID: Sample.mission("m1"), isNew: true),
            ])
        )

        guard case .missions(let views, nil) = reply else { return XCTFail("\(reply)") }
        XCTAssertEqual(views.map(\.envelope.missionID?.rawValue), ["m2", "m1"])
        XCTAssertEqual(views.map(\.isNew), [false, true])
        XCTAssertEqual(views.map(\.attempts.count), [0, 0])
    }

    func testCursorThatNoListHasGivenIsRefused() throws {
        let bench = try AnswerBench()
        var filter = MissionFilter()
        filter.cursor = "soon"

        XCTAssertEqual(try bench.refusal(of: .missions(filter)).code, .usage)
    }

    func testWhyOfAMissionThatEndedNamesTheEndAndTheRemedy() throws {
        let bench = try AnswerBench()
        var failed = Sample.endedState(.failed)
        failed.attemptCount = 3
        failed.summary = "exit 1"
        try bench.insert("m1", failed)
        try bench.insert("m2", Sample.endedState(.completed))

        guard case .why(let why) = bench.answer(.missionWhy(Sample.mission("m1"))) else {
            return XCTFail("no answer")
        }
        XCTAssertEqual(why.summary, "it is failed after 3 attempts: exit 1")
        XCTAssertEqual(why.remedy, "lanectl submit --retry-of m1 tries it again as a new mission")
        XCTAssertEqual(why.figures["attempts"], 3)
        guard case .why(let done) = bench.answer(.missionWhy(Sample.mission("m2"))) else {
            return XCTFail("no answer")
        }
        XCTAssertNil(done.remedy)
    }

    func testCancelAfterTheEndNamesTheEnd() throws {
        let bench = try AnswerBench()
        for (name, status) in [("m1", MissionStatus.completed), ("m2", .timedOut)] {
            try bench.insert(name, Sample.endedState(status))
            let query = Query.cancelAfterEnd(Sample.mission(name), isDryRun: name == "m2")

            guard case .changed(let change) = bench.answer(query) else {
                return XCTFail("no answer")
            }

            XCTAssertEqual(change.lines, ["it is \(status.rawValue) already"])
            XCTAssertEqual(change.object, name)
            XCTAssertFalse(change.isChanged)
            XCTAssertEqual(change.isDryRun, name == "m2")
        }
    }

    func testSettlingAfterTheEndChangesNothingOrIsAConflict() throws {
        let bench = try AnswerBench()
        try bench.insert("m1", Sample.endedState(.failed))
        let id = Sample.mission("m1")

        let same = bench.answer(.resolveAfterEnd(id, .failed, isDryRun: true))
        let other = bench.answer(.resolveAfterEnd(id, .completed, isDryRun: false))

        guard case .changed(let change) = same else { return XCTFail("\(same)") }
        XCTAssertEqual(change.lines, ["it is failed already"])
        XCTAssertFalse(change.isChanged)
        XCTAssertTrue(change.isDryRun)
        guard case .error(let error) = other else { return XCTFail("\(other)") }
        XCTAssertEqual(error.code, .conflict)
        XCTAssertEqual(error.reason, .missionTerminal)
        XCTAssertEqual(error.hint, "lanectl submit --retry-of m1")
    }

    // MARK: The supervisor

    func testStatusSaysWhoAndFromWhat() throws {
        let bench = try AnswerBench()
        bench.answerer.origin = "built-in"
        bench.answerer.problems = ["a problem"]
        bench.answerer.controlGroups = "switched off"
        try bench.insert("m1")

        guard case .status(let status) = bench.answer(.status) else { return XCTFail("none") }

        XCTAssertEqual(status.pid, CurrentProcess.pid)
        XCTAssertEqual(status.version, Version.text)
        XCTAssertEqual(status.ledgerPath, bench.paths.ledger)
        XCTAssertEqual(status.stateDirectory, bench.paths.state)
        XCTAssertEqual(status.configuration, "built-in")
        XCTAssertEqual(status.configurationProblems, ["a problem"])
        XCTAssertEqual(status.controlGroups, "switched off")
        XCTAssertEqual(status.missionCounts.first, 1, "queued")
    }

    func testStatusNamesTheLastCopyThatIsWhole() throws {
        let bench = try AnswerBench()
        XCTAssertNil(try bench.status().lastBackupAt)
        try Files.createFolders(bench.paths.backups, mode: 0o700)
        let names = [0, 60].map { BackupName(begunAt: Sample.time($0)).text }
        let later = BackupName(begunAt: Sample.time(120)).text + ".part"

        for name in names + [later, "zz.sqlite"] {
            try Files.writeAtomically([], to: "\(bench.paths.backups)/\(name)", mode: 0o600)
        }

        XCTAssertEqual(try bench.status().lastBackupAt, Sample.time(60))
    }
}

/// A ledger, the folder of an instance, and a core that was never booted.
private final class AnswerBench {
    let folder: TemporaryFolder
    let capture: LogCapture
    let paths: InstancePaths
    let ledger: Ledger
    var answerer: QueryAnswerer
    private let core: ControlPlane
    private let now = Instant(boot: MonotonicTime(nanoseconds: 1), wall: Sample.time(3_600))
    private var fence: UInt64 = 0

    init() throws {
        folder = try TemporaryFolder()
        capture = try LogCapture()
        paths = InstancePaths(state: folder.file("s"), runtime: folder.file("r"))
        try paths.create()
        ledger = try Ledger.open(paths.ledger, bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        answerer = QueryAnswerer(ledger: ledger, paths: paths, log: capture.log)
        core = ControlPlane(
            configuration: .builtIn,
            recovered: RecoveredState(epoch: Epoch(1)),
            seed: 1,
            at: now
        )
    }

    func answer(_ query: Query) -> ControlReply { answerer.answer(query, core: core, at: now) }

    func status() throws -> SupervisorStatus {
        let reply = answer(.status)
        guard case .status(let status) = reply else { throw TestFailure("no status: \(reply)") }
        return status
    }

    func refusal(of query: Query) throws -> ControlError {
        let reply = answer(query)
        guard case .error(let error) = reply else { throw TestFailure("not refused: \(reply)") }
        return error
    }

    func insert(_ name: String, _ state: MissionState = Sample.state()) throws {
        try ledger.commit([.insertMission(Sample.envelope(name), state)])
    }

    /// Adds a mission with one attempt and its log.
    func run(_ name: String, log: [UInt8]?, isOver: Bool = false) throws {
        fence += 1
        var attempt = Sample.attempt(name, 1, fence: fence)
        try insert(name)
        try ledger.commit([.insertAttempt(attempt)])
        if isOver {
            attempt.outcome = .completed
            attempt.reason = .finished
            attempt.phase = .ended
            attempt.endedAt = Sample.time(9)
            try ledger.commit([.updateAttempt(attempt)])
        }
        if let log { try writeLog(name, log) }
    }

    func writeLog(_ name: String, _ bytes: [UInt8]) throws {
        let path = paths.log(of: Sample.run(name, 1), on: Sample.lane())
        try Files.createFolders("\(paths.lane(Sample.lane()))/logs", mode: 0o700)
        try Files.writeAtomically(bytes, to: path, mode: 0o600)
    }

    func logs(_ name: String, offset: Int64 = 0, limit: Int = 65_536) throws -> LogChunk {
        var request = LogRequest(missionID: Sample.mission(name))
        request.offset = offset
        request.limit = limit
        let reply = answer(.logs(request))
        guard case .logs(let chunk) = reply else { throw TestFailure("no log: \(reply)") }
        return chunk
    }

    /// A piece of the log of an attempt that goes on.
    func chunk(_ name: String, _ text: String, next: Int64, size: Int64) -> LogChunk {
        LogChunk(
            runID: Sample.run(name, 1),
            text: text,
            nextOffset: next,
            byteCount: size,
            isComplete: false
        )
    }
}

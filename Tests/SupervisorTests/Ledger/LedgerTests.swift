import ControlPlane
import DataStructures
import Foundation
import LedgerConformance
import Protocol
import SQLite
import XCTest

@testable import Supervisor

final class LedgerTests: XCTestCase {
    // MARK: - Opening

    func testOpenOfAbsentFileGivesFirstEpochAndNothing() throws {
        let folder = try TemporaryFolder()

        let state = try Ledger.open(folder.file("l"), bootID: "a").state

        XCTAssertEqual(state, RecoveredState(epoch: Epoch(1)))
    }

    func testOpenSaysWhetherTheHostWasRestarted() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("l")

        let restarted = try ["a", "a", "b", "b"].map { bootID in
            try Ledger.open(path, bootID: bootID).state.isHostRestarted
        }

        XCTAssertEqual(restarted, [false, false, true, false])
    }

    func testKillAtAnyByteOfTheLogLosesOnlyWhatWasNotCommitted() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        try ledger.checkpoint(isIdle: true)
        var logByteCounts: [Int] = []
        for number in 1...3 {
            let envelope = Sample.envelope("m\(number)")
            let event = Sample.event(UInt64(number))
            try ledger.commit([.insertMission(envelope, Sample.state()), .appendEvent(event)])
            logByteCounts.append(try folder.bytes("l-wal").count)
        }
        let (file, log) = (try folder.bytes("l"), try folder.bytes("l-wal"))

        for byteCount in stride(from: 0, through: log.count, by: 1_511) {
            try folder.write(file, to: "copy")
            try folder.write(Array(log.prefix(byteCount)), to: "copy-wal")
            let state = try Ledger.open(folder.file("copy"), bootID: "a").state
            let committedCount = logByteCounts.filter { $0 <= byteCount }.count
            XCTAssertGreaterThanOrEqual(state.missions.count, min(committedCount, 3))
            XCTAssertEqual(state.lastEventSequence, UInt64(state.missions.count))
            XCTAssertEqual(state.lanes.count, 1)
        }
    }

    func testOpenTransactionIsNotSeenByTheNextIncarnation() throws {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        try ledger.connection.begin()
        // More than the page cache holds, so that SQLite writes pages ahead of the commit.
        let fill =
            "INSERT INTO vp_events(seq,event_type,emitted_at,actor,summary)"
            + " VALUES(?,'vp.mission.queued',0,'a',?)"
        let summary = String(repeating: "x", count: 100_000)
        for number in 1...120 { try ledger.connection.prepare(fill).run(number, summary) }
        XCTAssertGreaterThan(try folder.bytes("l-wal").count, 1_000_000)

        try folder.write(try folder.bytes("l"), to: "copy")
        try folder.write(try folder.bytes("l-wal"), to: "copy-wal")
        let opened = try Ledger.open(folder.file("copy"), bootID: "a")

        XCTAssertEqual(opened.state.lastEventSequence, 0)
        XCTAssertEqual(opened.state.lanes, [Sample.laneRecord()])
        XCTAssertEqual(try opened.ledger.integrityCheck(), [])
        try ledger.connection.rollback()
    }

    func testOpenRefusesWhatIsNotOursAndLeavesItAsItWas() throws {
        let folder = try TemporaryFolder()
        _ = try Ledger.open(folder.file("good"), bootID: "a")
        let good = try folder.bytes("good")
        var newer = good
        newer.replaceSubrange(60..<64, with: [0, 0, 0, 99])
        var foreign = good
        foreign.replaceSubrange(68..<72, with: [1, 2, 3, 4])
        var damaged = good
        damaged.replaceSubrange(100..<4_096, with: [UInt8](repeating: 0x5A, count: 3_996))
        let files = [newer, foreign, damaged, Array("no database at all".utf8)]

        for bytes in files {
            try folder.write(bytes, to: "bad")
            let error = assertOpenFails(folder.file("bad"))
            XCTAssertEqual(error?.exitCode, .internalFailure)
            XCTAssertEqual(error?.description.contains("\n"), false)
            XCTAssertEqual(try folder.bytes("bad"), bytes)
        }
    }

    func testOpenOfDamagedRowLeavesTheEpoch() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("l")
        do {
            let ledger = try Ledger.open(path, bootID: "a").ledger
            try ledger.commit([.saveLane(Sample.laneRecord())])
            try ledger.commit([.insertMission(Sample.envelope("m1"), Sample.state())])
            try ledger.connection.execute("DROP TRIGGER vp_mission_envelopes_constant")
            try ledger.connection.execute("UPDATE vp_mission_envelopes SET envelope = '{}x'")
        }

        let error = assertOpenFails(path)

        guard case .corrupt? = error else { return XCTFail("\(String(describing: error))") }
        let connection = try Connection(path: path, access: .readOnly)
        XCTAssertEqual(try connection.integer("SELECT epoch FROM ledger_meta"), 1)
    }

    func testOpenOfReadOnlyFolderIsNotPermitted() throws {
        let folder = try TemporaryFolder()
        try folder.mountSmallFileSystem(byteCount: 1 << 20)
        _ = try Ledger.open(folder.file("l"), bootID: "a")
        try folder.makeReadOnly()

        XCTAssertEqual(assertOpenFails(folder.file("l"))?.exitCode, .notPermitted)
        XCTAssertEqual(assertOpenFails(folder.file("new"))?.exitCode, .notPermitted)
    }

    func testOpenOfFullFileSystemIsTemporary() throws {
        let folder = try TemporaryFolder()
        try folder.mountSmallFileSystem(byteCount: 32 << 10)

        XCTAssertEqual(assertOpenFails(folder.file("l"))?.exitCode, .temporary)
    }

    private func assertOpenFails(_ path: String, line: UInt = #line) -> MigrationError? {
        do {
            _ = try Ledger.open(path, bootID: "a")
            XCTFail("was opened", line: line)
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Committing

    func testFullDiskLosesNothingAndTheSameWritesGoThroughLater() throws {
        let folder = try TemporaryFolder()
        try folder.mountSmallFileSystem(byteCount: 512 << 10)
        let ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        try folder.write([UInt8](repeating: 1, count: 8 << 10), to: "ballast")
        let objective = String(repeating: "x", count: 200 << 10)
        var writes: [LedgerWrite] = []
        var failure: SQLiteError?
        for number in 1...9 where failure == nil {
            let envelope = Sample.envelope("m\(number)", objective: objective)
            writes = [
                .insertMission(envelope, Sample.state()),
                .appendEvent(Sample.event(UInt64(number))),
            ]
            do throws(SQLiteError) { try ledger.commit(writes) } catch { failure = error }
        }

        XCTAssertEqual(failure?.isDiskFull, true)
        XCTAssertNil(try ledger.mission(Sample.mission("m\(ledger.marks.eventSequence + 1)")))
        XCTAssertEqual(try ledger.integrityCheck(), [])
        try folder.remountSmallFileSystem(byteCount: 4 << 20)
        try ledger.commit(writes)
        XCTAssertNotNil(try ledger.mission(Sample.mission("m\(ledger.marks.eventSequence)")))
    }

    func testCountersCountTransactionsAndWrites() throws {
        let (folder, ledger) = try makeLedger()

        try ledger.commit([])
        try ledger.commit([.appendEvent(Sample.event(1)), .appendEvent(Sample.event(2))])

        XCTAssertEqual(ledger.counters.commitCount, 2)
        XCTAssertEqual(ledger.counters.writeCount, 3)
        _ = folder
    }

    // MARK: - Lists

    func testPagesHoldEachMissionOnceWhileOthersAreSubmitted() throws {
        let (folder, ledger) = try makeLedger()
        try submit(1...7, to: ledger)
        var filter = MissionFilter()
        filter.includesTerminal = true
        filter.limit = 3
        var seen: [String] = []
        var next = 8

        repeat {
            let page = try XCTUnwrap(try ledger.missions(filter))
            seen += page.missions.compactMap { $0.envelope.missionID?.rawValue }
            filter.cursor = page.nextCursor
            if next < 10 { try submit(next...next, to: ledger) }
            next += 1
        } while filter.cursor != nil

        XCTAssertEqual(seen, (1...9).map { "m\($0)" })
        _ = folder
    }

    func testListsFilterByStatusLaneClassAndLabel() throws {
        let (folder, ledger) = try makeLedger()
        var labelled = Sample.envelope("m1")
        labelled.labels["team"] = "core"
        labelled.missionClass = .interactive
        try ledger.commit([
            .saveLane(Sample.laneRecord("vp.b")), .insertMission(labelled, Sample.state()),
            .insertMission(Sample.envelope("m2"), Sample.state(lane: "vp.b")),
            .insertMission(Sample.envelope("m3"), Sample.state()),
            .updateMission(Sample.mission("m3"), Sample.endedState(.failed)),
        ])
        func names(_ change: (inout MissionFilter) -> Void) throws -> [String] {
            var filter = MissionFilter()
            change(&filter)
            let page = try XCTUnwrap(try ledger.missions(filter))
            return page.missions.compactMap { $0.envelope.missionID?.rawValue }
        }

        XCTAssertEqual(try names { _ in }, ["m1", "m2"])
        XCTAssertEqual(try names { $0.includesTerminal = true }, ["m1", "m2", "m3"])
        XCTAssertEqual(try names { $0.statuses = [.failed] }, ["m3"])
        XCTAssertEqual(try names { $0.vpID = Sample.lane("vp.b") }, ["m2"])
        XCTAssertEqual(try names { $0.missionClass = .interactive }, ["m1"])
        XCTAssertEqual(try names { $0.label = "team" }, ["m1"])
        XCTAssertEqual(try names { $0.label = "team=core" }, ["m1"])
        XCTAssertEqual(try names { $0.label = "team=other" }, [])
        var filter = MissionFilter()
        filter.cursor = "07"
        XCTAssertNil(try ledger.missions(filter))
        XCTAssertEqual(
            try ledger.missionCounts(endedSince: Sample.time()),
            [2, 0, 0, 0, 1, 0, 0]
        )
        XCTAssertEqual(try ledger.missionCounts(endedSince: Sample.time(9))[4], 0)
        _ = folder
    }

    func testListsAndCountsLeaveCopiesOutUnlessTheyAreAskedFor() throws {
        let (folder, ledger) = try makeLedger()
        var copy = Sample.envelope("c1")
        copy.shadowOf = Sample.mission("m1")
        var ended = Sample.envelope("c2")
        ended.shadowOf = Sample.mission("m2")
        try submit(1...2, to: ledger)
        try ledger.commit([
            .insertMission(copy, Sample.state()), .insertMission(ended, Sample.state()),
            .updateMission(Sample.mission("c2"), Sample.endedState()),
        ])

        let table: [(isShadow: Bool, includesTerminal: Bool, ids: [String])] = [
            (false, false, ["m1", "m2"]), (false, true, ["m1", "m2"]), (true, false, ["c1"]),
            (true, true, ["c1", "c2"]),
        ]
        for row in table {
            var filter = MissionFilter()
            filter.isShadow = row.isShadow
            filter.includesTerminal = row.includesTerminal
            let page = try XCTUnwrap(try ledger.missions(filter))
            XCTAssertEqual(
                page.missions.compactMap(\.envelope.missionID?.rawValue),
                row.ids,
                "\(row)"
            )
        }
        XCTAssertEqual(
            try ledger.missionCounts(endedSince: Sample.time()),
            [2, 0, 0, 0, 0, 0, 0]
        )
        XCTAssertTrue(try ledger.isCopy(Sample.mission("c2")))
        XCTAssertFalse(try ledger.isCopy(Sample.mission("m1")))
        XCTAssertFalse(try ledger.isCopy(Sample.mission("unknown")))
        _ = folder
    }

    func testListsLookAtABoundedNumberOfMissions() throws {
        let (folder, ledger) = try makeLedger()
        let count = Int(Ledger.listScanCountMax) + 10
        try submit(1...count, to: ledger)
        var filter = MissionFilter()
        filter.includesTerminal = true
        filter.missionClass = .interactive

        let page = try XCTUnwrap(try ledger.missions(filter))
        XCTAssertEqual(page, MissionPage([], limit: 100, scannedThrough: Ledger.listScanCountMax))
        filter.cursor = page.nextCursor
        XCTAssertNil(try XCTUnwrap(try ledger.missions(filter)).nextCursor)
        _ = folder
    }

    func testListsCutObjectivesAndMissionsDoNot() throws {
        let (folder, ledger) = try makeLedger()
        let objective = String(repeating: "ä", count: 5_000)
        let envelope = Sample.envelope("m1", objective: objective)
        try ledger.commit([.insertMission(envelope, Sample.state())])

        let listed = try XCTUnwrap(try ledger.missions(MissionFilter())?.missions.first)

        XCTAssertEqual(listed.envelope.objective, String(repeating: "ä", count: 100))
        XCTAssertEqual(
            try ledger.mission(Sample.mission("m1"))?.envelope.objective,
            objective
        )
        _ = folder
    }

    // MARK: - Names

    func testPrefixesAreResolved() throws {
        let (folder, ledger) = try makeLedger()
        for name in ["ab", "abc", "abd", "x"] {
            try ledger.commit([.insertMission(Sample.envelope(name), Sample.state())])
        }
        func resolve(_ name: String) throws -> PrefixMatch {
            try ledger.resolve(prefix: Sample.mission(name))
        }

        XCTAssertEqual(try resolve("a"), .ambiguous(3))
        XCTAssertEqual(try resolve("ab"), .unique(Sample.mission("ab")))
        XCTAssertEqual(try resolve("abd"), .unique(Sample.mission("abd")))
        XCTAssertEqual(try resolve("x"), .unique(Sample.mission("x")))
        XCTAssertEqual(try resolve("b"), PrefixMatch.none)
        _ = folder
    }

    // MARK: - Events

    func testEventPagesFilterAndGoOn() throws {
        let (folder, ledger) = try makeLedger()
        let types: [EventType] = [.laneReady, .missionQueued, .missionStarted, .laneExited]
        try ledger.commit(types.enumerated().map { .appendEvent(Sample.event(UInt64($0 + 1), $1)) })
        var filter = EventFilter()
        filter.typePrefixes = ["vp.mission."]

        let first = try ledger.events(filter, after: 0, limit: 1)
        let second = try ledger.events(filter, after: first.nextCursor, limit: 9)

        XCTAssertEqual(first.events, [Sample.event(2, .missionQueued)])
        XCTAssertEqual(first.nextCursor, 2)
        XCTAssertFalse(first.isLast)
        XCTAssertEqual(second.events, [Sample.event(3, .missionStarted)])
        XCTAssertEqual(second.nextCursor, 4)
        XCTAssertTrue(second.isLast)
        XCTAssertEqual(try ledger.events(filter, after: 99, limit: 9).events, [])
        _ = folder
    }

    func testEventSequenceOfATime() throws {
        let (folder, ledger) = try makeLedger()
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time()), 0)
        try ledger.commit((1...20).map { .appendEvent(Sample.event($0, at: Int64($0) * 10)) })

        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(0)), 0)
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(100)), 9)
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(101)), 10)
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(201)), 20)
        _ = folder
    }

    func testEventSequenceOfATimeWhereNumbersAreMissing() throws {
        let (folder, ledger) = try makeLedger()
        try ledger.commit((1...20).map { .appendEvent(Sample.event($0, at: Int64($0) * 10)) })
        // As an older release left them, which pruned each event by its own time.
        try ledger.connection.execute("DELETE FROM vp_events WHERE seq IN (4, 5, 6, 10, 11, 12)")

        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(0)), 0)
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(31)), 3)
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(90)), 8)
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(91)), 9)
        XCTAssertEqual(try ledger.eventSequence(since: Sample.time(201)), 20)
        _ = folder
    }

    // MARK: - Maintenance

    func testCheckpointHappensWhenIdle() throws {
        let (folder, ledger) = try makeLedger()

        XCTAssertFalse(try ledger.checkpoint(isIdle: false))
        XCTAssertTrue(try ledger.checkpoint(isIdle: true))
        XCTAssertFalse(try ledger.checkpoint(isIdle: true))
        _ = folder
    }

    func testCopyOpensAndHoldsTheSame() throws {
        let (folder, ledger) = try makeLedger()
        try submit(1...3, to: ledger)

        try Ledger.copy(ledger.path, to: folder.file("copy"))

        XCTAssertFalse(folder.exists("copy-wal"))
        let state = try Ledger.open(folder.file("copy"), bootID: "a").state
        XCTAssertEqual(state.missions.count, 3)
        XCTAssertThrowsError(try Ledger.copy(ledger.path, to: folder.file("copy")))
    }

    func testIntegrityCheckFindsARowWithoutItsParent() throws {
        let (folder, ledger) = try makeLedger()
        try submit(1...1, to: ledger)
        XCTAssertEqual(try ledger.integrityCheck(), [])

        try ledger.connection.execute("PRAGMA foreign_keys=OFF; DELETE FROM vp_sessions")

        XCTAssertEqual(
            try ledger.integrityCheck(),
            ["a row of vp_missions names a row that does not exist"]
        )
        _ = folder
    }

    // MARK: - Helpers

    private func makeLedger() throws -> (TemporaryFolder, Ledger) {
        let folder = try TemporaryFolder()
        let ledger = try Ledger.open(folder.file("l"), bootID: "a").ledger
        try ledger.commit([.saveLane(Sample.laneRecord())])
        return (folder, ledger)
    }

    private func submit(_ numbers: ClosedRange<Int>, to ledger: Ledger) throws {
        try ledger.commit(
            numbers.map { .insertMission(Sample.envelope("m\($0)"), Sample.state()) }
        )
    }
}

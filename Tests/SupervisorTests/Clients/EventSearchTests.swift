import ControlPlane
import IntegrationSupport
import LedgerConformance
import Protocol
import SQLite
import System
import XCTest

@testable import Supervisor

final class EventSearchTests: XCTestCase {
    func testWithoutAPlaceToStartTheNewestEventsAreGiven() throws {
        let bench = try SearchBench(300, every: 10, .laneReady)
        var filter = EventFilter()
        filter.limit = 5

        XCTAssertEqual(try bench.find(filter).sequences, [296, 297, 298, 299, 300])
        filter.typePrefixes = ["vp.lane."]
        XCTAssertEqual(try bench.find(filter).sequences, [260, 270, 280, 290, 300])
        filter.limit = 100
        XCTAssertEqual(try bench.find(filter).sequences.count, 30)
        XCTAssertEqual(try bench.find(filter).cursor, 300)
    }

    func testRareEventIsFoundHoweverOldInBoundedSteps() throws {
        let bench = try SearchBench(10_000, every: 9_999, .laneReady)
        try bench.forgetEvents(upTo: 1_000)
        var filter = EventFilter()
        filter.typePrefixes = ["vp.lane."]
        for cursor in [nil, 1_000 as UInt64] {
            filter.cursor = cursor

            let found = try bench.find(filter)

            XCTAssertEqual(found.sequences, [9_999])
            XCTAssertEqual(found.cursor, 10_000)
            XCTAssertEqual(found.stepCount, 3, "4096 events a step")
        }
    }

    func testEachEventIsGivenOnceAlsoWhereTheOldestAreGone() throws {
        let bench = try SearchBench(6_000)
        try bench.forgetEvents(upTo: 100)
        var filter = EventFilter()
        filter.limit = 6_000

        XCTAssertEqual(try bench.find(filter).sequences, Array(101...6_000))
        filter.cursor = 100
        XCTAssertEqual(try bench.find(filter).sequences, Array(101...6_000))
    }

    func testPageEndsAtItsLimitAndTheNextGoesOnFromThere() throws {
        let bench = try SearchBench(20)
        var filter = EventFilter()
        filter.limit = 8
        filter.cursor = 0
        var all: [UInt64] = []
        for count in [8, 8, 4, 0] {
            let found = try bench.find(filter)
            XCTAssertEqual(found.sequences.count, count)
            all += found.sequences
            filter.cursor = found.cursor
        }
        XCTAssertEqual(all, Array(1...20))
    }

    func testTimeToStartFromFindsTheFirstEventThatIsNotOlder() throws {
        let bench = try SearchBench(20)
        var filter = EventFilter()
        filter.since = Sample.time(18)

        XCTAssertEqual(try bench.find(filter).sequences, [18, 19, 20])
    }

    func testCursorExpiresWithItsEvents() throws {
        let bench = try SearchBench(20)
        try bench.forgetEvents(upTo: 10)
        var filter = EventFilter()
        filter.cursor = 10
        XCTAssertEqual(try bench.find(filter).sequences.first, 11)

        filter.cursor = 9

        guard case .failure(let error) = try bench.answerer.cursor(of: filter) else {
            return XCTFail("not refused")
        }
        XCTAssertEqual(error.reason, .cursorExpired)
        XCTAssertEqual(error.hint, "--cursor 10")
    }

    func testLedgerWithoutEventsAnswersAtOnce() throws {
        let bench = try SearchBench(0)

        let found = try bench.find(EventFilter())

        XCTAssertEqual(found.sequences, [])
        XCTAssertEqual(found.stepCount, 1)
    }
}

/// A ledger with events, one a second.
private final class SearchBench {
    struct Found {
        let sequences: [UInt64]
        let cursor: UInt64
        let stepCount: Int
    }

    let folder: TemporaryFolder
    let capture: LogCapture
    let answerer: QueryAnswerer
    private let ledger: Ledger

    /// Each event of a number that `every` divides has the type.
    init(_ count: UInt64, every: UInt64 = 1, _ type: EventType = .missionQueued) throws {
        folder = try TemporaryFolder()
        capture = try LogCapture()
        let paths = InstancePaths(state: folder.path, runtime: folder.path)
        ledger = try Ledger.open(paths.ledger, bootID: "a").ledger
        answerer = QueryAnswerer(ledger: ledger, paths: paths, log: capture.log)
        guard count > 0 else { return }
        try ledger.commit(
            (1...count).map { sequence in
                let isOfType = sequence % every == 0
                let type = isOfType ? type : .missionQueued
                return .appendEvent(Sample.event(sequence, type, at: Int64(sequence)))
            }
        )
    }

    func forgetEvents(upTo sequence: UInt64) throws {
        try ledger.connection.prepare("DELETE FROM vp_events WHERE seq <= ?").run(
            Int64(clamping: sequence)
        )
    }

    func find(_ filter: EventFilter) throws -> Found {
        var search = EventSearch(
            for: ClientID(1),
            .number(1),
            filter,
            after: try answerer.cursor(of: filter).get(),
            newest: ledger.marks.eventSequence
        )
        for stepCount in 1...100 {
            guard let reply = try search.advance(in: ledger) else { continue }
            guard case .events(let events, let cursor) = reply else { break }
            let sequences = events.map(\.sequence)
            return Found(sequences: sequences, cursor: cursor, stepCount: stepCount)
        }
        throw TestFailure("no answer")
    }
}

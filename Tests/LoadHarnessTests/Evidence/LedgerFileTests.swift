import Foundation
import IntegrationSupport
import Protocol
import SQLite
import System
import XCTest

@testable import LoadHarness

final class LedgerFileTests: XCTestCase {
    func testMissionsOfALoadAreReadWithTheirAttemptsAndNoOthers() throws {
        let bench = try FaultBench(in: self)
        let client = try bench.connect()
        var first = try bench.mission("attempt 1 exit 1", "say done")
        first.idempotencyKey = "load-3-0"
        first.session = .continue
        var second = try bench.mission(on: 1, "say done")
        second.idempotencyKey = "load-3-1"
        second.missionClass = .deadline
        second.deadlineAt = WallTime("2090-01-02T03:04:05.678Z")
        var preloaded = try bench.mission("say other")
        preloaded.idempotencyKey = "loaded-before"
        var urgent = try bench.mission("say done")
        urgent.idempotencyKey = "load-3-2"
        urgent.missionClass = .interactive
        urgent.session = .continue
        var unnamed = try bench.mission("say other")
        unnamed.idempotencyKey = nil
        let views = try client.submit([first, second, preloaded, urgent, unnamed])
        let ids = try views.map { try XCTUnwrap($0.envelope.missionID) }
        for id in ids { _ = try client.wait(id) }

        let ledger = try LedgerFile(bench.ledgerPath)
        let missions = try ledger.missions()
        let attempts = try ledger.attempts()

        XCTAssertEqual(missions.map(\.missionID), [ids[0], ids[1], ids[3]])
        XCTAssertEqual(missions.map(\.key), ["load-3-0", "load-3-1", "load-3-2"])
        XCTAssertEqual(missions.map(\.missionClass), [.background, .deadline, .interactive])
        XCTAssertEqual(missions.map(\.status), [.completed, .completed, .completed])
        XCTAssertEqual(missions.map(\.lane.rawValue), ["vp.a", "vp.b", "vp.a"])
        XCTAssertEqual(missions.map(\.isContinuing), [true, false, false])
        XCTAssertEqual(missions.map(\.deadlineAt), [nil, second.deadlineAt, nil])
        for mission in missions {
            let startedAt = try XCTUnwrap(mission.startedAt)
            XCTAssertLessThanOrEqual(mission.createdAt, startedAt)
            XCTAssertLessThanOrEqual(startedAt, try XCTUnwrap(mission.endedAt))
        }
        XCTAssertEqual(
            attempts.filter { $0.missionID == ids[0] }.map(\.outcome),
            [.failed, .completed]
        )
        XCTAssertEqual(attempts.count, 4)
        XCTAssertEqual(attempts.map(\.fence), attempts.map(\.fence).sorted())
        XCTAssertTrue(attempts.allSatisfy { $0.endedAt != nil && $0.startedAt != nil })
        XCTAssertEqual(attempts.first { $0.missionID == ids[1] }?.lane.rawValue, "vp.b")
        for byteCount in [0, LedgerFile.fullCheckByteCountMax + 1] {
            XCTAssertEqual(try ledger.problems(byteCount: byteCount), [])
        }
    }

    func testFileThatIsNoLedgerIsAnError() throws {
        let target = try ScriptedTarget()

        XCTAssertThrowsError(try LedgerFile(target.ledgerPath))
        try Data("no ledger at all, but a text of some length".utf8).write(
            to: URL(fileURLWithPath: target.ledgerPath)
        )
        XCTAssertThrowsError(try LedgerFile(target.ledgerPath).missions())
    }
}

import XCTest

@testable import Protocol

final class IncidentSnapshotTests: XCTestCase {
    func testSnapshotReadsBackAndIsOneLine() throws {
        let lane = LaneView(
            record: try Samples.laneRecord(),
            profile: "shell",
            why: WhyAnswer(.missionFailures, "it works")
        )
        let trip = EventRecord(
            sequence: 7,
            type: .laneTripped,
            emittedAt: WallTime(nanoseconds: 0),
            actor: "rollback",
            summary: "3 missions"
        )
        var snapshot = IncidentSnapshot(
            lane: lane,
            pool: PoolView(record: PoolRecord(name: "max"), why: WhyAnswer(.ready, "open")),
            trip: trip,
            capturedAt: WallTime(nanoseconds: 1_000_000)
        )
        snapshot.events = [trip]
        snapshot.isCut = true

        let text = snapshot.fileText

        XCTAssertEqual(try IncidentSnapshot(fileText: text), snapshot)
        XCTAssertEqual(text.count { $0 == UInt8(ascii: "\n") }, 1)
        XCTAssertTrue(String(decoding: text, as: UTF8.self).contains(#""kind":"Incident""#))
        XCTAssertThrowsError(try IncidentSnapshot(fileText: Array(text.dropLast(9))))
    }

    func testNamesOfFilesSortByAge() throws {
        let lane = try XCTUnwrap(LaneID("vp.a"))

        XCTAssertEqual(
            IncidentSnapshot.fileName(of: lane, 42),
            "incident-000000000042-vp.a.json"
        )
        let names = [9, 10, 999, 1_000_000].map { IncidentSnapshot.fileName(of: lane, $0) }
        XCTAssertEqual(names, names.sorted())
    }
}
